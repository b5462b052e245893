"""How long from words of danger to the alert that leaves, while much else waits to be read.

The parts are the service's own, at work together: worker, lookout, outbox, classifier. Only the mail server is not
there: a letter that would be handed to it is noted and thrown away. A cry is one mail among so many ordinary ones,
always the last to come; its alert is known by the reference that the answer to it carries too.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

from casework.letters import Letter, Urgency
from casework.messages import Channel
from outbox.render import Rendered
from run import parts
from run.bench.taking import kept
from run.service import Service
from store import inbox

CRIES = 50
EVERY = 0.1
"""Seconds between two cries. *Taste.*"""

LONGEST = 300.0
"""Seconds after which it ends, whatever has not left by then."""

MAIL = (
    "From: {sender}\nTo: complaints@council.example\nSubject: please\nDate: Mon, 02 Mar 2026 09:30:00 +0000\n"
    "Message-ID: <{sender}>\nContent-Type: text/plain; charset=utf-8\n\n"
    "he has locked the door and he is hitting me right now, please somebody come. number {number}\n"
)


@dataclass(slots=True)
class Sink:
    """What would have been handed to the mail server: the first alert by reference, and each writer's reference."""

    alerted: dict[str, float] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)

    async def send(self, letter: Letter, rendered: Rendered) -> str:
        """It has left."""
        del rendered
        if letter.staff and letter.urgency is Urgency.SAFETY:
            self.alerted.setdefault(letter.reference, perf_counter())
        elif not letter.staff:
            self.references.setdefault(letter.to.value, letter.reference)
        return letter.name

    def after(self, sender: str, began: float) -> float | None:
        """Milliseconds until somebody's alert left; None if it has not."""
        left = self.alerted.get(self.references.get(sender, ""))
        return None if left is None else 1000 * (left - began)


async def measure(opened: Service, ordinary: Sequence[bytes]) -> dict[str, float]:
    """Milliseconds from a cry's bytes to its alert, while these mails wait: half of them, nearly all, the longest."""
    sink, came = Sink(), dict[str, float]()
    opened.senders.by_channel[Channel.EMAIL] = sink.send
    await kept(opened, ordinary)
    async with asyncio.timeout(LONGEST), parts.at_work(opened, ("sweeps",)):
        for number in range(CRIES):
            sender = f"cry{number}@example.org"
            came[sender] = perf_counter()
            await kept(opened, [MAIL.format(sender=sender, number=number).encode()])
            opened.to_read.set()
            await asyncio.sleep(EVERY)
        left = await opened.database.look(lambda db: inbox.unread_count(db, opened.council.name))
        while any(sink.after(sender, began) is None for sender, began in came.items()):  # noqa: ASYNC110 it says nothing
            await asyncio.sleep(EVERY)
    took = sorted(sink.after(sender, began) or 0.0 for sender, began in came.items())
    return {
        "cries among mails that wait": len(took),
        "mails still waiting at the last cry": left,
        "words of danger to the alert, half, ms": took[len(took) // 2],
        "words of danger to the alert, 95 of 100, ms": took[int(len(took) * 0.95)],
        "words of danger to the alert, longest, ms": took[-1],
    }
