"""Mail that programs write about mail: it did not arrive, it is late, it was read, somebody called it spam.

Read from the reports that standards define (RFC 3464, 8098, 5965) and, where a program writes none, from its words.
"""

import re
from dataclasses import field

from casework.frozen import frozen
from casework.messages import Fate
from intake.parsing import charsets, headers, phrases, words
from intake.parsing.parts import Part


@frozen
class Notice:
    """A report: what became of which mail, for whom."""

    fate: Fate
    of: str = field(default="", repr=False)
    recipients: tuple[str, ...] = field(default=(), repr=False)


REPORTS = ("message/delivery-status", "message/global-delivery-status")
RECEIPTS = ("message/disposition-notification", "message/global-disposition-notification")
LONGEST = 300_000

FIELD = re.compile(
    r"^[ \t]*(final-recipient|original-recipient|action|status|original-message-id|x-original-message-id)"
    r"[ \t]*:[ \t]*(.*)$",
    re.IGNORECASE | re.MULTILINE,
)
RETURNED_ID = re.compile(r"^[ \t>]{0,8}message-id:[ \t]*\n?[ \t]*<([^<>\s]{1,500})>", re.IGNORECASE | re.MULTILINE)

DAEMON = re.compile(
    r"^(?:mailer-?daemon|postmaster|mail-?daemon|mdaemon|bounces?|system administrator)\b|mailer-daemon", re.IGNORECASE
)
FAILING = re.compile(
    r"undeliver|not (?:be |been )?delivered|delivery (?:has )?fail|delivery (?:status )?notification ?\(failure\)"
    r"|failure notice|returned mail|returning message|mail (?:delivery )?(?:failed|failure|error)"
    r"|message (?:could not|not|undeliv)|delivery error|permanent(?:ly)? (?:fatal )?(?:fail|error)|rejected"
    r"|could ?n[o']t be delivered|address not found|user unknown|unknown user|does ?n[o']t exist"
    r"|mailbox (?:is )?(?:full|unavailable)|this is a permanent error"
    r"|unzustellbar|nicht (?:zugestellt|ausgeliefert)|non remis|[ée]chec de (?:la )?remise"
    r"|n['’]a pas (?:pu être|été) (?:remis|distribu)|impossible de (?:remettre|distribuer)"
    r"|no se (?:pudo|ha podido) entregar|no (?:fue )?entregado|non recapitabile|mancata consegna"
    r"|non (?:è stato )?(?:possibile )?(?:consegn|recapit)|onbestelbaar|niet (?:worden )?(?:afgeleverd|bezorgd)"
    r"|nie (?:została? )?dostarczon|niedoręczon|kunde inte levereras|kunne ikke leveres|недоставлен|не доставлен"
    r"|não (?:foi )?entregue|não foi possível entregar|退信|无法投递|配信できません",
    re.IGNORECASE,
)
DELAYING = re.compile(
    r"delayed|\bdelay\b|\bwarning\b|will (?:be retried|continue to (?:try|attempt|be attempted))|still trying"
    r"|has not yet been delivered"
    r"|not been able to deliver|temporar(?:y|ily)|keep trying|verzögert|no action is required",
    re.IGNORECASE,
)
NAMED = re.compile(r"^[ \t]*<?([^\s<>()\"',;:]{1,100}@[\w.-]{1,150}\.\w{2,24})>?[ \t]*(?:[:(].*)?$", re.MULTILINE)


def notice(leaves: list[Part], kind: str, report_type: str) -> Notice | None:
    """What the mail reports, if it holds one of the standards' reports. `kind` is the whole mail's."""
    for part in leaves:
        if part.kind in REPORTS:
            return _delivery(_plain(part), _returned(leaves))
        if part.kind in RECEIPTS:
            fields = _fields(_plain(part))
            return Notice(Fate.READ, _first_id(fields.get("original-message-id", [])))
        if part.kind == "message/feedback-report":
            return Notice(Fate.COMPLAINED_OF, _returned(leaves))
    if kind == "multipart/report":
        fate = {"disposition-notification": Fate.READ, "feedback-report": Fate.COMPLAINED_OF}.get(
            report_type, Fate.FAILED
        )
        return Notice(fate, _returned(leaves))
    return None


def in_words(*, sender: str, subject: str, text: str, failed: str, null_sender: bool) -> Notice | None:
    """What a program without a report says: only if a program it is, by its address or its empty return path."""
    if not (DAEMON.search(sender) or null_sender or failed):
        return None
    start = text[:3_000]
    delayed = DELAYING.search(subject) or (DELAYING.search(start) and not FAILING.search(subject))
    if not (failed or FAILING.search(subject) or FAILING.search(start) or (delayed and DAEMON.search(sender))):
        return None
    found = RETURNED_ID.search(text[:LONGEST])
    named = phrases.ADDRESS.findall(failed[:2_000]) or NAMED.findall(start)
    return Notice(Fate.DELAYED if delayed else Fate.FAILED, found[1] if found else "", tuple(dict.fromkeys(named)))


def _plain(part: Part) -> str:
    return charsets.decode(part.content()[:LONGEST])[0].replace("\r\n", "\n")


def _fields(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in FIELD.findall(text):
        found.setdefault(name.lower(), []).append(value.strip())
    return found


def _delivery(text: str, of: str) -> Notice:
    """The worst that befell anyone; failure is the far server's word `failed`, or a status that begins with 5."""
    fields = _fields(text)
    said = {action.split(" ")[0].lower().strip(";") for action in fields.get("action", [])}
    statuses = {status[:1] for status in fields.get("status", [])}
    if "failed" in said or (not said and "5" in statuses):
        fate = Fate.FAILED
    elif "delayed" in said or (not said and "4" in statuses):
        fate = Fate.DELAYED
    else:
        fate = Fate.DELIVERED if said else Fate.FAILED
    named = [_address(value) for value in fields.get("final-recipient", []) or fields.get("original-recipient", [])]
    of = of or _first_id(fields.get("x-original-message-id", []) + fields.get("original-message-id", []))
    return Notice(fate, of, tuple(dict.fromkeys(filter(None, named))))


def _address(value: str) -> str:
    """`rfc822; jo@a.example` without its kind."""
    return words.one_line(value.rpartition(";")[2].strip().strip("<>"))


def _first_id(values: list[str]) -> str:
    return next(iter(headers.ids(values)), "")


def _returned(leaves: list[Part]) -> str:
    """The Message-ID of the mail that comes back, from what came back of it."""
    for part in leaves:
        if part.kind in (
            "message/rfc822",
            "text/rfc822-headers",
            "message/global",
            "message/rfc822-headers",
            "message/global-headers",
        ):
            text = charsets.decode(part.content()[:LONGEST], "")[0].replace("\r\n", "\n")
            if found := RETURNED_ID.search(text):
                return found[1]
    return ""
