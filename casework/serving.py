"""Who may serve on a case, in which role; and if not, why not, in words for a manager.

Each bar is a small function with its rule. `likely` puts those who may serve in the order in which they would be asked.
Law decides who is independent (reg 2, reg 19); the rest is what makes an investigation believed.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from casework import wording
from casework.bench import BENCH, SEATS, Appointment, Lent, documents_out
from casework.cases import Case, stage
from casework.clocks import is_running
from casework.councils import Council, Expert, Role, Staff, Tie
from casework.councils.experts import is_from_outside
from casework.labels import Service
from casework.people import member

STAGE_OF = {Role.IO: "stage2", Role.IP: "stage2", Role.AO: "stage2", Role.CHAIR: "stage3", Role.PANEL: "stage3"}
"""At which stage each role serves."""

INDEPENDENT = frozenset({Role.IP, *SEATS})
"""Who must be no part of the council (reg 2, reg 19)."""

SENIOR = frozenset({Role.AO, Role.HOS, Role.DCS})
"""Whose decision an adjudication can be: a senior manager's (R329)."""

PLACES = {Role.IO: 1, Role.IP: 1, Role.AO: 1, Role.CHAIR: 1, Role.PANEL: 2}
"""How many serve in each role: on a panel three, one of whom chairs (R334)."""

TIED = {
    Tie.MEMBER: "is a councillor here",
    Tie.OFFICER: "works for the council",
    Tie.MARRIED: "is the spouse or civil partner of a councillor or of somebody who works here",
}

Bar = Callable[[Expert, Role, Case, Council, date], str | None]


def may_serve(expert: Expert, role: Role, case: Case, council: Council, day: date) -> str | None:
    """Why they may not serve in this role from that day on, or None if they may."""
    return next((said for bar in BARS if (said := bar(expert, role, case, council, day))), None)


def likely(case: Case, role: Role, council: Council, day: date) -> tuple[Expert, ...]:
    """Who may serve, whom to ask first: there for as long as the case's clocks run, and at home in the service."""
    services = {each.service for each in case.issues}
    last = max((each.due for each in case.clocks if is_running(each)), default=day)

    def preferred(expert: Expert) -> tuple[int, int, str]:
        missed = sum(_overlap(away, (day, last)) for away in expert.away)
        return missed, -len(services & expert.experience), expert.name.casefold()

    found = (each for each in everybody(council) if may_serve(each, role, case, council, day) is None)
    return tuple(sorted(found, key=preferred))


def everybody(council: Council) -> tuple[Expert, ...]:
    """Who could be asked at all: the register, and senior managers and investigators who work here."""
    inside = (of_staff(each) for each in council.staff)
    return (*council.experts, *(each for each in inside if each.roles))


def known(person: str, council: Council) -> Expert | None:
    """Whoever has that id, on the register or among staff."""
    found = next((each for each in council.experts if each.id == person), None)
    inside = member(council, person)
    return found or (of_staff(inside) if inside else None)


def of_staff(staff: Staff) -> Expert:
    """A member of staff, as the register would have them: never independent, and of the services they work in."""
    roles = (staff.roles & frozenset(BENCH)) | ({Role.AO} if staff.roles & SENIOR else frozenset())
    return Expert(
        staff.id, staff.name, roles, Tie.OFFICER, email=staff.email, away=staff.away,
        worked_in=frozenset(Service(team) for team in staff.teams if team in set(Service)),
    )  # fmt: skip


def now_serving(case: Case, role: Role) -> tuple[Appointment, ...]:
    """Who serves in a role now."""
    return tuple(each for each in case.appointments if each.role is role and each.serving)


def is_busy(case: Case, appointment: Appointment) -> bool:
    """Whether somebody still has work to do here: they serve, and their stage is not settled."""
    at = stage(case, appointment.stage)
    return appointment.serving and not (at and at.settled)


def reached_at(appointment: Appointment, council: Council) -> Staff:
    """Whoever serves, as chases reach them: staff as they are, others where the register says, or else the case."""
    inside = member(council, appointment.person)
    if inside:
        return inside
    listed = next((each for each in council.experts if each.id == appointment.person), None)
    return Staff(
        appointment.person, appointment.name, frozenset({appointment.role}),
        email=listed.email if listed else appointment.email, away=listed.away if listed else (),
    )  # fmt: skip


def from_outside(cases: Iterable[Case], council: Council) -> tuple[Staff, ...]:
    """Everybody from outside who serves on any of these cases: they owe steps, and have no account at the desk."""
    found = (each for case in cases for each in case.appointments if each.serving and is_from_outside(each.person))
    return tuple({each.person: reached_at(each, council) for each in found}.values())


def papers_due(case: Case, day: date) -> tuple[tuple[Appointment, Lent], ...]:
    """Papers that should be back by now: lent for a time, and the time is over."""
    return tuple(pair for pair in documents_out(case.appointments) if pair[1].due < day)


def complained_of(expert: Expert, role: Role, case: Case, council: Council, day: date) -> str | None:
    """R602: nobody complained of has a hand in it."""
    del role, council, day
    return "They are complained of in this case." if expert.id in case.excluded else None


def not_on_the_register(expert: Expert, role: Role, case: Case, council: Council, day: date) -> str | None:
    """R329: only a senior manager adjudicates; the other roles are those the register says."""
    del case, day
    if role in expert.roles:
        return None
    if role is Role.AO:
        return "Only a senior manager of the council adjudicates: a head of service or above."
    return f"They are not on the register as {_a(council.roles[role])}."


def not_independent(expert: Expert, role: Role, case: Case, council: Council, day: date) -> str | None:
    """Reg 2, R323, R334: no member or officer of the council, nor the spouse or civil partner of one."""
    del case, day
    if role not in INDEPENDENT or expert.tie is Tie.NONE:
        return None
    return f"{_a(council.roles[role]).capitalize()} must be independent of the council. This person {TIED[expert.tie]}."


def in_the_line(expert: Expert, role: Role, case: Case, council: Council, day: date) -> str | None:
    """R323: whoever investigates has never worked in the service complained about, nor been in charge of it."""
    del day
    if role is not Role.IO:
        return None
    if expert.id in _line(case, council):
        return "They are in the line of the manager who answered Stage 1, so they cannot investigate it."
    if any(each.service in expert.worked_in for each in case.issues):
        return "They have worked in the service complained about, or been in charge of it."
    return None


def had_a_part(expert: Expert, role: Role, case: Case, council: Council, day: date) -> str | None:
    """R334, reg 19(3), X44: nobody who served at Stage 2 sits on the panel, and nobody serves twice at a stage."""
    del day
    parts = [each for each in case.appointments if each.person == expert.id]
    earlier = next((each for each in parts if role in SEATS and each.role not in SEATS), None)
    if earlier:
        return f"They were the {council.roles[earlier.role]} at Stage 2, so they cannot sit on the panel."
    again = next((each for each in parts if each.serving), None)
    return f"They serve on this case already, as {_a(council.roles[again.role])}." if again else None


def one_of_the_people(expert: Expert, role: Role, case: Case, council: Council, day: date) -> str | None:
    """R334: whoever complains, or acts for them, is no judge of it."""
    del role, council, day
    theirs = {each.address.value.casefold() for each in case.people}
    return "They are one of the people in this case." if expert.email.casefold() in theirs else None


def has_an_interest(expert: Expert, role: Role, case: Case, council: Council, day: date) -> str | None:
    """R334: whoever said that they know somebody in it is not asked again."""
    del role, council
    said = next((each for each in expert.interests if each.case == case.reference), None)
    return f"On {wording.day(said.day, day)} they declared an interest in this case." if said else None


def no_place(expert: Expert, role: Role, case: Case, council: Council, day: date) -> str | None:
    """R323, R334: one investigates, one sees fair play, one adjudicates; a panel is three, and one chairs."""
    del expert, day
    there = now_serving(case, role)
    if len(there) < PLACES[role]:
        return None
    if role is Role.PANEL:
        return "The panel has its two members. The third person of a panel is the chair."
    return f"{there[0].name} is the {council.roles[role]} already. End that appointment first."


def is_away(expert: Expert, role: Role, case: Case, council: Council, day: date) -> str | None:
    """R601: nobody is asked who is not there."""
    del role, case, council
    if expert.until and expert.until < day:
        return f"Their last day on the register is {wording.day(expert.until, day)}."
    return None if expert.is_available(day) else f"They are not available on {wording.day(day, day)}."


BARS: tuple[Bar, ...] = (
    complained_of, not_on_the_register, not_independent, in_the_line, had_a_part, one_of_the_people, has_an_interest,
    no_place, is_away,
)  # fmt: skip
"""What keeps somebody from serving, in the order in which it is said."""


def _line(case: Case, council: Council) -> frozenset[str]:
    """The manager who answered, and those above them, as far as is known."""
    line: list[str] = []
    above = member(council, case.handler)
    while above and above.id not in line:
        line.append(above.id)
        above = member(council, above.manager)
    return frozenset(line)


def _overlap(one: tuple[date, date], other: tuple[date, date]) -> int:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return max((last - first + timedelta(days=1)).days, 0)


def _a(words: str) -> str:
    return f"{'an' if words[0] in 'aeio' else 'a'} {words}"
