"""A call, a letter or a visit, as somebody who works here typed it in: kept as raw bytes like any post, then read.

The bytes are JSON, made by `post` and understood by `read`. What was said stands in it as it was typed; who said it
and how they are reached are as they gave them, and nothing is required of them but their words (R123).
"""

import json
from dataclasses import asdict, field
from datetime import date, datetime, time

from casework import days, names
from casework.cases import Advocacy
from casework.frozen import frozen
from casework.messages import Address, Channel, Message, Post, TakenDown
from intake.parsing.mail import Unreadable

CHANNELS = (Channel.TELEPHONE, Channel.LETTER, Channel.IN_PERSON)
"""What staff type in."""

SOURCE = "desk"


@frozen
class Taken:
    """What was typed. `had_on` is the day on which anybody here had it (R124); `case` a reference they mentioned;
    `reach` how to write to them and `phone` how to ring them, each as they said it.
    """

    channel: Channel
    said: str = field(repr=False)
    by: str
    had_on: date
    who: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    reach: str = field(default="", repr=False)
    case: str = ""
    advocacy: Advocacy | None = None
    agreed: bool = False


def post(taken: Taken, council: str, once: str, now: datetime) -> Post:
    """What is kept. `once` names the form it was typed into: sent twice, it is kept once."""
    raw = json.dumps(asdict(taken), default=str, ensure_ascii=False).encode()
    name = names.name("post", council, SOURCE, taken.by, once)
    return Post(name, council, taken.channel, SOURCE, once, now, raw)


def read(post: Post) -> Message:
    """The message in it. `Unreadable` if these bytes are not what `post` makes."""
    try:
        found = json.loads(post.raw)
        taken = Taken(
            **found
            | {
                "channel": Channel(found["channel"]),
                "had_on": date.fromisoformat(found["had_on"]),
                "advocacy": Advocacy(found["advocacy"]) if found["advocacy"] else None,
            }
        )
    except (ValueError, KeyError, TypeError) as wrong:
        raise Unreadable("this is nothing that the desk typed in") from wrong
    return message(taken, post)


def message(taken: Taken, post: Post) -> Message:
    """Who said what, when it was had, and what was recorded beside it."""
    spare = taken.phone if _way(taken) is not Channel.TELEPHONE else ""
    return Message(
        name=names.name("message", post.name),
        post=post.name,
        channel=taken.channel,
        sender=_address(taken, post.place),
        received=_had(taken.had_on, post.received),
        text=taken.said,
        sender_name=taken.who,
        shown_reference=taken.case.upper(),
        taken_down=TakenDown(taken.by, spare, taken.advocacy.value if taken.advocacy else "", taken.agreed),
    )


def _had(day: date, typed: datetime) -> datetime:
    """R406: today's as it is typed; an earlier day's from its beginning, as no hour was written down."""
    return typed if day >= days.today(typed) else days.at(day, time.min)


def _way(taken: Taken) -> Channel:
    """How letters to them go: by email, on paper, by telephone; with none of these they are told face to face."""
    if "@" in taken.reach:
        return Channel.EMAIL
    if taken.reach:
        return Channel.LETTER
    return Channel.TELEPHONE if taken.phone else Channel.IN_PERSON


def _address(taken: Taken, place: str) -> Address:
    """Two of whom nothing is known are two people."""
    way = _way(taken)
    values = {
        Channel.EMAIL: taken.reach.strip().lower(),
        Channel.LETTER: taken.reach.strip(),
        Channel.TELEPHONE: " ".join(taken.phone.split()),
    }
    return Address(way, values.get(way) or taken.who or f"not given ({place[:6]})")
