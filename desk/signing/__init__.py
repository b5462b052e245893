"""How staff get in: by a one-time link, and a code from their telephone; or by the council's own sign-in."""

from enum import StrEnum


class Codes(StrEnum):
    """Whether a link is followed by a code from a telephone: never, by whoever has set one up, or by everybody."""

    NEVER = "never"
    OFFERED = "offered"
    REQUIRED = "required"
