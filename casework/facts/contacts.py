"""What may be said in a chat or a thread, before anybody has decided what it is, and to whom nobody has verified since:
reference, stage and dates, and what they said themselves (R524).
"""

from collections.abc import Mapping, Set
from datetime import date, datetime
from functools import lru_cache

from casework import days, undertaken, wording
from casework.cases import Case, State
from casework.clocks import is_overdue
from casework.contacts import Contact
from casework.councils import Council
from casework.dates import promises
from casework.facts.cases import of_case
from casework.facts.councils import of_council
from casework.facts.delays import promised_anew
from casework.questions import labelled
from casework.said.answers import Answers
from casework.said.languages import OWN_NAMES

IN_TIME = "No, we are on time."
TOO_LATE = "Yes, and that's our fault. We're sorry. A person is looking into it."

LATE = "Yes, we are."

STAGES = {
    State.NEW: "we have it",
    State.OPEN: "a manager is looking into it",
    State.OVERDUE: "a manager is looking into it",
    State.RESPONDED: "your answer is ready",
}
LOOKED_AT_AGAIN = "someone else is going to look at it"
"""Where a case stands, in plain words with no name and no content in them (2.11). Any other state: closed."""


TOLD = frozenset({"name", "yp_label"})
"""What is said of somebody because they told us."""


def of_contact(
    contact: Contact, known: Answers, council: Council, now: datetime, *, places: Set[str] | None = None
) -> dict[str, str]:
    """Everything that may be said to whoever wrote, before a person has decided what it is (R524). With `places` at
    least what has one of those.
    """
    told = {"name": known.name or known.doubtful}
    if places is None or "yp_label" in places:
        told["yp_label"] = labelled(contact, known)
    return of_receipt(contact, council, now) | told


def of_receipt(contact: Contact, council: Council, now: datetime) -> dict[str, str]:
    """The same, but for what they told us themselves."""
    today = days.today(now)
    received = min(contact.received, now)
    ack, opened = promises.ack_date(council, received, now), wording.day(days.today(received), today)
    return {
        **_of_today(council, today),
        "safety_promise": promises.safety_promise(council, now),
        "ref": contact.reference,
        "opened_date": opened,
        "ack_date": ack,
        "checkin_date": promises.checkin_date(council, received, now),
        "last_event_date": opened,
        "next_date": ack,
        "late_line": TOO_LATE if _unread(contact, council, now) else IN_TIME,
    }


@lru_cache(maxsize=16)
def _of_today(council: Council, today: date) -> Mapping[str, str]:
    """What is the same for everybody who wrote, for as long as it is that day."""
    return {
        **of_council(council, today),
        "safety_team": council.safety_lines.team,
        "read_by": promises.read_by(council, today),
        "answer_when": promises.UNDECIDED,
        "erasure_due": promises.erasure_due(council, today),
        "consent_date": wording.day(today, today),
        "stage_plain": "we have it",
        "last_event_plain": "we got your message",
        "next_event_plain": "a person writes to you",
        "languages": "\n".join(OWN_NAMES.get(each, each) for each in council.languages),
    }


def _unread(contact: Contact, council: Council, now: datetime) -> bool:
    """Whether the two working days in which a person writes have passed without one."""
    due = days.add(days.today(contact.received), promises.ACKNOWLEDGED_WITHIN, council.calendars["EW"])
    written = any(said.words == "bot.human_hello" or said.words.startswith("email.ack_") for said in contact.said)
    return not written and days.today(now) > due


def _late(anew: dict[str, str], council: Council, now: datetime) -> dict[str, str]:
    """What comes next where the date has passed: what was promised instead, or a person who says sorry (R612)."""
    if anew:
        return {**anew, "next_date": anew["new_due_date"], "late_line": LATE}
    today = days.today(now)
    tomorrow = days.add(today, 1, council.calendars["EW"])
    return {"next_event_plain": "a person writes to you about the delay", "next_date": wording.day(tomorrow, today)}


def in_chat(case: Case, contact: Contact, known: Answers, council: Council, now: datetime) -> dict[str, str]:
    """The same for a case: reference, stage and dates, and no more (R524)."""
    today = days.today(now)
    told = of_case(case, council, now)
    due = told.get("due_date") or told.get("stage2_by") or ""
    late = any(is_overdue(clock, now) for clock in case.clocks if clock.name not in undertaken.CLOCKS)
    answered = [row.responded for row in case.stages if row.responded]
    anew = promised_anew(case, now)
    again = case.state in (State.OPEN, State.OVERDUE) and len(case.stages) > 1
    return {
        **of_contact(contact, known, council, now),
        **told,
        "stage_plain": LOOKED_AT_AGAIN if again else STAGES.get(case.state, "closed"),
        "last_event_plain": "we sent you our answer" if answered else "we gave your message to a manager",
        "last_event_date": wording.day(answered[-1] if answered else days.today(case.opened), today),
        "next_event_plain": "you can ask us to look again" if answered else "we send you an answer",
        "next_date": due,
        "late_line": TOO_LATE if late else IN_TIME,
        **(_late(anew, council, now) if late and not answered else {}),
    }
