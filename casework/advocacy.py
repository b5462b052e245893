"""The advocate: what a young person has said about having one, and when they or somebody else are asked again
(R501-R517).

The answer is worked out from what was said and recorded, never kept a second time.
"""

from datetime import date, datetime

from casework import days, questions
from casework.answers import Wish
from casework.cases import Advocacy, Case
from casework.contacts import Contact
from casework.councils import Since

SAID = {
    Wish.YES: Advocacy.ACCEPTED,
    Wish.NO: Advocacy.DECLINED,
    Wish.NEVER: Advocacy.DECLINED,
    Wish.HAS_ONE: Advocacy.HAS_ONE,
}
"""What they told us, as it is recorded. Passing the question by is no answer: the offer stands."""

ANSWERED = (Advocacy.ACCEPTED, Advocacy.DECLINED, Advocacy.HAS_ONE, Advocacy.ALLOCATED)
WINDOWS = ("s2_request_window", "s3_request_window", "corp_request_window")


def wish(about: Case | Contact) -> Advocacy | None:
    """What is known of their wish: as a person recorded it, else as they answered in the chat."""
    if isinstance(about, Case) and about.advocacy is not None:
        return about.advocacy
    said = questions.told_on(about).advocate
    return SAID.get(said) if said else None


def is_for(about: Case | Contact) -> bool:
    """Whether the schedule runs: for a young person, a care leaver, and whoever may be one (R501, R510)."""
    if isinstance(about, Case):
        return about.complainant.young
    return not questions.is_adult(questions.answers(about))


def begins(about: Case | Contact, since: Since) -> date | None:
    """The London day that a step counts from, if it has come."""
    match since:
        case Since.RECEIPT:
            return days.today(about.received)
        case Since.ACCEPTED:
            return days.today(moment) if (moment := _accepted(about)) else None
        case Since.WINDOW:
            window = next((each for each in about.clocks if each.name in WINDOWS and each.stopped is None), None)
            return window.day_0 if window else None
        case Since.STAGE_CHANGE | Since.WEEKLY:
            return None


def holds(about: Case | Contact, fact: str) -> bool:
    """Whether the fact that makes a step needless is so."""
    known = wish(about)
    return {
        "": False,
        "advocacy_answered": known in ANSWERED,
        "advocate_allocated": known in (Advocacy.ALLOCATED, Advocacy.HAS_ONE, Advocacy.DECLINED),
        "next_stage_asked": False,
    }[fact]


def _accepted(about: Case | Contact) -> datetime | None:
    if wish(about) is not Advocacy.ACCEPTED:
        return None
    recorded = [
        decision.at
        for decision in (about.decisions if isinstance(about, Case) else ())
        if decision.facts.get("advocacy") == Advocacy.ACCEPTED
    ]
    in_chat = [said.written for said in about.said if said.words == "bot.q3_yes"]
    return min((*recorded, *in_chat), default=about.received)
