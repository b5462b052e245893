"""What kinds of value a setting can have: what cannot be one is refused at the start, by file, line and key."""

import re
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from outbox.envelope import Unaddressable, mailbox
from store import engines


class Tls(StrEnum):
    """How a connection is kept private. `on` means whichever way the port is known for."""

    OFF = "off"
    ON = "on"
    STARTTLS = "starttls"
    IMPLICIT = "implicit"


def _tls(value: object) -> object:
    """`true` and `false` are what people write."""
    word = str(value).strip().lower()
    return {"true": "on", "false": "off"}.get(word, word)


def _text(value: object) -> object:
    """A chat's number is text to us, as it is in the environment."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _database(value: str) -> str:
    """What an address of a database is, the store knows."""
    engines.parse(value)
    return value


def _mailbox(value: str) -> str:
    try:
        mailbox(value)
    except Unaddressable:
        raise ValueError("an email address: NAME@DOMAIN") from None
    return value


def _chat(value: str) -> str:
    if not re.fullmatch(r"-?\d+", value):
        raise ValueError("a chat's number, and no name: only by its number it is found")
    return value


def _web(value: str) -> str:
    """Whether it should be https is said by `heard check`: within one machine it need not be."""
    try:
        parts = urlsplit(value)
        if parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1) > 0:
            return value
    except ValueError:  # half a bracket, a port that is none
        pass
    raise ValueError("an address beginning with https://")


Port = Annotated[int, Field(ge=1, le=65535)]
Private = Annotated[Tls, BeforeValidator(_tls)]
Word = Annotated[str, BeforeValidator(_text), Field(min_length=1)]
Database = Annotated[str, BeforeValidator(_text), AfterValidator(_database)]
Mailbox = Annotated[Word, AfterValidator(_mailbox)]
Chat = Annotated[Word, AfterValidator(_chat)]
Web = Annotated[Word, AfterValidator(_web)]
