"""Bytes to a `Mail`: finds the parts, reads them, and puts together what they say."""

import re
from collections.abc import Callable, Collection
from dataclasses import field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import islice

from casework.frozen import frozen, replace
from casework.messages import Fate
from casework.names import ALPHABET, LENGTHS
from intake import giveaways, screening
from intake.parsing import bodies, headers, history, notices, parts, phrases, words
from intake.parsing.addresses import addresses
from intake.parsing.attachments import Found, attached
from intake.parsing.headers import Headers
from intake.parsing.mail import Correspondent, Mail
from intake.parsing.notices import Notice
from intake.parsing.parties import parties
from intake.parsing.parts import Part, Tree
from intake.screening import Seen

BIGGEST = 36_000_000
"""Bytes of a mail that we take apart (*taste*): 25 MB of files as they travel, and some."""

PREFIX = 2
DRAWN = f"[{ALPHABET}{ALPHABET.lower()}]{{{min(LENGTHS)},{max(LENGTHS)}}}"
REFERENCE = re.compile(rf"(?<![\w-])[A-Za-z]{{{PREFIX}}}-{DRAWN}(?![\w-])")
CONTROLS = re.compile(rb"=0[ad]|\0", re.IGNORECASE)
DASH = re.compile("-")
"""What is looked for first: there are few in a text."""

MONTHS = {
    name: f"{number:02}" for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}
USUAL_DATE = re.compile(
    rf"(?:[A-Z][a-z][a-z], )?(\d\d?) ({'|'.join(MONTHS)}) ([12]\d\d\d) ((?:[01]\d|2[0-3]):\d\d:\d\d)"
    r" (?!-0000)([+-]\d\d)([0-5]\d)(?: \([A-Z]{1,5}\))?",
    re.ASCII,
)
"""A date as nearly every program writes it; it is read in one step."""

ENVELOPE = (
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-forwarded-to",
    "apparently-to",
    "x-delivered-to",
)
MAILS = 20
"""Mails within a mail that we read (*taste*)."""

DEEPEST = 3
"""Levels of mail within mail that we read when the mail itself says nothing."""


@frozen
class Known:
    """What intake knows that a mail does not: our own addresses, and which Message-IDs are of our making."""

    ours: Collection[str] = frozenset()
    is_ours: Callable[[str], bool] = field(default=lambda _: False, repr=False)


NOTHING = Known()


def parse(raw: bytes, known: Known = NOTHING) -> Mail:
    """Everything a mail says. Any bytes give one; `problems` names what was mended, `unreadable` what could not be."""
    return _parse(raw, known, 0)


def _parse(raw: bytes, known: Known, level: int) -> Mail:
    whole = raw[:BIGGEST]
    if b"\n" not in whole and b"\r" in whole:
        whole = whole.replace(b"\r", b"\n")
    tree = parts.tree(whole)
    found = attached(tree.root)
    mail = _with_words(_outside(tree.root.headers), tree.root, found, level)
    report = _report(mail, tree.root, found)
    if report:
        mail = replace(mail, fate=report.fate, about=report.of, failed=report.recipients)
        mail = mail if report.fate in BOUNCED else replace(mail, references=_with(mail.references, report.of))
    unreadable = _unreadable(raw, tree, mail)
    problems = dict.fromkeys([*tree.problems, *found.problems, *mail.problems, unreadable])
    seen = _seen(mail, tree.root.headers, found, report, known)
    return replace(
        mail,
        problems=tuple(filter(None, problems)),
        unreadable=unreadable,
        automatic=screening.screen(seen),
        attachments=tuple(found.files),
    )


def _outside(heads: Headers) -> Mail:
    """What the headers say."""
    problems: list[str] = []
    senders = addresses(heads.folded("from"))
    if not senders or not any(one.address for one in senders):
        problems.append("nobody is named as the sender")
        others = ("sender", "reply-to", "resent-from", "return-path", "x-envelope-from")
        instead = (one for name in others for one in addresses(heads.folded(name)) if "@" in one.address)
        senders = senders or tuple(islice(instead, 1))
    elif len(senders) > 1:
        problems.append("more than one sender is named")
    date = _date(heads.first("date"))
    problems += ["the date cannot be read"] * (date is None and "date" in heads.fields)
    subject = heads.raw("subject")[:1]
    if subject and CONTROLS.search(subject[0]):
        problems.append("the subject held control characters")
    delivered = addresses(value for name in ENVELOPE for value in heads.folded(name))
    return Mail(
        message_id=next(iter(headers.ids(heads.folded("message-id")[:1])), ""),
        sender=next((one for one in senders if one.address), senders[0] if senders else Correspondent()),
        reply_to=addresses(heads.folded("reply-to")),
        to=addresses(heads.folded("to")),
        cc=addresses(heads.folded("cc")),
        delivered_to=tuple(one.address for one in delivered if one.address),
        date=date,
        subject=heads.first("subject"),
        in_reply_to=next(iter(headers.ids(heads.folded("in-reply-to"))), ""),
        references=headers.ids(heads.folded("references")),
        problems=tuple(problems),
    )


def _date(said: str) -> datetime | None:
    """When the sender says they wrote, with their zone; without one it is taken as UTC."""
    try:
        if usual := USUAL_DATE.fullmatch(said):
            day, month, year, clock, hours, minutes = usual.groups()
            return datetime.fromisoformat(f"{year}-{MONTHS[month]}-{day:0>2}T{clock}{hours}:{minutes}")
        found = parsedate_to_datetime(said[:200])
        return (found if found.tzinfo else found.replace(tzinfo=UTC)) if found.isoformat() else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _with_words(mail: Mail, root: Part, found: Found, level: int) -> Mail:
    """The mail's words, new apart from old; where it has none of its own, those of the mails inside it."""
    forwarding = bool(phrases.FORWARD_SUBJECT.match(mail.subject[:400]))
    replying = not forwarding and bool(
        mail.in_reply_to or mail.references or phrases.REPLY_SUBJECT.match(mail.subject[:400])
    )
    took = history.split(
        found.blocks,
        replying=replying or bool(mail.in_reply_to),
        forwarding=forwarding,
        people=parties(mail.sender, (*mail.to, *mail.cc)),
    )
    text, writer = took.text, took.forwarded
    report_like = root.kind == "multipart/report"
    if found.mails and level < DEEPEST and not report_like and (not text or (forwarding and not writer)):
        inner = [_parse(part.content(), NOTHING, level + 1) for part in found.mails[:MAILS]]
        text = text or "\n\n".join(one.text for one in inner if one.text)
        writer = writer or (inner[0].sender if len(inner) == 1 and inner[0].sender.address else None)
    old = ["answers may stand among older words: all is shown"] * took.doubtful
    return replace(
        mail, text=text, quoted=took.quoted, signature=took.signature, forwarded_from=writer,
        reference=_reference(mail.subject, text, took.quoted), problems=(*mail.problems, *old),
    )  # fmt: skip


def _reference(*places: str) -> str:
    """Our reference, where the mail first shows one. In small letters it must hold a digit: "by-pths" is none."""
    for place in places:
        for dash in DASH.finditer(place, PREFIX, bodies.LONGEST):
            found = REFERENCE.match(place, dash.start() - PREFIX, bodies.LONGEST)
            if found and (found[0].isupper() or any(letter.isdigit() for letter in found[0])):
                return found[0].upper()
    return ""


def _report(mail: Mail, root: Part, found: Found) -> Notice | None:
    """What a program says became of a mail, in a standard's report or in its own words."""
    standard = notices.notice(found.leaves, root.kind, root.parameters.get("report-type", "").lower())
    if standard and (standard.recipients or standard.fate not in BOUNCED):
        return standard
    whole = f"{mail.text}\n{mail.quoted}\n{mail.signature}"
    null = (
        root.headers.first("return-path").replace(" ", "") == "<>"
        or root.headers.first("x-envelope-from").strip() == "<>"
    )
    worded = notices.in_words(
        sender=mail.sender.address,
        subject=mail.subject,
        text=whole,
        failed=root.headers.first("x-failed-recipients"),
        null_sender=null,
    )
    if standard and worded:
        return replace(standard, recipients=worded.recipients, of=standard.of or worded.of)
    return standard or worded


BOUNCED = (Fate.FAILED, Fate.DELAYED)


def _with(known: tuple[str, ...], one: str) -> tuple[str, ...]:
    return known if not one or one in known else (*known, one)


def _unreadable(raw: bytes, tree: Tree, mail: Mail) -> str:
    """Why a person must look at this mail, if one must."""
    if len(raw) > BIGGEST:
        return "the mail is larger than we take apart"
    if tree.too_much:
        return tree.too_much
    nameless = not (mail.sender.address or mail.sender.name or mail.subject or mail.message_id)
    if nameless and not tree.root.headers.fields:
        return "this is no email"
    return ""


def _seen(mail: Mail, heads: Headers, found: Found, report: Notice | None, known: Known) -> Seen:
    said: dict[str, list[str]] = {name: [] for name in heads.fields}
    for name in said.keys() & giveaways.READ_HEADERS:
        said[name] = [words.one_line(value) for value in heads.folded(name)]
    return Seen(
        headers=said,
        sender=mail.sender.address,
        reply_to=mail.reply_to[0].address if mail.reply_to else "",
        subject=mail.subject,
        text=mail.text,
        message_id=mail.message_id,
        answers=bool(mail.in_reply_to or mail.references or phrases.REPLY_SUBJECT.match(mail.subject[:400])),
        fate=report.fate if report else None,
        method=found.method,
        hops=len(heads.raw("received")),
        ours={one.lower() for one in known.ours},
        is_ours=known.is_ours,
    )
