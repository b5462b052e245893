"""What cases handled here say for the year's report that no column of a council's spreadsheets holds: how the
Ombudsman's remedies were complied with (R397), why answers were given more time (R302, R303, RB14), which examples are
told of them (R923), and how many people were asked for an equality form or for what they thought of it all (R919,
RD16).
"""

from collections.abc import Iterator
from dataclasses import field
from datetime import date

from casework import days
from casework.actions import Compliance, Remedy
from casework.cases import Case
from casework.councils import Council
from casework.frozen import frozen
from casework.labels import CategoryB, Procedure
from casework.records.ledger import STAGES, Stage

LONGER = "extend"


@frozen
class Remedied:
    """One thing that the Ombudsman asked for. `compliance` is None while it is owed."""

    case: str
    remedy: Remedy | None
    due: date | None
    done: date | None
    compliance: Compliance | None


@frozen
class Longer:
    """One answer that was given more time, on which day and for which of the reasons that are allowed."""

    case: str
    stage: Stage | None
    agreed: date | None
    reason: str


@frozen
class Example:
    """One complaint of a category and what came of it, told by one person so that it points to nobody, and read by
    another before anybody outside sees it (R923).
    """

    year: str
    category: CategoryB | None
    complaint: str = field(repr=False)
    response: str = field(repr=False)
    told_by: str
    read_by: str
    told: date | None


@frozen
class EqualityAsked:
    """One person who was asked to fill in an equality form: that, and of which procedure; never who (R918)."""

    year: str
    procedure: Procedure | None


@frozen
class Feedback:
    """One question about how the procedure went, sent and perhaps answered; never whose (RD16)."""

    sent: date | None
    returned: date | None


@frozen
class Beyond:
    """All of it. What was asked of people, and came back, is kept by whoever asks it, and of no case."""

    remedies: tuple[Remedied, ...] = ()
    longer: tuple[Longer, ...] = ()
    examples: tuple[Example, ...] = ()
    asked: tuple[EqualityAsked, ...] = ()
    feedback: tuple[Feedback, ...] = ()


def of(case: Case, council: Council) -> Beyond:
    """What a case says."""
    del council
    return Beyond(
        tuple(Remedied(case.reference, each.remedy, each.due, each.done, each.compliance)
              for each in case.actions if each.remedy),
        tuple(_longer(case)),
    )  # fmt: skip


def _longer(case: Case) -> Iterator[Longer]:
    for each in case.decisions:
        if each.move == LONGER and each.stage in STAGES:
            yield Longer(case.reference, Stage(each.stage), days.today(each.at), each.facts.get("reason", ""))
