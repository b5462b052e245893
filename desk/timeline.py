"""What was said, in the order it was said: what they wrote and what we wrote back, in one list.

What we said to staff about it (chases, alerts) is told apart, so that the conversation reads as a conversation.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import datetime

from casework.frozen import frozen
from casework.letters import Posted, Said
from casework.messages import Channel, Message, Sort
from desk.words import plain


@frozen
class Entry:
    """One thing said: a message of theirs, or a letter of ours with its exact words once it has left."""

    at: datetime
    message: Message | None = None
    said: Said | None = None
    exact: str = field(default="", repr=False)


def conversation(
    messages: Iterable[Message], said: Iterable[Said], exact: Callable[[str], str | None]
) -> tuple[Entry, ...]:
    """What passed between them and us, oldest first. What was taken back before it left was never said."""
    theirs = [Entry(each.received, message=each) for each in messages]
    ours = [
        Entry(_when(each), said=each, exact=exact(each.name) or "")
        for each in said
        if not each.staff and each.posted is not Posted.WITHDRAWN
    ]
    return tuple(sorted((*theirs, *ours), key=lambda each: each.at))


def to_staff(said: Iterable[Said], names: Mapping[str, str]) -> tuple[tuple[datetime, str, Said], ...]:
    """What we said to people who work here, newest first, with the name of each; a team goes by its role."""
    found = [(_when(each), names.get(each.staff, each.staff), each) for each in said if each.staff]
    return tuple(sorted(found, key=lambda each: each[0], reverse=True))


def heading(message: Message, names: Mapping[str, str]) -> str:
    """What somebody did, for the line above their words; `names` are those of whoever works here."""
    if message.by_staff:
        return f"{names.get(message.by_staff, message.by_staff)}, who works here, wrote"
    if message.taken_down and message.channel is not Channel.LETTER:
        return "They said"
    match message.sort:
        case Sort.PRESS:
            return "They pressed a button"
        case Sort.EDIT:
            return "They changed what they wrote"
        case Sort.STARTED:
            return "They opened the chat"
        case Sort.BLOCKED:
            return "They blocked the chat"
        case Sort.WORDS | Sort.OTHER:
            return "They wrote" if message.text or not message.media else f"They sent a {plain(message.media)}"


def _when(said: Said) -> datetime:
    return said.sent or said.written
