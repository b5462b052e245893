"""Mail that answers mail must end somewhere, whatever its headers say.

What we say by ourselves to one address is counted, over all their contacts and cases together: receipts in a day, words
of safety in an hour. Beyond that the message is filed, its clock runs and its alarm rings as ever; only the automatic
answer is not said again, and staff are left to write their own.

Only somebody's latest contacts are known here. Where so many of them came lately, what was said before those counts as
said: else a flood would be answered again and again, perhaps to somebody whose address was only borrowed for it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from casework.cases import Case
from casework.changes import Change
from casework.contacts import Contact
from casework.frozen import replace
from casework.known import Known
from casework.letters import Letter, Posted, Said, Urgency
from casework.messages import Channel, Message
from casework.said.signs import Level

RECEIPTS, SAFETY = 6, 8
"""How many of each. *Taste*: nobody is told six times a day, in six matters, that they were heard; and who is in danger
has the numbers in front of them eight times.
"""

CROWD = 20
"""Contacts of one address that come in a day, or for words of safety in an hour, after which nobody counts letters any
more. *Taste*: as many as the store remembers of a sender.
"""

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


def broken(change: Change, message: Message, known: Known, now: datetime) -> Change:
    """The change without automatic answers that would be one too many."""
    if message.channel is not Channel.EMAIL:
        return change
    things: tuple[Contact | Case, ...] = (*known.contacts, *known.cases)
    told = [said for thing in things for said in thing.said]
    told = [
        said for said in told if said.to == message.sender and not said.staff and said.posted is not Posted.WITHDRAWN
    ]
    once = {said.name: said for said in told}.values()
    receipts = _lately(once, now - A_DAY)
    danger = sum(_is_safety(said) for said in _lately(once, now - AN_HOUR))
    hour = _crowd(known, now - AN_HOUR)
    full = {
        Urgency.SAFETY: max(danger, sum(_rang(each) for each in hour)) >= SAFETY,
        Urgency.ANSWER: bool(_crowd(known, now - A_DAY)) or sum(not _is_safety(said) for said in receipts) >= RECEIPTS,
    }
    if not any(full.values()):
        return change
    kept = tuple(each for each in change.letters if not (_answers(each, message) and full.get(each.urgency, False)))
    return replace(change, letters=tuple(map(_behind, kept)) if full[Urgency.SAFETY] else kept)


def _behind(letter: Letter) -> Letter:
    """An alert about somebody of whom eight went out within the hour goes out too, behind the alerts of others."""
    return replace(letter, urgency=Urgency.LETTER) if letter.urgency is Urgency.SAFETY else letter


def _answers(letter: Letter, message: Message) -> bool:
    return letter.to == message.sender and not letter.staff


def _crowd(known: Known, since: datetime) -> list[Contact]:
    """The contacts begun since then, where they are too many to know what was said before them."""
    begun = [each for each in known.contacts if each.received >= since]
    return begun if len(begun) >= CROWD else []


def _rang(contact: Contact) -> bool:
    """Whether it was answered with words of safety, or would have been if they had not been said so often."""
    return any(alarm.level is not Level.POSSIBLE for alarm in contact.alarms)


def _lately(told: Iterable[Said], since: datetime) -> list[Said]:
    return [said for said in told if said.written >= since and said.after]


def _is_safety(said: Said) -> bool:
    return said.words.startswith(("bot.danger", "email.danger_yp", "email.danger_adult", "bot.disclosure"))
