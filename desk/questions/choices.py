"""What may be chosen depends on the case: who works here, what is open, what was lent. One small function a fact."""

from collections.abc import Callable, Mapping

from casework import days, recounts, serving
from casework.bench import BENCH
from casework.cases import Case, StageRow
from casework.councils import Council, Role
from casework.moves import appointing
from desk.words import first_up, labels

Choices = tuple[tuple[str, str], ...]
Choose = Callable[[Case, StageRow | None, Council], Choices]


def _reasons(case: Case, at: StageRow | None, council: Council) -> Choices:
    del at, council
    return labels({reason: None for clock in case.clocks for reason in clock.terms.reasons})


def _handlers(case: Case, at: StageRow | None, council: Council) -> Choices:
    """Managers, and whoever the course says moves it on; nobody complained of, nor who has it now (R602)."""
    course = council.procedures[at.course] if at else None
    roles = {Role.RM, Role.TM, *((course.owner, *course.deciders) if course else ())}
    there = [each for each in council.staff if each.roles & roles and each.id not in case.excluded | {case.handler}]
    return tuple((each.id, each.name) for each in there)


def _serves_as(case: Case, at: StageRow | None, council: Council) -> Choices:
    del case
    here = [role for role in BENCH if at and serving.STAGE_OF[role] == at.stage]
    return tuple((role, first_up(council.roles[role])) for role in here)


def _experts(case: Case, at: StageRow | None, council: Council) -> Choices:
    """Everybody who could be asked; whether they may serve is said when they are chosen, with its reason."""
    del at
    found = [each for each in serving.everybody(council) if each.id not in case.excluded]
    return tuple((each.id, each.name) for each in sorted(found, key=lambda each: each.name.casefold()))


def _appointments(case: Case, at: StageRow | None, council: Council) -> Choices:
    del at
    return tuple(
        (str(place), f"{each.name}, {council.roles[each.role]}") for place, each in enumerate(case.appointments, 1)
    )


def _papers_out(case: Case, at: StageRow | None, council: Council) -> Choices:
    del at, council
    return tuple((name, f"{lent.what}, with {one.name}") for name, (one, lent) in appointing.out(case).items())


def _owners(case: Case, at: StageRow | None, council: Council) -> Choices:
    """A role, or somebody who works here and is not complained of (R399, R602)."""
    del at
    people = [each for each in council.staff if each.id not in case.excluded]
    roles = (Role.RM, Role.TM, Role.HOS, Role.CM, Role.DCS)
    return (*((role, first_up(council.roles[role])) for role in roles), *((each.id, each.name) for each in people))


def _points(case: Case, at: StageRow | None, council: Council) -> Choices:
    del at, council
    return tuple((str(each.number), f"Point {each.number}") for each in case.issues)


def _learning(case: Case, at: StageRow | None, council: Council) -> Choices:
    del at, council
    return tuple((str(each.number), each.text) for each in case.actions if each.is_open and not each.remedy)


def _remedies(case: Case, at: StageRow | None, council: Council) -> Choices:
    del at, council
    return tuple((str(each.number), each.text) for each in case.actions if each.is_open and each.remedy)


def _moved_dates(case: Case, at: StageRow | None, council: Council) -> Choices:
    del at
    today = days.today(case.opened)
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
