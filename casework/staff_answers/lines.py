"""What is said to somebody who works here about their chat itself: linked, unlinked, nothing open."""

from collections.abc import Mapping
from datetime import datetime

from casework.letters import Letter, Urgency, write
from casework.messages import Address


def line(
    words: str, chat: Address, staff: str, *, council: str, now: datetime, once: str, facts: Mapping[str, str]
) -> Letter:
    """A line to a chat, at once: somebody has just written, pressed or chosen. `staff` is empty for a chat that is
    nobody's.
    """
    return write(
        words,
        chat,
        council=council,
        about=f"staff/{staff}",
        reference="",
        now=now,
        facts=facts,
        once=once,
        urgency=Urgency.ANSWER,
        staff=staff,
    )
