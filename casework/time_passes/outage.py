"""The bot was away for more than an hour and is back: whoever has something open in a chat is told from when to when,
so that nobody waits for an answer to what never came (`bot.outage_back`).

Telegram keeps what is written meanwhile for a day at most. Not to whoever asked us to stop.
"""

from datetime import datetime, timedelta

from casework import days, facts, questions, telling, wording
from casework.cases import Case
from casework.contacts import Contact, Standing
from casework.councils import Council
from casework.letters import Letter, write
from casework.messages import Channel

WORDS = "bot.outage_back"
LONG = timedelta(hours=1)


def letter(about: Case | Contact, since: datetime, until: datetime, council: Council, now: datetime) -> Letter | None:
    """What is said to whoever is in that chat; None where there is none, or they are to be left alone."""
    contact = about if isinstance(about, Contact) else questions.as_contact(about, about.complainant.address)
    opened = isinstance(about, Case) or about.standing is Standing.WAITING
    if contact.channel is not Channel.TELEGRAM or not contact.sender.value or not opened:
        return None
    quiet = about.quiet if isinstance(about, Case) else questions.answers(about).quiet
    if quiet or until - since <= LONG:
        return None
    today = days.today(now)
    return write(
        WORDS,
        contact.sender,
        council=contact.council,
        about=telling.key(about),
        reference=contact.reference,
        now=now,
        facts={**facts.of_council(council, today), "from_time": _said(since, now), "to_time": _said(until, now)},
        once=until.isoformat(),
        not_before=days.next_open(now, council.hours.public, council.calendars["EW"]),
    )


def _said(moment: datetime, now: datetime) -> str:
    """The time, and the day where it was not today."""
    there, today = days.today(moment), days.today(now)
    return wording.time_of(moment) if there == today else f"{wording.time_of(moment)} on {wording.day(there, today)}"
