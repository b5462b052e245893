"""Who may be told what of a case, as its page shows it: everybody on it, what they may receive, and if not, why not."""

from collections.abc import Iterator
from dataclasses import field
from datetime import date

from casework.cases import Case
from casework.frozen import frozen
from casework.on_behalf import sharing
from casework.on_behalf.authority import Authority
from casework.people import Part, Person, What

NOT_ASKED = frozenset({Part.OTHER_PARENT, Part.TRUSTED})
"""Parts that are told nothing whatever is recorded: no answer is waited for."""


@frozen
class Line:
    """One person on the case. `why_not` says why letters do not go to them, empty if they do."""

    name: str = field(repr=False)
    part: Part
    known: bool
    why_not: str
    never: bool
    authorities: tuple[Authority, ...]


def people(case: Case, day: date) -> Iterator[Line]:
    """Everybody on the case, whose complaint it is first."""
    for person in case.people:
        yield Line(
            name=person.known_as or "No name given",
            part=person.part,
            known=person.verified,
            why_not=_why_not(person, case, day),
            never=person.part in NOT_ASKED,
            authorities=tuple(each for each in case.authorities if each.who == person.address),
        )


def _why_not(person: Person, case: Case, day: date) -> str:
    if person is case.complainant and not person.address.value:
        return "Only somebody else has written, and nobody has recorded how to reach them."
    return sharing.may_be_told(person, case, What.COMPLAINT, day) or ""
