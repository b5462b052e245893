"""What stands in a mail beside its writer's words: in the files, and in mails within the mail. All of it is looked
through for signs of harm (R702); none of it is shown or kept as what the writer said.
"""

import time

from intake import contents
from intake.parsing.mail import Attachment, Mail
from intake.parsing.reading import parse

LONGEST = 150_000
"""Characters of all files together that are looked through. *Taste*: what takes a second."""

MOST = 30
"""Files that are looked through. *Taste.*"""

SECONDS = 5.0
"""In which they are, however many there are and however deep they lie: one of a few kB can be made to be read for
ever, and thousands of them fit into a mail. *Taste.*
"""

DEEPEST = 3
NOT_ALL = "not every file was looked through"


def enclosed(mail: Mail, seconds: float = SECONDS) -> tuple[str, tuple[str, ...]]:
    """Those words, and what could not be looked through, in words for staff."""
    return _enclosed(mail, 0, time.monotonic() + seconds)


def _enclosed(mail: Mail, level: int, until: float) -> tuple[str, tuple[str, ...]]:
    said: list[str] = []
    unheard: list[str] = []
    left = LONGEST
    for file in mail.attachments[:MOST]:
        words, why = _words(file, level, until)
        said.append(words[:left])
        unheard += why
        left -= len(said[-1])
        if left <= 0:
            break
    if len(mail.attachments) > MOST or left <= 0:
        unheard.append(NOT_ALL)
    return "\n\n".join(filter(str.strip, said)), tuple(dict.fromkeys(filter(None, unheard)))


def _words(file: Attachment, level: int, until: float) -> tuple[str, tuple[str, ...]]:
    seconds = until - time.monotonic()
    if seconds <= 0:
        return "", (NOT_ALL,)
    if not file.type.startswith("message/"):
        words = contents.words(file.content, file.type, seconds)
        return words, (contents.unheard(file.type, words),)
    if level >= DEEPEST:
        return "", ("a mail within a mail was not looked through",)
    inside = parse(file.content)
    words, why = _enclosed(inside, level + 1, until)
    return f"{inside.subject}\n{inside.text}\n{inside.quoted}\n{words}", why
