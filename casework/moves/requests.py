"""Requests for information, and other matters that go step by step: proof of identity, which records are meant, how
far it has come, refused, looked at again (R385, R386, R421-R423).
"""

from datetime import date

from casework import clocks, days, refusals, standing
from casework.cases import Case, Closure, Decision, StageRow, State, at_stage, stage
from casework.councils import TEAM, Council, Role
from casework.frozen import replace
from casework.labels import Kind
from casework.moves.recording import marked
from casework.moves.rows import ALL, ANSWERED, CLOCK, HANDLERS, LAPSED, LIVE, NEXT, Move

REQUESTS = frozenset({Kind.INFORMATION_REQUEST})
ID_CHECK, CLARIFY = "id_check", "clarify"
MAY_QUOTE = "may_quote"


def goes_by_steps(case: Case, at: StageRow, council: Council) -> bool:
    """Whether the profile names steps for this stage."""
    del case
    return bool(standing.definition(at, council).steps)


def may_pause(case: Case, at: StageRow, council: Council) -> bool:
    """R422: only a clock whose row says so waits for an answer; and it is not waiting yet."""
    running = standing.running(case, at, council)
    return running is not None and running.terms.pauses and clocks.is_running(running)


def goes_on(case: Case, at: StageRow, council: Council) -> bool:
    """Whether this stage leads to another, and has not yet."""
    return standing.not_yet_further(case, at, council)


def stepped(case: Case, decision: Decision, council: Council) -> Case:
    """How far it has come."""
    del council
    at = stage(case, decision.stage)
    return at_stage(case, replace(at, step=decision.facts["step"])) if at else case


def quotable(case: Case, decision: Decision, council: Council) -> Case:
    """Whether their words may stand in the year's report (R103): only where they said yes."""
    allowed = decision.facts["may_quote"] == "yes"
    return marked(MAY_QUOTE)(case, decision, council) if allowed else case


def paused(case: Case, decision: Decision, council: Council) -> Case:
    """The days from asking to answer are left out (R422); while proof is awaited nobody is chased (R421)."""
    at = stage(case, decision.stage)
    running = standing.running(case, at, council) if at else None
    if running is None:
        return case
    held = clocks.hold(running, days.today(decision.at), decision.facts["what_we_need"])
    return replace(case, clocks=tuple(held if each is running else each for each in case.clocks))


def gone_on(case: Case, decision: Decision, council: Council) -> Case:
    """They have said which; the days in between do not count (R422)."""
    at = stage(case, decision.stage)
    running = standing.running(case, at, council) if at else None
    if running is None or not clocks.is_held(running):
        return case
    lifted = clocks.lift(running, council, date.fromisoformat(decision.facts["came_on"]))
    return replace(case, clocks=tuple(lifted if each is running else each for each in case.clocks))


def no_such_step(case: Case, decision: Decision, council: Council) -> str | None:
    """R385: the steps are the profile's."""
    at = stage(case, decision.stage)
    steps = standing.definition(at, council).steps if at else ()
    if decision.facts["step"] not in steps:
        return f"The steps are: {', '.join(each.replace('_', ' ') for each in steps)}."
    return None


ROWS: tuple[Move, ...] = (
    Move(
        "progress", "R385", "Say how far it has come",
        since=LIVE, by=HANDLERS, needs=("step",), when=goes_by_steps, records=stepped, refusals=(no_such_step,),
    ),
    Move(
        "pass_on", "R388", "Pass the thanks on to whoever earned them, and to their manager",
        since=LIVE, to=State.CLOSED, by=TEAM, kinds=frozenset({Kind.COMPLIMENT}), stops=(ALL,), answers=True,
        needs=("may_quote",), closes=Closure.RESOLVED, warns=((Role.RM, "staff.praise"), (Role.TM, "staff.praise")),
        records=quotable,
    ),
    Move(
        "ask_identity", "R421", "Ask for proof of identity or authority, because it is needed",
        since=LIVE, by=HANDLERS, kinds=REQUESTS, step=ID_CHECK, needs=("what_we_need",), when=may_pause,
        tells=("identity",), records=paused,
    ),
    Move(
        "identity_came", "R421", "The proof has come: it counts from that day",
        since=LIVE, by=HANDLERS, kinds=REQUESTS, steps=frozenset({ID_CHECK}), step="", stops=(CLOCK,),
        starts=((CLOCK, "came_on"),), needs=("came_on",), on="came_on",
    ),
    Move(
        "ask_which", "R422", "Ask which records they mean, because it is needed",
        since=LIVE, by=HANDLERS, kinds=REQUESTS, step=CLARIFY, needs=("what_we_need",), when=may_pause,
        tells=("which",), records=paused,
    ),
    Move(
        "which_came", "R422", "They have said which: the clock goes on",
        since=LIVE, by=HANDLERS, kinds=REQUESTS, steps=frozenset({CLARIFY}), step="", needs=("came_on",),
        on="came_on", records=gone_on,
    ),
    Move(
        "refuse", "R385", "Refuse it, with reasons",
        since=LIVE, to=State.CLOSED, by=HANDLERS, kinds=REQUESTS, stops=(ALL,), answers=True,
        needs=("reason_plain", "what_we_will_do"), closes=Closure.RESOLVED, tells=("refused",),
        refusals=(refusals.not_verified_here,),
    ),
    Move(
        "ask_review", "R385", "They ask us to look again",
        since=ANSWERED | LAPSED | {State.CLOSED}, by=TEAM, kinds=REQUESTS, opens=NEXT, may=("asked_on",),
        tells=("asked",), when=goes_on,
    ),
)  # fmt: skip
