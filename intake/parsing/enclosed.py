"""What stands in a mail beside its writer's words: in the files, and in mails within the mail. All of it is looked
through for signs of harm (R702); none of it is shown or kept as what the writer said.
"""

from intake import contents
from intake.parsing.mail import Attachment, Mail
from intake.parsing.reading import parse

LONGEST = 150_000
"""Characters of all files together that are looked through. *Taste*: what takes a second."""

MOST = 30
"""Files that are looked through. *Taste.*"""

DEEPEST = 3


def enclosed(mail: Mail, level: int = 0) -> tuple[str, tuple[str, ...]]:
    """Those words, and what could not be looked through, in words for staff."""
    said: list[str] = []
    unheard: list[str] = []
    left = LONGEST
    for file in mail.attachments[:MOST]:
        words, why = _words(file, level)
        said.append(words[:left])
        unheard += why
        left -= len(said[-1])
        if left <= 0:
            break
    if len(mail.attachments) > MOST or left <= 0:
        unheard.append("not every file was looked through")
    return "\n\n".join(filter(str.strip, said)), tuple(dict.fromkeys(filter(None, unheard)))


def _words(file: Attachment, level: int) -> tuple[str, tuple[str, ...]]:
    if not file.type.startswith("message/"):
        words = contents.words(file.content, file.type)
        return words, (contents.unheard(file.type, words),)
    if level >= DEEPEST:
        return "", ("a mail within a mail was not looked through",)
    inside = parse(file.content)
    words, why = enclosed(inside, level + 1)
    return f"{inside.subject}\n{inside.text}\n{inside.quoted}\n{words}", why
