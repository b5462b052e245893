"""The ledger: what a council's spreadsheets say of its complaints, line by line. Shapes, and nothing else.

A line of `stages.csv` is one case at one stage, the unit that reports count (R810). What a cell leaves empty is not
known: `None`, or an empty text or tuple. Nothing here is a case yet; `store.ledger` reads, checks and keeps the lines.
"""

from dataclasses import field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from casework.cases import Closure, Outcome
from casework.frozen import frozen
from casework.labels import CategoryB, CategoryD, Kind, Procedure, Sender, Service


class Stage(StrEnum):
    """Where in its procedure the line stands."""

    REPRESENTATION = "representation"
    STAGE1 = "stage1"
    STAGE2 = "stage2"
    STAGE3 = "stage3"
    REVIEW = "review"
    OMBUDSMAN = "ombudsman"


STAGES = frozenset(each.value for each in Stage)
"""The stages of a case that a line may stand at; others are counted nowhere."""


class Directorate(StrEnum):
    """The part of the council that a line is about."""

    ADULTS_SOCIAL_CARE = "adults_social_care"
    ADULTS_OTHER = "adults_other"
    PLACE = "place"
    CORPORATE = "corporate"
    CHILDRENS_SOCIAL_CARE = "childrens_social_care"
    CHILDRENS_OTHER = "childrens_other"


class Method(StrEnum):
    """How somebody reached us. A web form of ours is `website`; `form` is the paper one."""

    EMAIL = "email"
    WEBSITE = "website"
    LETTER = "letter"
    TELEPHONE = "telephone"
    FORM = "form"
    IN_PERSON = "in_person"
    TELEGRAM = "telegram"


class Ruling(StrEnum):
    """What the Ombudsman made of it."""

    UPHELD = "upheld"
    NOT_UPHELD = "not_upheld"
    PREMATURE = "premature"
    OUT_OF_TIME = "out_of_time"
    OPEN = "open"


class Level(StrEnum):
    """How far what was learnt reaches (R399)."""

    INDIVIDUAL = "individual"
    TEAM = "team"
    SERVICE = "service"


class Status(StrEnum):
    """How far an action has come (R399)."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DONE_EVIDENCED = "done_evidenced"
    NOT_IMPLEMENTED = "not_implemented"


class Asked(StrEnum):
    """What an information request asks for."""

    SAR = "sar"
    INTERNAL_REVIEW = "internal_review"
    ERASURE = "erasure"
    SHARING = "sharing"


class Answer(StrEnum):
    """What came of the offer of an advocate."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    NOT_REACHED = "not_reached"
    OTHER_AGENCY = "other_agency"


@frozen
class StageLine:
    """One case at one stage. `received` decides the period (R811), `day_0` begins the count of days (R413)."""

    case: str
    council: str
    kind: Kind | None
    procedure: Procedure | None
    stage: Stage
    formal: bool | None
    directorate: Directorate | None
    service: tuple[Service, ...]
    team: tuple[str, ...]
    category_b: tuple[CategoryB, ...]
    category_d: tuple[CategoryD, ...]
    sender: Sender | None
    via_advocate: bool | None
    child_in_care: bool | None
    method: Method | None
    received: date
    day_0: date | None
    extended: bool | None
    agreed_due: date | None
    responded: date | None
    closed: date | None
    closure: Closure | None
    outcome: Outcome | None
    ombudsman: Ruling | None
    payment: Decimal | None
    fee: Decimal | None
    subject: str = field(repr=False)


@frozen
class Compliment:
    """One compliment, by message; it may praise more than one team (R832)."""

    received: date | None
    council: str
    directorate: Directorate | None
    service: tuple[Service, ...]
    team: tuple[str, ...]
    source: str
    text: str = field(repr=False)
    may_quote: bool | None


@frozen
class LearningAction:
    """One thing that a complaint led to, or should have (R399, R831)."""

    case: str
    stage: Stage | None
    agreed: date | None
    level: Level | None
    text: str = field(repr=False)
    owner: str = field(repr=False)
    due: date | None
    status: Status | None
    reason: str = field(repr=False)
    directorate: Directorate | None


@frozen
class Request:
    """One request for information."""

    received: date | None
    council: str
    kind: Asked | None
    due: date | None
    responded: date | None


@frozen
class Offer:
    """One offer of an advocate, or referral to one."""

    case: str
    council: str
    offered: date | None
    answer: Answer | None
    referred: date | None
    provider: str
    allocated: date | None


@frozen
class EqualityForm:
    """One returned form, linked to nothing (R918). A field may hold several answers."""

    year: str
    council: str
    procedure: Procedure | None
    gender: tuple[str, ...] = field(repr=False)
    ethnicity: tuple[str, ...] = field(repr=False)
    disability: tuple[str, ...] = field(repr=False)
    sexual_orientation: tuple[str, ...] = field(repr=False)
    religion: tuple[str, ...] = field(repr=False)
    age: tuple[str, ...] = field(repr=False)


@frozen
class ConductComplaint:
    """One complaint about a councillor."""

    received: date | None
    council: str
    body: str
    investigated: bool | None
    upheld: bool | None


@frozen
class Restriction:
    """One decision that somebody writes to a single point of contact; `end` is the last day it is in force."""

    council: str
    start: date | None
    end: date | None


@frozen
class Ledger:
    """All of it, file by file, in the order of the lines."""

    stages: tuple[StageLine, ...] = field(default=(), repr=False)
    compliments: tuple[Compliment, ...] = field(default=(), repr=False)
    learning: tuple[LearningAction, ...] = field(default=(), repr=False)
    requests: tuple[Request, ...] = field(default=(), repr=False)
    advocacy: tuple[Offer, ...] = field(default=(), repr=False)
    equality: tuple[EqualityForm, ...] = field(default=(), repr=False)
    conduct: tuple[ConductComplaint, ...] = field(default=(), repr=False)
    restrictions: tuple[Restriction, ...] = field(default=(), repr=False)
