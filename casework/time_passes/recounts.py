"""A bank holiday is proclaimed, or a council closes: which dates are no longer what was promised (R403, R411).

Nothing here moves a date. `moved` lists what today's calendar would make of each running clock; `recorded` is what the
complaints manager's decision does, for the clocks they name. An earlier day is for staff to aim for, and the promise
stands; a later one is a person's to choose, and whoever was told the old one is then told the new.
"""

from datetime import date

from casework import clocks, days, wording
from casework.cases import Case, Decision
from casework.clocks import Clock
from casework.councils import Council
from casework.frozen import frozen, replace
from casework.letters import Posted
from casework.messages import WRITTEN_TO
from casework.people import Person

NAMES = "clocks"
"""The fact of a decision that names the clocks, with bars between them."""

ON_ITS_WAY = frozenset({Posted.QUEUED, Posted.SENDING, Posted.SENT})


@frozen
class Moved:
    """A running clock whose date under today's calendar is not the one that was promised.

    `told` is whether somebody outside may have been given the old date. Where that cannot be known, they were.
    """

    clock: Clock
    would_be: date
    told: bool

    @property
    def name(self) -> str:
        """Which clock, and which of its dates: a decision about a date that has moved since is about nothing."""
        return _name(self.clock)

    @property
    def later(self) -> bool:
        """Whether today's calendar gives more time than was promised."""
        return self.would_be > self.clock.due


def moved(case: Case, council: Council) -> tuple[Moved, ...]:
    """The running clocks of a case whose dates are no longer what they were, in the order of the old dates."""
    found = (
        Moved(each, clocks.recounted(each, council), _told(each, case, council))
        for each in case.clocks
        if clocks.is_running(each)
    )
    return tuple(sorted((each for each in found if each.would_be != each.clock.due), key=lambda each: each.clock.due))


def sentence(one: Moved, today: date) -> str:
    """What a manager needs to know of it, and what happens if they do nothing."""
    old, new = wording.day(one.clock.due, today), wording.day(one.would_be, today)
    step = one.clock.terms.step[:1].upper() + one.clock.terms.step[1:]
    known = f"{step}: {old}. Under today’s calendar it would be {new}."
    if not one.later:
        return f"{known} Aim for the earlier day; the date itself stands unless you move it."
    if one.told:
        return f"{known} They were told {old}, so it stands unless you move it, and then they are told."
    return f"{known} Nobody outside was told; it stands unless you move it."


def applied(case: Case, council: Council, names: frozenset[str]) -> Case:
    """The case with those clocks worked out again; what they promised before stays with each (`Clock.earlier`)."""
    wanted = {each.name for each in moved(case, council)} & names
    recounted = tuple(
        clocks.recalculate(each, council) if clocks.is_running(each) and _name(each) in wanted else each
        for each in case.clocks
    )
    return replace(case, clocks=recounted)


def chosen(decision: Decision) -> frozenset[str]:
    """The clocks that a decision names."""
    return frozenset(filter(None, decision.facts.get(NAMES, "").split("|")))


def recorded(case: Case, decision: Decision, council: Council) -> Case:
    """What the complaints manager's decision makes of the case."""
    return applied(case, council, chosen(decision))


def nothing_moved(case: Case, decision: Decision, council: Council) -> str | None:
    """R411: only a date that differs from today's calendar can be worked out again, and each is chosen by name."""
    if not chosen(decision):
        return "Choose which of the dates to work out again."
    if chosen(decision) - {each.name for each in moved(case, council)}:
        return "One of these dates has changed since you opened the page. Look at them again before you choose."
    return None


def _name(clock: Clock) -> str:
    return f"{clock.name}/{clock.due.isoformat()}"


def _told(clock: Clock, case: Case, council: Council) -> bool:
    """Letters name the date of a stage's answer and of its window, and no other clock's. Whoever is not written to by
    us heard it from a person.
    """
    stages = [stage for course in council.procedures.values() for stage in course.stages]
    promised = {name for stage in stages for name in (stage.clock, stage.window, *stage.also)}
    return clock.name in promised and any(_heard(person, clock, case) for person in case.people)


def _heard(person: Person, clock: Clock, case: Case) -> bool:
    if person.address.channel not in WRITTEN_TO:
        return True
    return any(
        each.to == person.address and each.posted in ON_ITS_WAY and days.today(each.written) >= clock.day_0
        for each in case.said
    )
