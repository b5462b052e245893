"""What somebody wants put right without a complaint; and how it becomes one, as soon as they say so (R387, R418)."""

from casework import standing
from casework.cases import Case, Closure, Decision, State
from casework.councils import TEAM, Council
from casework.frozen import replace
from casework.labels import Kind, Procedure
from casework.moves.rows import ANSWERED, CLOCK, COMPLAINT, LAPSED, LIVE, WINDOW, Move

REPRESENTATION = frozenset({"representation"})


def no_course(case: Case, decision: Decision, council: Council) -> str | None:
    """R200: as what it goes on must be said, where it was taken in as nothing in particular."""
    if not standing.complaints(made(case, decision, council), council):
        return "Say under which procedure the complaint goes on."
    return None


def made(case: Case, decision: Decision, council: Council) -> Case:
    """The case as a complaint, under the procedure that was said, or that each issue had."""
    del council
    given = decision.facts.get("to_procedure")
    to = Procedure(given) if given else case.procedure
    issues = tuple(replace(each, procedure=Procedure(given) if given else each.procedure) for each in case.issues)
    return replace(case, kind=Kind.COMPLAINT, procedure=to, issues=issues)


def _into(name: str, says: str) -> Move:
    return Move(
        name, "R387", says,
        since=LIVE | ANSWERED | LAPSED, to=State.CLOSED, by=TEAM, stages=REPRESENTATION, opens=COMPLAINT,
        stops=(CLOCK, WINDOW), needs=("chosen_by",), may=("asked_on", "to_procedure"), closes=Closure.ESCALATED,
        tells=("opened",), records=made, refusals=(no_course,),
    )  # fmt: skip


ROWS: tuple[Move, ...] = (
    _into("becomes_complaint", "They say so: it becomes a complaint"),
    _into("unresolved", "It could not be put right: it becomes a complaint"),
)
