"""What is looked at of a message.

One of any length is cut to a bounded head and tail first. Nothing is lost by that: it is only an opinion, and the
words of harm are looked for elsewhere (`casework.alarms`), in the whole of it.
"""

import hashlib
import re

HEAD, TAIL = 5000, 2000  # characters; taste: 1,200 words say what a message is about
SUBJECT = 300  # characters
CUT = "\n…\n"
SILENCE = "?"  # what is looked at where nothing was said
HALF = re.compile("[\ud800-\udfff]")  # of a character of UTF-16: no text can hold one, though JSON can spell it


def looked_at(text: str, subject: str = "") -> str:
    """The subject, an empty line, the text; each bounded."""
    if len(text) > HEAD + TAIL:
        text = text[:HEAD] + CUT + text[-TAIL:]
    return HALF.sub("\ufffd", f"{subject[:SUBJECT]}\n\n{text}" if subject else text) or SILENCE


def name_of(looked: str) -> str:
    """What a text that was looked at is called where the text itself is not kept."""
    return hashlib.sha256(looked.encode()).hexdigest()[:16]
