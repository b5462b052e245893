"""A delay in words that say nothing of the case: what anyone may be told, verified or not (R524)."""

from datetime import date, datetime

from casework import days, undertaken, wording
from casework.cases import Case
from casework.clocks import is_overdue

APOLOGISED = "apologise_for_delay"

FIXED = {
    "complex": "there is a lot to look at, and we need to talk to more people",
    "advocate_requested": "you asked for an advocate, and they need time to help you",
    "service_pressure": "the team has not had enough people to do this properly",
    "several_agencies": "we need to hear from other organisations too",
    "concurrent_investigation": "something else is being looked into at the same time",
    "particularly_complex": "there is a lot to look at, and it is not simple",
    "key_witness_unavailable": "somebody we need to talk to cannot be reached yet",
    "complainants_own_delay": "we were waiting to hear from you",
}
"""Reasons for a delay that may be told to anyone, since they say nothing of the case (R524)."""


def promised_anew(case: Case, now: datetime) -> dict[str, str]:
    """The date that was missed, and the one a person has promised since; empty where it is not late, or nobody has."""
    today = days.today(now)
    missed = [each.due for each in case.clocks if each.name not in undertaken.CLOCKS and is_overdue(each, now)]
    given = [each.facts.get("new_due_date", "") for each in case.decisions if each.move == APOLOGISED]
    anew = date.fromisoformat(given[-1]) if given and given[-1] else None
    if not missed or anew is None or anew < today:
        return {}
    return {"old_due_date": wording.day(min(missed), today), "new_due_date": wording.day(anew, today)}


def plainly(reason: str) -> dict[str, str]:
    """A delay in words that say nothing of the case: what a holding letter says until somebody writes better ones."""
    return {
        "reason_plain": FIXED.get(reason, "it has taken longer than it should have"),
        "done_so_far": "read what you sent us and given it to a manager",
        "what_we_will_do": "finish looking into it and write to you",
    }
