"""The shape of a council's profile: what `councils/*.yaml` may say, and small questions asked of it.

A profile is data. No rule is written for one council: `england.yaml` holds what law and guidance fix and the
rulebook's defaults, a council's own file what it does differently; `run.config` joins the two and refuses the rest.
Who works there is not in the file: `store.people` knows, and the door joins it in as `staff`.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from functools import lru_cache

from casework.councils.choices import (
    AuthorityClock,
    AutoS2At,
    CategorySet,
    Choices,
    CountFrom,
    PercentTotal,
    ReceiptPolicy,
    S1Breach,
    S1Reason,
    Stage2Start,
)
from casework.councils.courses import Course, Stage, Tell
from casework.councils.experts import Expert, Interest, Per, Tie
from casework.councils.facts import (
    Helplines,
    Line,
    OfficeHours,
    OtherRoutes,
    Provider,
    Retention,
    SafetyLines,
    Team,
)
from casework.councils.ladders import (
    AdvocacyStep,
    At,
    Climb,
    Form,
    Rung,
    Safety,
    Since,
    at,
)
from casework.councils.limits import ClockRule, DayZero, Relaxation, Unit
from casework.councils.roles import TEAM, Outside, Role, Staff
from casework.days import Calendar
from casework.frozen import frozen, replace
from casework.labels import Kind, Procedure

__all__ = [
    "TEAM", "AdvocacyStep", "At", "AuthorityClock", "AutoS2At", "CategorySet", "Choices", "Climb", "ClockRule",
    "Council", "CountFrom", "Course", "DayZero", "Expert", "Form", "Helplines", "Interest", "Line", "OfficeHours",
    "OtherRoutes", "Outside", "Per", "PercentTotal", "Provider", "ReceiptPolicy", "Relaxation", "Retention", "Role",
    "Rung", "S1Breach", "S1Reason", "Safety", "SafetyLines", "Since", "Staff", "Stage", "Stage2Start", "Team",
    "Tell", "Tie", "Unit", "advocacy_provider", "at", "by_email", "calendar", "courses_for", "escalation_from",
    "ladder", "with_staff", "words",
]  # fmt: skip


@frozen
class Council:
    """A profile in force, with the staff and the register of the moment, and the facts that each letter's words have a
    place for: a letter carries no others. It is shown by its name: written out it has twenty thousand parts, and takes
    most of a second. It is known by which one it is, not by what it holds: it is never changed, only replaced, so what
    is worked out from one is worked out once.
    """

    name: str
    title: str
    reference_prefix: str
    languages: tuple[str, ...]
    team: Team
    safety_lines: SafetyLines
    helplines: Helplines
    advocacy_providers: tuple[Provider, ...]
    other_routes: OtherRoutes
    choices: Choices
    hours: OfficeHours
    closure_days: Mapping[date, str]  # R405: for clocks on the calendar COUNCIL, corporate ones, only
    roles: Mapping[Role, str]
    escalation: tuple[Role, ...]
    procedures: Mapping[str, Course]
    letters: Mapping[str, tuple[Tell, ...]]
    calendars: Mapping[str, Calendar]
    clocks: Mapping[str, ClockRule]
    relaxations: Mapping[str, Relaxation]
    ladder: Mapping[str, Rung]
    advocacy: Mapping[str, AdvocacyStep]
    safety: Safety
    retention: Mapping[str, Retention]
    staff: tuple[Staff, ...] = ()
    experts: tuple[Expert, ...] = ()
    needs: Mapping[str, frozenset[str]] = field(default_factory=dict)

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"Council({self.name!r})"


def with_staff(council: Council, staff: tuple[Staff, ...], experts: tuple[Expert, ...] = ()) -> Council:
    """The profile with those who work there now, and those who can be asked to serve on a case. With the same people it
    is the very same profile, and what was worked out from it stands.
    """
    return _with_staff(council, staff, experts)


@lru_cache(maxsize=16)
def _with_staff(council: Council, staff: tuple[Staff, ...], experts: tuple[Expert, ...]) -> Council:
    return replace(council, staff=staff, experts=experts)


def by_email(council: Council, email: str) -> Staff | None:
    """Who works there and has this address, however it is spelt."""
    return _by_email(council).get(email.strip().lower())


@lru_cache(maxsize=16)
def _by_email(council: Council) -> Mapping[str, Staff]:
    return {each.email.strip().lower(): each for each in council.staff if each.email}


def calendar(council: Council, name: str) -> Calendar:
    """The calendar of that name: EW, UK_ANY, or COUNCIL, which is EW with the council's own closure days (R405)."""
    return council.calendars[name]


@lru_cache(maxsize=256)
def ladder(council: Council, clock: str) -> tuple[Rung, ...]:
    """The rungs that a running clock climbs, as they stand in the profile."""
    return tuple(rung for rung in council.ladder.values() if clock in rung.clocks)


def courses_for(council: Council, kind: Kind, procedure: Procedure) -> tuple[Course, ...]:
    """The courses that a matter of this kind under this procedure may take; several where a person must say which."""
    return tuple(
        each
        for each in council.procedures.values()
        if each.kind is kind and not each.beside and (not each.fits or procedure in each.fits)
    )


def words(council: Council, course: Course, at: Stage, occasion: str) -> tuple[Tell, ...]:
    """What is said on that occasion: in the stage's own words, else its course's, else everyone's; else nothing."""
    return next((said[occasion] for said in (at.letters, course.letters, council.letters) if occasion in said), ())


def advocacy_provider(council: Council, day: date) -> Provider | None:
    """The advocacy service commissioned on that day (R505)."""
    return next((each for each in council.advocacy_providers if _covers(each, day)), None)


def escalation_from(council: Council, role: Role) -> tuple[Role, ...]:
    """The rungs above a role, nearest first: where a chase goes that cannot go to it (R601, R602)."""
    above = council.escalation
    return above[above.index(role) + 1 :] if role in above else above


def _covers(provider: Provider, day: date) -> bool:
    return (provider.first is None or provider.first <= day) and (provider.last is None or day <= provider.last)
