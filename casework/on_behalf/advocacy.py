"""The advocate: what a young person has said about having one, and when they or somebody else are asked again
(R501-R517).

The answer is worked out from what was said and recorded, never kept a second time.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from casework import days, questions
from casework.cases import Advocacy, Case, Decision
from casework.clocks import Clock
from casework.contacts import Contact
from casework.councils import Since
from casework.messages import Channel, Message
from casework.said.answers import Wish

SAID = {
    Wish.YES: Advocacy.ACCEPTED,
    Wish.NO: Advocacy.DECLINED,
    Wish.NEVER: Advocacy.DECLINED,
    Wish.HAS_ONE: Advocacy.HAS_ONE,
}
"""What they told us, as it is recorded. Passing the question by is no answer: the offer stands."""

SAYS = {
    "refer": Advocacy.ACCEPTED,
    "other_agency": Advocacy.ACCEPTED,
    "advocate_allocated": Advocacy.ALLOCATED,
    "name_advocate": Advocacy.HAS_ONE,
}
"""What a decision says of their wish by being made. Others say it in so many words, or say nothing of it."""

ANSWERED = (Advocacy.ACCEPTED, Advocacy.DECLINED, Advocacy.HAS_ONE, Advocacy.ALLOCATED)
LAST_QUESTION = ("email.advocacy_reminder_2_yp", "bot.advocacy_3")
WINDOWS = ("s2_request_window", "s3_request_window", "corp_request_window")
ASKED_IN_CHAT = "bot.further_started"
"""What we say to somebody who asks for the next stage in the chat, before anybody has recorded it."""


def wish(about: Case | Contact) -> Advocacy | None:
    """What is known of their wish: as a person recorded it, else as they answered in the chat, or aloud."""
    if isinstance(about, Case) and about.advocacy is not None:
        return about.advocacy
    if said := questions.told_on(about).advocate:
        return SAID.get(said)
    by_chat = isinstance(about, Contact) and about.channel is Channel.TELEGRAM  # nothing is taken down into one
    return None if by_chat else next((told for each in reversed(about.messages) if (told := aloud(each))), None)


def aloud(message: Message) -> Advocacy | None:
    """What they said to whoever took their words down and offered them an advocate (R502)."""
    return Advocacy(message.taken_down.advocacy) if message.taken_down and message.taken_down.advocacy else None


def recorded(decision: Decision) -> Advocacy | None:
    """What a decision puts on record about their wish."""
    said = decision.facts.get("advocacy")
    return SAYS.get(decision.move) or (Advocacy(said) if said else None)


def is_for(about: Case | Contact) -> bool:
    """Whether the schedule runs: for a young person, a care leaver, and whoever may be one (R501, R510)."""
    if isinstance(about, Case):
        return about.complainant.young
    return not questions.is_adult(questions.answers(about))


def asks_once_more(case: Case) -> bool:
    """R515: the one question that goes with the Stage 1 answer, to a young person who never answered."""
    asked = any(said.words in LAST_QUESTION for said in case.said)
    return case.complainant.young and wish(case) not in ANSWERED and not asked


def begins(about: Case | Contact, since: Since) -> date | None:
    """The London day that a step counts from, if it has come."""
    match since:
        case Since.RECEIPT:
            return days.today(about.received)
        case Since.ACCEPTED:
            return days.today(moment) if (moment := accepted(about)) else None
        case Since.WINDOW:
            window = _window(about)
            return window.day_0 if window else None
        case Since.STAGE_CHANGE | Since.WEEKLY:
            return None


def holds(about: Case | Contact, fact: str) -> bool:
    """Whether the fact that makes a step needless is so."""
    return bool(fact) and FACTS[fact](about)


def _answered(about: Case | Contact) -> bool:
    return wish(about) in ANSWERED


def _allocated(about: Case | Contact) -> bool:
    return wish(about) in (Advocacy.ALLOCATED, Advocacy.HAS_ONE, Advocacy.DECLINED)


def _window(about: Case | Contact) -> Clock | None:
    return next((each for each in about.clocks if each.name in WINDOWS and each.stopped is None), None)


def _asked_for_next(about: Case | Contact) -> bool:
    """Whether the window is over because they asked or were content; or they asked and nobody has recorded it yet."""
    window = _window(about)
    if window is None:
        return True
    return any(said.words == ASKED_IN_CHAT and days.today(said.written) >= window.day_0 for said in about.said)


def _referred(about: Case | Contact) -> bool:
    return isinstance(about, Case) and any(each.ended is None for each in about.referrals)


def accepted(about: Case | Contact) -> datetime | None:
    """When they said yes, if they have and have not taken it back."""
    if wish(about) is not Advocacy.ACCEPTED:
        return None
    decided = [
        decision.at
        for decision in (about.decisions if isinstance(about, Case) else ())
        if recorded(decision) is Advocacy.ACCEPTED
    ]
    in_chat = [said.written for said in about.said if said.words == "bot.q3_yes"]
    return min((*decided, *in_chat), default=about.received)


FACTS: Mapping[str, Callable[[Case | Contact], bool]] = {
    "advocacy_answered": _answered,
    "advocate_allocated": _allocated,
    "referred": _referred,
    "next_stage_asked": _asked_for_next,
}
"""What makes a step needless, one small question each."""
