"""What a decision itself says of a case, besides where it then stands and which clocks run: the `records` of rows."""

from collections.abc import Callable

from casework import days, undertaken
from casework.cases import Case, Decision, Outcome
from casework.councils import Council
from casework.frozen import replace


def marked(mark: str) -> Callable[[Case, Decision, Council], Case]:
    """That a person, or time, noted this of the case."""

    def noted(case: Case, decision: Decision, council: Council) -> Case:
        del decision, council
        return replace(case, marks=case.marks | {mark})

    return noted


def unmarked(mark: str) -> Callable[[Case, Decision, Council], Case]:
    """That it is so no longer."""

    def struck_out(case: Case, decision: Decision, council: Council) -> Case:
        del decision, council
        return replace(case, marks=case.marks - {mark})

    return struck_out


def stood_down(case: Case, decision: Decision, council: Council) -> Case:
    """R338: who serves at a stage that ends early serves no longer; that they did stays."""
    del council
    day = days.today(decision.at)
    return replace(
        case,
        appointments=tuple(
            replace(each, ended=day, why_ended="it ended early")
            if each.serving and each.stage == decision.stage
            else each
            for each in case.appointments
        ),
    )


def done(case: Case, decision: Decision, council: Council) -> Case:
    """What was done about it (R387)."""
    del council
    return replace(case, issues=tuple(replace(each, remedy=decision.facts["what_we_did"]) for each in case.issues))


def findings(case: Case, decision: Decision, council: Council) -> Case:
    """What was found about each issue that was answered, what puts it right (R364, R211), what was promised (R399)."""
    found = decision.facts
    answered = replace(
        case,
        issues=tuple(
            replace(each, outcome=Outcome(found[f"outcome_{each.number}"]), remedy=found.get("remedy_plain", ""))
            if f"outcome_{each.number}" in found
            else each
            for each in case.issues
        ),
    )
    return undertaken.promised(answered, decision, council)
