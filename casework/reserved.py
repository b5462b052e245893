"""What only people decide (section 2.5), and what becomes of it if nobody does.

A question that was asked waits as a running clock `person_decision`, whose `reason` says which question it is; it is
chased like any other, and falls by time to what the rulebook says. Nothing here ever refuses anybody.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from casework import clocks, days
from casework.cases import PERSON_DECISION, Case, Decision, StageRow, State, stage
from casework.clocks import Clock
from casework.councils import Council, Role
from casework.frozen import frozen, replace

CM = (Role.CM,)

IN_TIME = "Nobody decided in time."
"""Why the timer decided."""


@frozen
class Reserved:
    """A decision that is a person's. `who` decides, all of them together; `move` is how it is asked, `falls` what time
    does if nobody decides (none: it is asked again until somebody does), and `otherwise` what that means. `clock` is
    how long they have. `asked` is what the person outside wanted, as a refusal says it.
    """

    name: str
    rule: str
    step: str
    who: tuple[Role, ...]
    otherwise: str
    move: str = ""
    clock: str = PERSON_DECISION
    falls: str = ""
    asked: str = ""


KIND = Reserved(
    "kind", "R270", "deciding what it is", (Role.CO,), "it runs as a statutory complaint, from receipt", clock="triage"
)
INTEREST = Reserved(
    "interest", "R271", "deciding whether they may complain about this child, or act for them", CM,
    "it goes on as if they may, and nothing is told to them", move="ask_interest", falls="go_on_undecided",
    asked="look at this under the children's complaints procedure",
)  # fmt: skip
LATE = Reserved(
    "late", "R272", "deciding whether to take what happened over a year ago", CM, "it is taken",
    move="ask_late", falls="accept_late",
    asked="look at something that happened more than a year ago",
)  # fmt: skip
HOLD = Reserved(
    "hold", "R273", "deciding whether part of it must wait for a court or another inquiry", CM, "nothing waits",
    move="ask_hold", falls="leave_as_it_is",
)  # fmt: skip
MORE_TIME = Reserved("more_time", "R274", "deciding on more time", CM, "no more time: it goes overdue", clock="")
SKIP = Reserved(
    "skip", "R275", "deciding whether it goes straight to Stage 2", CM, "it stays at Stage 1",
    move="ask_skip", falls="leave_as_it_is",
    asked="go straight to Stage 2",
)  # fmt: skip
LATE_STAGE_2 = Reserved(
    "late_stage_2", "R276", "deciding on a late request for Stage 2", CM, "it is accepted",
    move="ask_late_stage_2", falls="accept_late_stage_2", asked="look at it again at Stage 2",
)  # fmt: skip
LATE_STAGE_3 = Reserved(
    "late_stage_3", "R277", "deciding on a late request for a panel", CM, "it is asked again, until you decide",
    move="ask_late_panel", asked="hold a review panel",
)  # fmt: skip
RESTRICTION = Reserved(
    "restriction", "R278", "deciding on a restriction", (Role.CM, Role.HOS), "there is none", clock=""
)
WITHDRAWAL = Reserved(
    "withdrawal", "R279", "making sure that a young person chose to stop freely", CM, "it stays open",
    move="says_withdrawn", falls="leave_as_it_is",
)  # fmt: skip

RESERVED: tuple[Reserved, ...] = (
    KIND, INTEREST, LATE, HOLD, MORE_TIME, SKIP, LATE_STAGE_2, LATE_STAGE_3, RESTRICTION, WITHDRAWAL,
)  # fmt: skip
BY_NAME: Mapping[str, Reserved] = {each.name: each for each in RESERVED}
BY_MOVE: Mapping[str, Reserved] = {each.move: each for each in RESERVED if each.move}


@frozen
class Waiting:
    """A question that waits for somebody: since when, by when, about which stage, and what they were told of it."""

    question: Reserved
    clock: Clock
    asked: Decision


def waiting(case: Case) -> tuple[Waiting, ...]:
    """The questions of a case that nobody has decided."""
    found = [(each, _asking(case, each.reason)) for each in case.clocks if _waits(each)]
    return tuple([Waiting(BY_NAME[each.reason], each, asked) for each, asked in found if asked])


def one(case: Case, name: str) -> Waiting | None:
    """That question, if it waits."""
    return next((each for each in waiting(case) if each.question.name == name), None)


def asked_and_settled(case: Case, decision: Decision, council: Council, settles: Collection[str]) -> Case:
    """The case with the question that a decision asks, and without those that it answers."""
    case = _without(case, settles, days.today(decision.at))
    question = BY_MOVE.get(decision.move)
    if not question:
        return case
    started = clocks.start(council, PERSON_DECISION, days.today(decision.at))
    terms = replace(started.terms, step=question.step, rule=question.rule)
    return replace(case, clocks=(*case.clocks, replace(started, reason=question.name, terms=terms)))


def without_object(case: Case, at: StageRow) -> Case:
    """The case without the questions about a stage that has ended: there is nothing left to decide."""
    if at.state is not State.CLOSED or not at.closed:
        return case
    about = (each for each in waiting(case) if each.asked.stage == at.stage and each.question is not INTEREST)
    return _without(case, {each.question.name for each in about}, at.closed)


def by_time(case: Case, council: Council) -> tuple[tuple[datetime, Waiting, StageRow], ...]:
    """When time decides each question that waits, about which stage: at the moment its five days are over."""
    found = [(each, _about(each, case)) for each in waiting(case)]
    return tuple(
        [(clocks.runs_out(each.clock), each, at) for each, at in found if at and _falls(each, case, at, council)]
    )


def facts_of(one: Waiting) -> dict[str, str]:
    """What the timer's decision is told of the question."""
    return {**one.asked.facts, "why": IN_TIME, "question": one.question.name}


def refused(settles: Collection[str]) -> dict[str, str]:
    """What somebody asked us, in the words of a letter that says no."""
    asked = next((BY_NAME[name].asked for name in settles if name in BY_NAME), "")
    return {"ask_plain": asked} if asked else {}


def _about(one: Waiting, case: Case) -> StageRow | None:
    at = stage(case, one.asked.stage)
    return case.current if at is None or at.state is State.CLOSED else at


def _falls(one: Waiting, case: Case, at: StageRow, council: Council) -> bool:
    """R322: a late Stage 2 is accepted by itself only within twelve months of the answer."""
    if one.question is INTEREST and "nothing_disclosed" in case.marks:
        return False
    if one.question is LATE_STAGE_2 and at.responded:
        return _asked_on(one.asked) <= days.months_after(at.responded, council.choices.s2_late_request_months)
    return bool(one.question.falls)


def _asked_on(decision: Decision) -> date:
    given = decision.facts.get("asked_on")
    return date.fromisoformat(given) if given else days.today(decision.at)


def _waits(clock: Clock) -> bool:
    return clock.stopped is None and clock.name == PERSON_DECISION and clock.reason in BY_NAME


def _asking(case: Case, name: str) -> Decision | None:
    return next((each for each in reversed(case.decisions) if each.move == BY_NAME[name].move), None)


def _without(case: Case, names: Collection[str], day: date) -> Case:
    return replace(
        case,
        clocks=tuple(clocks.stop(each, day) if _waits(each) and each.reason in names else each for each in case.clocks),
    )
