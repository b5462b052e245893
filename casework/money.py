"""Money: whole pence, never a fraction. As people type it, and as people read it."""

import re

_TYPED = re.compile(r"£?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{2}))?")


def pence(typed: str) -> int | None:
    """What was typed, such as `300`, `£4,334.60` or `15961.75`, in pence. None for anything else: it is not guessed."""
    found = _TYPED.fullmatch(typed.strip())
    return int(found[1].replace(",", "")) * 100 + int(found[2] or 0) if found else None


def pounds(amount: int) -> str:
    """£300, £4,334.60."""
    whole, rest = divmod(amount, 100)
    return f"£{whole:,}.{rest:02}" if rest else f"£{whole:,}"
