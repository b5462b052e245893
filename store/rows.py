"""Values as the rows they are written in: columns for what is searched, counted or joined, the whole value beside."""

from casework.alarms import Alarm
from casework.cases import Case, Decision
from casework.contacts import Contact
from casework.frozen import replace
from casework.letters import Letter, Posted
from casework.messages import Channel, Message
from store import values

Row = dict[str, object]


def contact(one: Contact) -> Row:
    """A contact, at its next version."""
    stored = replace(one, messages=(), said=(), alarms=(), version=one.version + 1)
    return {
        "council": one.council,
        "id": one.id,
        "reference": one.reference,
        "sender": values.digest(one.sender),
        "channel": one.channel.value,
        "standing": one.standing.value,
        "received": one.received,
        "heard": len(one.messages),
        "considered": one.considered,
        "wake_at": one.wake_at,
        "version": stored.version,
        "data": values.encode(stored),
        "dated": 0,
    }


def case(one: Case) -> Row:
    """A case, at its next version."""
    stored = replace(one, messages=(), said=(), alarms=(), version=one.version + 1)
    return {
        "council": one.council,
        "reference": one.reference,
        "contact": one.contact,
        "procedure": one.procedure.value,
        "state": one.state.value,
        "settled": int(one.finished),
        "handler": one.handler,
        "received": one.received,
        "opened": one.opened,
        "wake_at": one.wake_at,
        "version": stored.version,
        "data": values.encode(stored),
        "entered": 0,
        "dated": 0,
    }


def message(one: Message, *, council: str, about: str) -> Row:
    """A message, filed under a contact's id or a case's reference."""
    return {
        "council": council,
        "name": one.name,
        "about": about,
        "post": one.post,
        "received": one.received,
        "mail_id": values.mail_id(one.message_id) if one.channel is Channel.EMAIL else "",
        "data": values.encode(replace(one, enclosed="") if one.enclosed else one),
    }


def decision(one: Decision, *, council: str) -> Row:
    """A decision, for the record."""
    return {
        "council": council,
        "about": one.case,
        "move": one.move,
        "by": one.by,
        "at": one.at,
        "data": values.encode(one),
    }


def alarm(one: Alarm) -> Row:
    """An alarm."""
    return {
        "council": one.council,
        "name": one.name,
        "contact": one.contact,
        "level": one.level.value,
        "raised": one.raised,
        "closed": one.closed,
        "wake_at": one.wake_at,
        "data": values.encode(one),
    }


def letter(one: Letter) -> Row:
    """A letter, in the queue."""
    return {
        "council": one.council,
        "name": one.name,
        "about": one.about,
        "channel": str(one.to.channel),
        "reader": values.digest(one.to),
        "urgency": int(one.urgency),
        "not_before": one.not_before,
        "written": one.written,
        "state": str(Posted.QUEUED),
        "tries": 0,
        "claimed": None,
        "marked": None,
        "far_id": "",
        "why": "",
        "data": values.encode(one),
    }
