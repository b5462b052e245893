"""Small values to store, each like no other; override what the test is about."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any

from casework import names
from casework.alarms import Alarm, Level
from casework.cases import Case, Issue, StageRow, State
from casework.contacts import Contact
from casework.labels import Kind, Procedure, Sender, Service
from casework.letters import Letter
from casework.messages import Address, Channel, Message, Post
from casework.people import Person

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SAM = Address(Channel.EMAIL, "sam@family.example")
_number: Callable[[], int] = count(1).__next__


def a_post(**other: Any) -> Post:
    """One email as bytes."""
    number = str(_number())
    usual: dict[str, Any] = {
        "name": names.name("email", "box", number),
        "council": "bnes",
        "channel": Channel.EMAIL,
        "source": "box",
        "place": f"1:{number}",
        "received": NOON,
        "raw": b"Subject: help\r\n\r\n" + number.encode(),
    }
    return Post(**usual | other)


def a_message(**other: Any) -> Message:
    """One email, understood."""
    usual: dict[str, Any] = {
        "name": names.name("message", str(_number())),
        "post": "email/1",
        "channel": Channel.EMAIL,
        "sender": SAM,
        "received": NOON,
        "text": "My social worker cancelled again.",
    }
    return Message(**usual | other)


def a_contact(*messages: Message, **other: Any) -> Contact:
    """A new contact of one message."""
    messages = messages or (a_message(),)
    number = str(_number())
    usual: dict[str, Any] = {
        "id": names.name("contact", number),
        "council": "bnes",
        "reference": f"LK-{number}",
        "channel": Channel.EMAIL,
        "sender": messages[0].sender,
        "received": NOON,
        "messages": messages,
    }
    return Contact(**usual | other)


def at_stage_1(state: State = State.OPEN) -> StageRow:
    """Stage 1 of a statutory complaint."""
    return StageRow("stage1", "statutory", state, NOON.date(), NOON.date())


def a_case(**other: Any) -> Case:
    """A new case, of no contact."""
    number = str(_number())
    issue = Issue(1, "Visits are cancelled.", Procedure.STATUTORY, Service.DUTY)
    usual: dict[str, Any] = {
        "reference": f"CA-{number}",
        "council": "bnes",
        "contact": names.name("contact", number),
        "kind": Kind.COMPLAINT,
        "procedure": Procedure.STATUTORY,
        "stages": (at_stage_1(),),
        "received": NOON,
        "opened": NOON,
        "people": (Person(SAM, Sender.YOUNG_PERSON),),
        "issues": (issue,),
        "officer": "mina",
        "handler": "priya",
    }
    return Case(**usual | other)


def a_letter(**other: Any) -> Letter:
    """A letter that may leave at noon."""
    usual: dict[str, Any] = {
        "name": names.name("letter", str(_number())),
        "council": "bnes",
        "words": "receipt",
        "to": SAM,
        "about": "contact/1",
        "reference": "LK-1",
        "written": NOON,
        "not_before": NOON,
        "facts": {"reference": "LK-1"},
    }
    return Letter(**usual | other)


def an_alarm(**other: Any) -> Alarm:
    """An alarm nobody has acknowledged."""
    usual: dict[str, Any] = {
        "name": names.name("alarm", str(_number())),
        "council": "bnes",
        "contact": "contact/1",
        "reference": "LK-1",
        "level": Level.HARM,
        "signs": ("hit",),
        "raised": NOON,
        "wake_at": NOON,
    }
    return Alarm(**usual | other)
