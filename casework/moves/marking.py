"""What a person notes of a case: a change that is planned, nobody's name, another manager, a death, another record of
the same thing (R233, R247, R248, R256, R386).
"""

from casework.cases import Case, Closure, Decision, StageRow, State, clock
from casework.councils import TEAM, Council, Role, Tell
from casework.frozen import replace
from casework.moves.recording import marked
from casework.moves.rows import ALL, EVER, LIVE, MANAGER, UNSETTLED, Move

PROPOSED_CHANGE, ANONYMOUS, DIED, COUNTED_ELSEWHERE = "proposed_change", "anonymous", "died", "counted_elsewhere"
ABOVE = frozenset({Role.HOS, Role.DCS})


def change_is_open(case: Case, at: StageRow, council: Council) -> bool:
    """Whether nobody has decided yet whether the change can wait."""
    del at, council
    running = clock(case, PROPOSED_CHANGE)
    return running is not None and running.stopped is None


def change_is_not_open(case: Case, at: StageRow, council: Council) -> bool:
    """Whether no change waits for a decision."""
    return not change_is_open(case, at, council)


def nobody_is_known(case: Case, at: StageRow, council: Council) -> bool:
    """Whether nobody has matched the writer to a person (R524)."""
    del at, council
    return not case.complainant.verified


def acted_for(case: Case, decision: Decision, council: Council) -> Case:
    """Another officer acts as complaints manager for this case (R247)."""
    del council
    return replace(case, acting=decision.facts["acting"])


def is_complained_of(case: Case, decision: Decision, council: Council) -> str | None:
    """R247: whoever is complained of does not take the complaint about themselves."""
    del council
    if decision.facts["acting"] in case.excluded:
        return "This person is complained of. Choose somebody else."
    return None


def died(case: Case, decision: Decision, council: Council) -> Case:
    """Nothing more is sent to them, and nothing closes by itself (R256, R257)."""
    told = replace(case.complainant, left_out=True)
    return replace(marked(DIED)(case, decision, council), people=(told, *case.people[1:]), quiet=True)


def linked(case: Case, decision: Decision, council: Council) -> Case:
    """Two records of one thing: which of them leads is counted, and the other is not (R386)."""
    del council
    case = replace(case, links=tuple(dict.fromkeys((*case.links, decision.facts["other"]))))
    leads = decision.facts.get("leads") == "this"
    return replace(case, marks=case.marks - {COUNTED_ELSEWHERE} if leads else case.marks | {COUNTED_ELSEWHERE})


def is_itself(case: Case, decision: Decision, council: Council) -> str | None:
    """R386: a record is not beside itself."""
    del council
    return "That is this case’s own reference." if decision.facts["other"] == case.reference else None


ROWS: tuple[Move, ...] = (
    Move(
        "proposed_change", "R248", "Something planned is what they complain of: ask to put it off",
        since=LIVE, by=TEAM, whole=True, starts=((PROPOSED_CHANGE, "today"),), needs=("change_on",),
        warns=((Role.HOS, "staff.proposed_change"),), records=marked(PROPOSED_CHANGE), when=change_is_not_open,
    ),
    Move(
        "change_decided", "R248", "The head of service has decided whether it can wait",
        since=UNSETTLED, by=MANAGER | ABOVE, whole=True, stops=(PROPOSED_CHANGE,), needs=("put_off", "why"),
        when=change_is_open,
    ),
    Move(
        "anonymous", "R233", "Nobody is named: say what the service does about it, and close it",
        since=LIVE, to=State.CLOSED, by=MANAGER, whole=True, stops=(ALL,), needs=("what_we_did",),
        closes=Closure.RESOLVED, records=marked(ANONYMOUS), tells=(Tell(chat="bot.closed"),), when=nobody_is_known,
    ),
    Move(
        "other_manager", "R247", "Somebody else acts as complaints manager here",
        since=UNSETTLED, by=MANAGER | ABOVE, whole=True, needs=("acting",), records=acted_for,
        refusals=(is_complained_of,),
    ),
    Move(
        "complainant_died", "R256", "The person who complains has died",
        since=UNSETTLED, by=TEAM, whole=True, needs=("why",), records=died,
    ),
    Move(
        "link", "R386", "It belongs beside another case",
        since=EVER, by=TEAM, whole=True, needs=("other", "leads"), records=linked,
        refusals=(is_itself,),
    ),
)  # fmt: skip
