"""The one nudge: a day after a question that nobody answered, once for each contact (conversations 2.8).

It holds nothing up and asks nothing new. It never goes to somebody who asked us to stop, wiped the chat, or wrote of
harm, and never outside the hours in which we write to the public (R607).
"""

from datetime import datetime, timedelta

from casework import days, facts, questions
from casework.contacts import Contact, Standing
from casework.councils import Council
from casework.letters import Letter, Posted, write
from casework.messages import Channel
from casework.said.answers import ASKS, Answers
from casework.said.commands import Command

NUDGE = "bot.nudge_once"
AFTER = timedelta(hours=24)
HUSHED = frozenset({Command.STOP, Command.CLEAR})


def due(contact: Contact, council: Council) -> datetime | None:
    """When it may go, if a question is still open then; None if it never may."""
    heard = contact.messages[-1].received if contact.messages else contact.received
    may = contact.channel is Channel.TELEGRAM and contact.standing is Standing.WAITING and not contact.alarms
    # Who asked us to forget them has no address; who began a second matter knows their way.
    may = may and bool(contact.sender.value) and not contact.beside
    if not may or any(said.words == NUDGE and said.posted is not Posted.WITHDRAWN for said in contact.said):
        return None
    return days.next_open(heard + AFTER, council.hours.public, council.calendars["EW"])


def letters(contact: Contact, council: Council, now: datetime) -> tuple[Letter, ...]:
    """The nudge, if it is due and one of the four questions waits."""
    moment = due(contact, council)
    if moment is None or now < moment:
        return ()
    known = questions.answers(contact)
    if ASKS.get(known.asked) not in questions.QUESTIONS or _hushed(known):
        return ()
    if not questions.next_question(contact, known, now):
        return ()
    return (
        write(
            NUDGE,
            contact.sender,
            council=contact.council,
            about=contact.id,
            reference=contact.reference,
            now=now,
            facts=facts.of_contact(contact, known, council, now),
            not_before=days.next_open(now, council.hours.public, council.calendars["EW"]),
            after=len(contact.messages),
        ),
    )


def _hushed(known: Answers) -> bool:
    return known.quiet or any(reading.command in HUSHED for reading in known.readings)
