"""How a case ends without an answer: withdrawn, out of scope, no contact; and how it begins again (R370-R372, R390)."""

from casework import clocks, days, refusals, standing
from casework.cases import Case, Closure, Decision, StageRow, State, at_stage, clock, stage
from casework.councils import TEAM, Council, Outside, Tell
from casework.frozen import replace
from casework.moves import recording
from casework.moves.rows import ALL, CLOCK, COMPLAINTS, LAPSED, LIVE, MANAGER, STAGE_1, TIMER, UNSETTLED, Move
from casework.on_behalf import awaiting

CLOSED = frozenset({State.CLOSED})
SCOPE_DAYS = 5
"""Working days from receipt in which something is found to be out of scope (R372)."""

NO_CONTACT = "no_contact"
TRIES = ("try_to_reach", "try_again")


def is_theirs_to_stop(case: Case, at: StageRow, council: Council) -> bool:
    """Whether it ends at their word: not what was told of harm, nor a breach, nor the Ombudsman (R389, R391)."""
    del case
    course = council.procedures[at.course]
    return not course.beside and at.step not in ("to_be_handed_over", "handed_over")


def nobody_was_tried(case: Case, at: StageRow, council: Council) -> bool:
    """Whether nobody has tried to reach them in vain."""
    del at, council
    return not _tries(case)


def was_tried_once(case: Case, at: StageRow, council: Council) -> bool:
    """Whether they were tried once, and not again."""
    del at, council
    return len(_tries(case)) == 1


def was_tried_twice(case: Case, at: StageRow, council: Council) -> bool:
    """Whether they were tried twice."""
    del at, council
    return len(_tries(case)) > 1


def too_soon_or_the_same_way(case: Case, decision: Decision, council: Council) -> str | None:
    """R371: two tries, ten working days apart, by different channels."""
    first = _tries(case)[0]
    if first.facts["reached_by"] == decision.facts["reached_by"]:
        return "They were tried that way before. Try another: a letter, a call, their advocate."
    calendar = council.calendars["EW"]
    may = days.add(days.today(first.at), council.clocks[NO_CONTACT].length, calendar)
    if days.today(decision.at) < may:
        return f"The tries are ten working days apart: not before {may.day} {may:%B %Y}."
    return None


def they_wrote(case: Case, decision: Decision, council: Council) -> str | None:
    """R371: whoever has written since can be reached."""
    del council
    first = _tries(case)[0] if _tries(case) else decision
    if any(each.received > first.at for each in case.messages):
        return "They have written since you tried. Read that first: it can be answered."
    return None


def has_time_left(case: Case, decision: Decision, council: Council) -> str | None:
    """R371: they have ten working days to say that they still want an answer."""
    del council
    waits = clock(case, NO_CONTACT)
    if waits is None or days.today(decision.at) <= waits.due:
        when = f" until {waits.due.day} {waits.due:%B %Y}" if waits else ""
        return f"They were told that they have time{when} to say that they want an answer."
    return None


def scope_is_settled(case: Case, decision: Decision, council: Council) -> str | None:
    """R372, R212: the scope is decided at the start."""
    last = days.add(days.today(case.received), SCOPE_DAYS, council.calendars["EW"])
    if days.today(decision.at) > last:
        return (
            f"Whether it is ours is decided in five working days: by {last.day} {last:%B %Y}. Now it is answered here."
        )
    return None


def opened_again(case: Case, decision: Decision, council: Council) -> Case:
    """At the stage it left, timed from today. What it closed with stays in the decisions, and in its clocks (R390)."""
    at = stage(case, decision.stage)
    if at is None:
        return case
    today = days.today(decision.at)
    begun = tuple(clocks.start(council, name, today) for name in standing.named(CLOCK, case, at, council))
    again = replace(at, responded=None, closed=None, closure=None, day_0=today)
    return at_stage(replace(case, clocks=(*case.clocks, *begun)), again)


def is_last_of_ours(case: Case, at: StageRow, council: Council) -> bool:
    """Whether the whole case is closed, and this is the council's stage that closed last."""
    own = standing.own(case, council)
    return case.settled and bool(own) and own[-1] is at


def _tries(case: Case) -> tuple[Decision, ...]:
    return tuple(each for each in case.decisions if each.move in TRIES)


ROWS: tuple[Move, ...] = (
    Move(
        "withdraw", "R370", "They want us to stop",
        since=UNSETTLED, to=State.CLOSED, by=TEAM, closes=Closure.NOT_PURSUED, stops=(ALL,), needs=("why",),
        may=("advocate_word",), settles=("withdrawal",), tells=("withdrawn",), records=recording.stood_down,
        when=is_theirs_to_stop, refusals=(refusals.not_freely_withdrawn,),
    ),
    Move(
        "try_to_reach", "R371", "Nothing can be answered without them, and they were tried in vain",
        since=LIVE, by=TEAM, whole=True, needs=("reached_by",), when=nobody_was_tried,
    ),
    Move(
        "try_again", "R371", "They were tried another way: say that it will be closed",
        since=LIVE, by=TEAM, whole=True, needs=("reached_by",), starts=((NO_CONTACT, "today"),), tells=("not_reached",),
        when=was_tried_once, refusals=(they_wrote, too_soon_or_the_same_way),
    ),
    Move(
        "close_no_contact", "R371", "Close it: they could not be reached",
        since=LIVE, to=State.CLOSED, by=TEAM, stops=(ALL, NO_CONTACT), closes=Closure.NOT_PURSUED,
        records=recording.stood_down, when=was_tried_twice, refusals=(they_wrote, has_time_left),
    ),
    Move(
        "close_no_authority", "R351", "Close it: nobody has shown that they may act",
        since=LIVE, to=State.CLOSED, by=TEAM, stops=(ALL, awaiting.AUTHORITY), closes=Closure.NOT_PURSUED,
        tells=(Tell(adult="email.close_no_authority", to=Outside.REPRESENTATIVE),), records=recording.stood_down,
        when=awaiting.waits, refusals=(awaiting.has_time_left,),
    ),
    Move(
        "out_of_scope", "R372", "It is not ours to look into, after all",
        since=LIVE, to=State.CLOSED, by=MANAGER, kinds=COMPLAINTS, stages=STAGE_1, steps=frozenset({""}),
        stops=(ALL,), needs=("ask_plain", "reason_plain", "route_plain", "route_how", "what_we_will_do"),
        closes=Closure.OUTSIDE_SCOPE, tells=("out_of_scope",), refusals=(scope_is_settled, refusals.not_verified),
    ),
    Move(
        "close_finally", "R355", "Twelve months have passed since the answer",
        since=LAPSED, to=State.CLOSED, by=frozenset({TIMER}),
    ),
    Move(
        "reopen", "R390", "They told us something new of substance: open it again",
        since=CLOSED, to=State.OPEN, by=MANAGER, kinds=COMPLAINTS, needs=("summary_plain",), may=("handler",),
        assigns=True, tells=("reopened",), records=opened_again, when=is_last_of_ours,
        refusals=(refusals.handler_is_named,),
    ),
    Move(
        "nothing_new", "R234", "They come back with nothing new of substance",
        since=CLOSED, by=MANAGER, kinds=COMPLAINTS, needs=("ask_plain", "reason_plain", "what_we_will_do"),
        tells=("nothing_new",), when=is_last_of_ours, refusals=(refusals.not_verified,),
    ),
)  # fmt: skip
