"""What a decision itself says of a case, besides where it then stands and which clocks run: the `records` of rows."""

from dataclasses import replace

from casework import undertaken
from casework.cases import Advocacy, Case, Decision, Outcome
from casework.councils import Council


def advocacy(case: Case, decision: Decision, council: Council) -> Case:
    """What they said about an advocate (R511)."""
    del council
    return replace(case, advocacy=Advocacy(decision.facts["advocacy"]))


def verified(case: Case, decision: Decision, council: Council) -> Case:
    """A person has matched the writer to the complainant, and noted how (R524)."""
    del decision, council
    return replace(case, people=(replace(case.complainant, verified=True), *case.people[1:]))


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
