"""The mails of `heard bench`: made up, no two alike, and the same bytes for the same number.

Mail of one text flatters whatever remembers texts: so each says something else, in words of the classifier's corpus. As
in a council's mailbox some are answers with what they answer below, some have HTML beside the words or in their place,
some a file that weighs more than all the rest, and some were written by a machine. Nobody here exists.
"""

import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from functools import cache
from html import escape
from pathlib import Path
from random import Random

from casework.frozen import frozen
from casework.labels import Flag
from classifier import examples
from run.bench.enclosed import picture, printed

OF_HARM = {Flag.IMMEDIATE_RISK, Flag.SAFEGUARDING}
CORPUS = Path(examples.__file__).parent / "corpus"

AUTOMATIC, REPLIES, FILES = 0.03, 0.22, 0.05
"""Shares of all mails: a machine's, answers, and those with a file. *Taste.*"""

HARM, BEYOND_ASCII = 0.02, 0.1
"""Shares of what people write: begins with words of harm, or with letters that ASCII has not. *Taste.*"""

HTML_ALONE, HTML_BESIDE, IN_LINES = 0.02, 0.40, 0.7
"""Shares of what a person wrote: HTML only, HTML too, and in lines that the program broke. *Taste.*"""

SOME_TIME = 2_000
"""Whoever writes again does it before so many others have written."""

APART = 7
"""Texts between the beginnings of two mails that follow each other: two thousand begin with a text that is nowhere
else."""

WORDS, SPREAD, FEWEST, MOST = 5.0, 0.55, 12, 900
"""How much people write: half of them more than 160 words. The logarithm of it, and how far it goes. *Taste.*"""

BEGAN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OURS = "complaints@council.example"
RECEIPT = "Thank you for telling us. A person will read it, and we will write to you within three working days."
AWAY = "I am out of the office until {day} March and will read your email when I am back."
BY_MACHINE = (
    {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"},
    {"Auto-Submitted": "auto-generated", "Precedence": "bulk"},
    {"Auto-Submitted": "auto-replied", "Precedence": "auto_reply", "X-Autoreply": "yes"},
)

FIRST = ("Ada", "Ben", "Cleo", "Dariusz", "Esmé", "Fatima", "Gwen", "Hari", "Isla", "Jude", "Kofi", "Lena", "Moss")
LAST = ("Alder", "Birch", "Cedar", "O'Fern", "Hazel", "Ivory", "Juniper", "Linden-Oak", "Rowan", "Willow")
DOMAINS = ("example.org", "example.net", "family.example")
PROGRAMS = ("Microsoft Outlook 16.0", "iPhone Mail (21F90)", "Apple Mail (2.3774.600.62)")
CHARSETS = (("windows-1252", "8bit"), ("iso-8859-1", "quoted-printable"), ("utf-8", "base64"), ("utf-8", "8bit"))
ENDS = ("Regards", "Thank you", "Yours", "Please help")
FILE_NAMES = ("letter", "scan0001", "photo of the room", "décision")

OFFICE = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0cm; '
    'font-size:11.0pt; font-family:"Calibri",sans-serif} a:link {color:#0563C1} --></style></head>\n'
    '<body lang="EN-GB"><div class="WordSection1">\n'
)
PARAGRAPH = '<p class="MsoNormal">{}<o:p></o:p></p>\n<p class="MsoNormal">&nbsp;</p>\n'
BELOW = '<div class="quoted">{}<blockquote type="cite">{}</blockquote></div>\n'


@frozen
class First:
    """What somebody wrote who had not written before: all that an answer to it needs."""

    key: str
    name: str
    address: str
    subject: str
    said: Sequence[str]
    date: str


def some(numbers: range) -> list[bytes]:
    """The mails of these numbers."""
    return [one(number) for number in numbers]


def one(number: int) -> bytes:
    """The mail of that number. What it answers has one of the numbers before it."""
    dice, before = Random(f"mail {number}"), _before(number)
    by_machine = before is not None and _sort(number) < AUTOMATIC
    written = _headed(number, before, dice, by_machine=by_machine)
    if by_machine:
        written.set_content(AWAY.format(day=dice.randrange(3, 31)))
    else:
        _say(written, number, before, dice)
    for place, part in enumerate(written.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{number}_{place}")  # otherwise it is another each time
    return written.as_bytes()


def told(number: int, words: int) -> list[str]:
    """What stands in the mail of that number, in paragraphs: about so many words."""
    usual, beyond, grave = _corpus()
    chance, at = Random(f"told {number}").random(), number * APART
    first = grave if chance < HARM else beyond if chance < HARM + BEYOND_ASCII else usual
    said = [first[at % len(first)]]
    while sum(len(each.split()) for each in said) < words:
        at += 1
        said.append(usual[at % len(usual)])
    return said


@cache
def _corpus() -> tuple[list[str], list[str], list[str]]:
    """The texts of the corpus, shuffled: those in ASCII, those in more than that, and those that speak of harm."""
    sorts: tuple[list[str], list[str], list[str]] = ([], [], [])
    for file in sorted(CORPUS.glob("*.jsonl")):  # one after the other: all labels at once take much memory
        for each in examples.read(file):
            sorts[2 if each.labels.flags & OF_HARM else not each.text.isascii()].append(each.text)
    for texts in sorts:
        Random("corpus").shuffle(texts)
    return sorts


def _sort(number: int) -> float:
    """Below `AUTOMATIC` it is a machine's, below that and `REPLIES` an answer, and else the first of somebody's."""
    return Random(f"sort {number}").random()


def _before(number: int) -> First | None:
    """What this mail answers, if it answers any."""
    if number == 0 or _sort(number) >= AUTOMATIC + REPLIES:
        return None
    latest = Random(f"before {number}").randrange(max(0, number - SOME_TIME), number)
    return next((_first(each) for each in range(latest, -1, -1) if _sort(each) >= AUTOMATIC + REPLIES), None)


def _first(number: int) -> First:
    dice = Random(f"first {number}")
    first, last = dice.choice(FIRST), dice.choice(LAST)
    said = told(number, _length(dice))
    return First(
        key=_key(number),
        name=f"{first} {last}",
        address=f"{last}{number}@{dice.choice(DOMAINS)}".encode("ascii", "ignore").decode(),
        subject=textwrap.shorten(said[0], dice.randrange(20, 60), placeholder="") or "please read",
        said=said,
        date=_date(number),
    )


def _key(number: int) -> str:
    return f"<{number}.{Random(f'key {number}').getrandbits(64):016x}@mx.example.net>"


def _date(number: int) -> str:
    return format_datetime(BEGAN + timedelta(minutes=number))


def _length(dice: Random) -> int:
    return max(FEWEST, min(MOST, round(dice.lognormvariate(WORDS, SPREAD))))


def _headed(number: int, before: First | None, dice: Random, *, by_machine: bool) -> EmailMessage:
    who, at, by = before or _first(number), _date(number), dice.randrange(1, 255)
    written = EmailMessage(SMTP)
    written["Return-Path"] = "<>" if by_machine else f"<{who.address}>"
    written["Received"] = f"from mx{by}.example.net (mx{by}.example.net [192.0.2.{by}]) by mail.council.example; {at}"
    written["DKIM-Signature"] = f"v=1; a=rsa-sha256; d=example.net; s=s1; h=from:to; b={dice.getrandbits(256):x}"
    written["From"], written["To"] = formataddr((who.name, who.address)), OURS
    written["Subject"] = ("Automatic reply: " if by_machine else "Re: " if before else "") + who.subject
    written["Date"], written["Message-ID"] = at, _key(number)
    if before:
        written["In-Reply-To"] = written["References"] = before.key
    more = dice.choice(BY_MACHINE) if by_machine else {"X-Mailer": dice.choice(PROGRAMS)}
    for name, value in more.items():
        written[name] = value
    return written


def _say(written: EmailMessage, number: int, before: First | None, dice: Random) -> None:
    """What a person wrote, in the form that their program gives it, with what they enclosed."""
    who = before or _first(number)
    said = [*(told(number, _length(dice) // 3) if before else who.said), f"{dice.choice(ENDS)}\n{who.name}"]
    form, html = dice.random(), _html(said, before)
    if form < HTML_ALONE:
        written.set_content(html, subtype="html", cte="quoted-printable")
    else:
        _set_plain(written, _plain(said, before, dice), dice)
        if form < HTML_ALONE + HTML_BESIDE:
            written.add_alternative(html, subtype="html", cte=dice.choice(("quoted-printable", "base64")))
    if dice.random() < FILES:
        _enclose(written, said, dice)


def _plain(said: Sequence[str], before: First | None, dice: Random) -> str:
    broken = dice.random() < IN_LINES
    text = "\n\n".join("\n".join(_lines(each)) if broken else each for each in said) + "\n"
    if before:
        text += f"\nOn {before.date}, Complaints <{OURS}> wrote:\n"
        text += "".join(f"> {line}\n" for each in (RECEIPT, *before.said) for line in (*_lines(each), ""))
    return text


def _lines(told: str) -> list[str]:
    return [line for part in told.splitlines() for line in textwrap.wrap(part, 74) or [""]]


def _html(said: Sequence[str], before: First | None) -> str:
    shown = "".join(PARAGRAPH.format(escape(each).replace("\n", "<br>\n")) for each in said)
    if before:
        lines = "<br>\n<br>\n".join(map(escape, (RECEIPT, *before.said)))
        shown += BELOW.format(escape(f"On {before.date}, Complaints <{OURS}> wrote:"), lines)
    return f"{OFFICE}{shown}</div></body></html>\n"


def _set_plain(written: EmailMessage, text: str, dice: Random) -> None:
    """In ASCII where that is enough; or as one program or another writes what is not."""
    charset, way = dice.choice(CHARSETS)
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        charset, way = "utf-8", "quoted-printable"
    if text.isascii():
        written.set_content(text)
    else:
        written.set_content(text, charset=charset, cte=way)


def _enclose(written: EmailMessage, said: Sequence[str], dice: Random) -> None:
    name = dice.choice(FILE_NAMES)
    if dice.random() < 1 / 2:
        letter = printed([line for each in said for line in _lines(each)], dice)
        written.add_attachment(letter, maintype="application", subtype="pdf", filename=f"{name}.pdf")
    else:
        written.add_attachment(picture(dice), maintype="image", subtype="jpeg", filename=f"{name}.jpg")
