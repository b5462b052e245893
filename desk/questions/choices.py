"""What may be chosen depends on the case: who works here, what is open, what was lent. One small function a fact."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from casework import serving, wording
from casework.actions import Action
from casework.bench import BENCH
from casework.cases import Case, StageRow
from casework.councils import Council, Role
from casework.moves import appointing, learning
from casework.time_passes import recounts
from desk.words import first_up, labels

Choices = tuple[tuple[str, str], ...]
Choose = Callable[[Case, StageRow | None, Council, date], Choices]

FIRST_WORDS = 60
"""How much of a point or an action stands in a list of them. *Taste.*"""


def _reasons(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    del at, council, today
    return labels({reason: None for clock in case.clocks for reason in clock.terms.reasons})


def _handlers(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    """Managers, and whoever the course says moves it on; nobody complained of, nor who has it now (R602)."""
    del today
    course = council.procedures[at.course] if at else None
    roles = {Role.RM, Role.TM, *((course.owner, *course.deciders) if course else ())}
    there = [each for each in council.staff if each.roles & roles and each.id not in case.excluded | {case.handler}]
    return tuple((each.id, each.name) for each in there)


def _serves_as(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    del case, today
    here = [role for role in BENCH if at and serving.STAGE_OF[role] == at.stage]
    return tuple((role, first_up(council.roles[role])) for role in here)


def _experts(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    """Whom to ask first stands first (`serving.likely`); who may not serve stands last, each with the reason."""
    here = [role for role in BENCH if at and serving.STAGE_OF[role] == at.stage]
    there = {each.id: each for each in serving.everybody(council) if each.roles.intersection(here)}
    can_be: dict[str, list[str]] = {}
    for role in here:
        for each in serving.likely(case, role, council, today):
            can_be.setdefault(each.id, []).append(council.roles[role])
    barred = [
        (each.id, f"{each.name}: not now. {serving.may_serve(each, role, case, council, today)}")
        for each in there.values()
        if each.id not in can_be
        for role in here
        if role in each.roles
    ]
    possible = ((person, f"{there[person].name}: {' or '.join(words)}") for person, words in can_be.items())
    return (*possible, *dict(reversed(barred)).items())


def _appointments(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    del at, today
    return tuple(
        (str(place), f"{each.name}, {council.roles[each.role]}{'' if each.serving else ', who has stopped'}")
        for place, each in enumerate(case.appointments, 1)
    )


def _papers_out(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    del at, council
    return tuple(
        (name, f"{lent.what}, with {one.name}, due back {wording.day(lent.due, today)}")
        for name, (one, lent) in appointing.out(case).items()
    )


def _owners(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    """A role, or somebody who works here and is not complained of (R399, R602)."""
    del at, today
    people = [each for each in council.staff if each.id not in case.excluded]
    roles = (Role.RM, Role.TM, Role.HOS, Role.CM, Role.DCS)
    by_role = ((role.value, f"Whoever is {council.roles[role]}") for role in roles)
    return (*by_role, *((each.id, each.name) for each in sorted(people, key=lambda each: each.name)))


def _points(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    del at, council, today
    return tuple((str(each.number), f"{each.number}. {_short(each.text)}") for each in case.issues)


def _learning(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    del at, council
    return _listed(learning.still_open(case, remedies=False), today)


def _remedies(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    del at, council
    return _listed(learning.still_open(case, remedies=True), today)


def _listed(actions: Iterable[Action], today: date) -> Choices:
    return tuple(
        (str(each.number), f"{each.number}. {_short(each.text)} ({each.status}, {wording.day(each.due, today)})")
        for each in actions
    )


def _short(text: str) -> str:
    return text if len(text) <= FIRST_WORDS else f"{text[:FIRST_WORDS].rstrip()}…"


def _moved_dates(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    del at
    return tuple((one.name, recounts.sentence(one, today)) for one in recounts.moved(case, council))


CHOICES: Mapping[str, Choose] = {
    "reason": _reasons,
    "handler": _handlers,
    "role": _serves_as,
    "expert": _experts,
    "appointment": _appointments,
    "papers_back": _papers_out,
    "owner": _owners,
    "point": _points,
    "action": _learning,
    "asked_remedy": _remedies,
    "clocks": _moved_dates,
}
