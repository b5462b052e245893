"""What the letters of a decision may say: the case as it then stands, what was typed, and the date that was before."""

from datetime import date

from casework import days, reserved, wording
from casework.cases import Case, Decision, Outcome, overall, stage, together
from casework.councils import Council
from casework.facts import dates, later
from casework.facts.cases import of_case
from casework.facts.councils import of_council
from casework.on_behalf.referrals import latest

NOT_SAID = frozenset({"advocacy"})
"""What is typed under a name that means something else in our words: an answer is not the name of a service."""


def of_move(
    before: Case, after: Case, decision: Decision, council: Council, settles: tuple[str, ...] = ()
) -> dict[str, str]:
    """Everything a move's letters may need to say; what a person typed wins, save that dates are written out.

    `settles` are the questions that it answers: what was asked for, as a refusal says it.
    """
    today = days.today(decision.at)
    typed = {name: _written(value, today) for name, value in decision.facts.items() if name not in NOT_SAID}
    old = dates.first(before, council)
    return {
        "withdraw_date": wording.day(today, today),
        "reopen_by": wording.day(days.months_after(today, 12), today),
        **of_council(council, today),
        **of_case(after, council, decision.at),
        **({"remedy_plain": done} if (done := decision.facts.get("what_we_did")) else {}),
        **({"outcome": found} if (found := _found(after, decision)) else {}),
        **({"old_due_date": wording.day(old.due, today)} if old else {}),
        **later.asked_for(before, after, decision, council),
        **later.of_hold(after, stage(after, decision.stage), council, today),
        "not_all": "yes" if decision.facts.get("not_followed") else "no",
        **_found_by(after, decision),
        **later.points(typed, after, decision),
        **reserved.refused(settles),
    }


def _found_by(case: Case, decision: Decision) -> dict[str, str]:
    """R505, R502: the service that found the advocate is the one that was asked, which may be their own choice."""
    referral = latest(case.referrals) if decision.move == "advocate_allocated" else None
    return {"advocacy": referral.provider} if referral else {}


def _found(case: Case, decision: Decision) -> str | None:
    """What was found on the whole: of the points that this letter answers, else of all (R821)."""
    at = stage(case, decision.stage)
    answered = [Outcome(value) for name, value in decision.facts.items() if name.startswith("outcome_")]
    return together(answered) if answered else overall(case, at) if at else None


def _written(value: str, today: date) -> str:
    try:
        return wording.day(date.fromisoformat(value), today)
    except ValueError:
        return value
