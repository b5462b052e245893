"""A sensible value for every placeholder, as the design's figures were worked out; and a letter filled with them."""

from datetime import UTC, datetime
from pathlib import Path

from casework.letters import Letter, Urgency, write
from casework.messages import Address, Channel

SAMPLE = dict(line.split(" = ", 1) for line in Path(__file__).with_name("sample.txt").read_text("utf-8").splitlines())
"""The values of conversations 3.3: whatever is not here, no words may ask for."""

JAY = Address(Channel.EMAIL, "jay@example.test")
JAYS_CHAT = Address(Channel.TELEGRAM, "7")
MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def a_letter(
    words: str = "email.receipt_auto",
    to: Address = JAY,
    *,
    once: str = "",
    reference: str = "LK-7K4Q",
    staff: str = "",
    answers: str = "",
    thread: str = "",
    lines: tuple[str, ...] = (),
    urgency: Urgency = Urgency.LETTER,
    now: datetime = MORNING,
    language: str = "en",
    under: str = "",
    **facts: str,
) -> Letter:
    """A letter whose facts are the samples, with these instead."""
    return write(
        words,
        to,
        council="larkhaven",
        about="contact/1",
        reference=reference,
        now=now,
        facts=SAMPLE | facts,
        once=once,
        staff=staff,
        answers=answers,
        thread=thread,
        lines=lines,
        urgency=urgency,
        language=language,
        under=under,
    )
