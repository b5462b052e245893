"""A contact: one approach to the council, with its reference from the first line; and the classifier's opinion of
it.
"""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from casework.alarms import Alarm, hidden_from
from casework.clocks import Clock
from casework.frozen import frozen
from casework.labels import CategoryB, CategoryD, Flag, Kind, Procedure, Sender, Service
from casework.letters import Said
from casework.messages import Address, Channel, Message


@frozen
class Reason:
    """Why a field was suggested: words that stand in the text, and the rule where one decided."""

    field: str
    words: tuple[str, ...] = dataclasses.field(repr=False)
    rule: str = ""


@frozen
class Suggestion:
    """What the classifier thinks. It may ring an alarm and order the tray, and nothing else (R001).

    `scores` are 0 to 1 by field name (`kind`, `procedure`, …, and each flag by its label); `second` is the runner-up
    label by field; `unsure` names the fields a person should look at first; `model` is the digest of the model.
    """

    kind: Kind
    procedure: Procedure
    category_b: CategoryB | None
    category_d: CategoryD | None
    sender: Sender
    service: Service
    flags: frozenset[Flag]
    scores: Mapping[str, float]
    second: Mapping[str, str]
    unsure: tuple[str, ...]
    because: tuple[Reason, ...]
    model: str = ""


@frozen
class Confirmed:
    """What somebody here said that it is, before it was opened: kind and procedure, by whom and when (R001)."""

    kind: Kind
    procedure: Procedure
    by: str
    at: datetime


class Standing(StrEnum):
    """What has become of a contact."""

    WAITING = "waiting"  # for a named person to say what it is (R270)
    DECIDED = "decided"  # it became a case, or was joined to one
    SET_ASIDE = "set_aside"  # a machine's, or nothing to answer: listed for a person, no clock (R114)


@frozen
class Contact:
    """One email, one call, one chat: its messages in order, and what we said to them.

    `received` is when the council had the first line; the provisional clocks start from it (R270). `considered`
    counts the messages that the classifier has seen; `decided_with` is what it thought when a person made a case of it,
    whatever it thinks since. `held` says why nothing may be told until a person has looked.
    `confirmed` is what somebody said of it in a chat, before anybody opened it at the desk.
    `beside` is the reference of what the writer had open in the same chat when it was begun, and `carried` what they
    had said there of themselves: who they are, their name, whether they want an advocate. `said` and `alarms` are
    joined by the store when it is read. `wake_at` is the earliest moment at which time could make something happen to
    it.
    """

    id: str
    council: str
    reference: str
    channel: Channel
    sender: Address
    received: datetime
    messages: tuple[Message, ...]
    clocks: tuple[Clock, ...] = ()
    standing: Standing = Standing.WAITING
    suggestion: Suggestion | None = None
    considered: int = 0
    cases: tuple[str, ...] = ()
    held: str = ""
    decided_with: Suggestion | None = None
    confirmed: Confirmed | None = None
    beside: str = ""
    carried: Mapping[str, str] = dataclasses.field(default_factory=dict, repr=False)
    said: tuple[Said, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    wake_at: datetime | None = None
    version: int = 0

    @property
    def hidden_from(self) -> frozenset[str]:
        """Who sees and hears nothing of it: whom its alarms leave out (R708)."""
        return hidden_from(self.alarms)
