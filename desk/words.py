"""Labels as people read them: `child_in_care` is "child in care", a state or a letter says what it is."""

from collections.abc import Iterable

from casework.cases import Advocacy, Outcome, State
from casework.labels import Flag, Sender, Service
from casework.letters import Posted
from casework.messages import Channel
from casework.on_behalf.authority import Given, Scope
from casework.people import Part
from casework.said.signs import Level

AS_READ: dict[str, str] = {
    State.OPEN: "being looked into",
    State.OVERDUE: "the answer is late",
    State.ON_HOLD: "on hold, until a court or another inquiry is done",
    State.RESPONDED: "answered",
    State.PROVISIONALLY_CLOSED: "closed, unless they come back",
    Service.SEN: "SEN",
    Service.IRO: "IRO",
    Service.LADO: "LADO",
    Service.CHILDRENS_CENTRES: "children's centres",
    Sender.MP_OR_COUNCILLOR: "MP or councillor",
    Flag.IMMEDIATE_RISK: "danger now",
    Flag.ALLEGATION_AGAINST_STAFF: "about a worker's conduct",
    Flag.SAFEGUARDING: "possible harm",
    Level.POSSIBLE: "words that may mean harm",
    Outcome.UPHELD: "upheld: we agree",
    Outcome.PARTIALLY_UPHELD: "partly upheld: we agree with some of it",
    Outcome.NOT_UPHELD: "not upheld: we do not agree",
    Outcome.NO_FINDING: "no finding: we cannot tell",
    Advocacy.OFFERED: "offered, no answer yet",
    Advocacy.ACCEPTED: "yes, they want one",
    Advocacy.DECLINED: "no, they do not want one",
    Advocacy.NOT_REACHED: "nobody could reach them to ask",
    Advocacy.HAS_ONE: "they have one already",
    Advocacy.ALLOCATED: "an advocate is with them",
    Part.COMPLAINANT: "whose complaint it is",
    Part.WORKER: "a worker they want copied in",
    Part.MEMBERS_OFFICE: "the office of a Member of Parliament or a councillor",
    Part.OTHER_PARENT: "somebody of the family who is not to be told",
    Part.TRUSTED: "somebody they trust",
    Scope.COMPLAIN: "speak and write for them",
    Scope.LETTERS: "receive the letters",
    Scope.FILE: "see facts from the file",
    Given.SPOKEN: "in a call or a meeting",
    Given.SIGNED: "on paper, signed",
    Posted.QUEUED: "waiting to leave",
    Posted.SENDING: "leaving now",
    Posted.FAILED: "not delivered",
    Posted.WITHDRAWN: "taken back before it left",
    "service_pressure": "the service is under pressure (counts as outside the statutory time)",
    "set_aside": "set aside",
    Channel.TELEGRAM: "Telegram",
    Channel.FORM: "the web form",
    Channel.IN_PERSON: "a visit",
    "voice": "voice note",
    "setup": "finding who investigates",
    "statement_out": "the list of points is with them",
    "investigating": "it is being investigated",
    "adjudication": "both reports are in, the decision is owed",
    "convening": "finding the panel",
    "dated": "the day of the panel is set",
    "papers_out": "the papers are out",
    "held": "the panel has met, its report is owed",
    "findings": "the panel’s report is here, the response is owed",
    "timer": "time passed",
    "complainant": "the person",
}

BEGINS = {
    "ack": "acknowledgement", "hold": "more time is needed", "overdue": "sorry for being late",
    "close": "closing letter", "danger": "safety message", "sign": "where to turn instead",
    "response": "the answer", "receipt": "receipt", "auto": "automatic next stage",
}  # fmt: skip
"""What a letter is, from the first word of its name."""

IN_FULL = {"yp": "", "adult": "", "corp": "corporate", "stage1": "Stage 1", "stage2": "Stage 2", "stage3": "Stage 3"}


def plain(label: object) -> str:
    """A label as people read it."""
    return AS_READ.get(str(label), str(label).replace("_", " "))


def labels(found: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Labels as choices of a field: what is sent, and what is read."""
    return tuple((str(label), first_up(plain(label))) for label in found)


def first_up(words: str) -> str:
    """The words as they begin a line."""
    return words[:1].upper() + words[1:]


def of_letter(words: str) -> str:
    """Which letter it was, from the name of its words: `email.ack_complaint_corporate_yp` is "acknowledgement
    (complaint corporate)".
    """
    first, *rest = words.partition(".")[2].split("_")
    more = " ".join(filter(None, (IN_FULL.get(part, part) for part in rest)))
    if first in BEGINS:
        return f"{BEGINS[first]} ({more})" if more else BEGINS[first]
    return f"{first} {more}".strip()
