"""What is owed on a case and by when, as letters say it: the limit that matters now, and the time to ask for more."""

from datetime import date

from casework import clocks, days, standing, undertaken, wording
from casework.cases import Case
from casework.clocks import Clock
from casework.councils import Council

OURS = undertaken.CLOCKS | {
    "person_decision",
    "hold_review",
    "restriction_review",
    "triage",
    "no_contact",
    "authority",
    "proposed_change",
}
"""Clocks that say nothing of when somebody outside gets an answer."""


NAMED = {
    "sar": "sar_due",
    "mp": "enquiry_due",
    "question": "enquiry_due",
    "asc_longstop": "longstop",
    "representation": "checkin_date",
    "no_contact": "checkin_date",
    "proposed_change": "next_date",
    "breach": "next_date",
}
"""Clocks whose date has a name of its own in some words."""

NAMES = frozenset(NAMED.values()) | {
    "due_date", "new_due_date", "extend_max", "resp_days", "answer_when", "stage2_by", "reopen_by", "next_event_plain",
    "next_date", "checkin_date", "remedy_plain",
}  # fmt: skip
"""Every name under which something may be said here."""


def of_case(case: Case, council: Council, today: date) -> dict[str, str]:
    """The dates of a case that any letter about it may name."""
    said = {}
    running, window = first(case, council), _window(case, council)
    if running:
        said["due_date"] = said["new_due_date"] = wording.day(running.due, today)
        said["extend_max"] = wording.day(clocks.furthest(running, council), today)
        said["resp_days"] = str(max(clocks.days_left(running, council, today), 0))
        said["answer_when"] = f"by {said['due_date']}"
    if window:
        said["stage2_by"] = wording.day(window.due, today)
        said["reopen_by"] = wording.day(days.months_after(today, 12), today)
    for name, event in (
        ("s2_statement", "we send you the points we will check"),
        ("corp_review", "we tell you what we decided"),
    ):
        if asked := next((each for each in case.clocks if each.name == name and each.stopped is None), None):
            said["next_event_plain"], said["next_date"] = event, wording.day(asked.due, today)
    return said


def first(case: Case, council: Council) -> Clock | None:
    """The time limit that matters now: on the current stage's answer, else on whatever else is owed first (R415)."""
    answer = standing.running(case, case.current, council) if case.current else None
    owed = [
        each for each in case.clocks if each.stopped is None and not each.terms.by_agreement and each.name not in OURS
    ]
    return answer or min(owed, key=lambda each: each.due, default=None)


def _window(case: Case, council: Council) -> Clock | None:
    found = [clock for at in case.stages if (clock := standing.window(case, at, council)) and clock.stopped is None]
    return found[-1] if found else None


def of_clocks(case: Case, council: Council, today: date) -> dict[str, str]:
    """The dates of this case's own clocks, under the names that their words give them."""
    said = {
        NAMED[each.name]: wording.day(each.due, today)
        for each in case.clocks
        if each.name in NAMED and each.stopped is None
    }
    done = [each.remedy for each in case.issues if each.remedy]
    asked = days.add(today, council.clocks["representation"].length, council.calendars["EW"])
    return {"checkin_date": wording.day(asked, today), **({"remedy_plain": done[0]} if done else {}), **said}
