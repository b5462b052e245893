"""How long a message takes through the doors of a service that has nothing else to do: from the mailbox's word that
something came to the receipt that the mail server took, and from a chat's message to the answer at the Bot API.

    make doors                          a hundred of each, as a table
    make doors DOORS="--messages 30"
    make doors DOORS=--postgresql       with a PostgreSQL of its own beside it, which is spared waiting for the disk

Real far ends, as in the walks. The mailbox's word is seen on the wire: Dovecot speaks of new mail twice a second at
most, and that is its time and not ours. A chat is left alone until its writer has been quiet for a while; what is
measured begins after that. Every figure is this machine's, at this moment.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from casework.arrive.saying import QUIET
from run import time_of_day
from store import migrations
from tests.walks.service import USER, World, an_email, recorded
from tests.wire.botapi.server import tell
from tests.wire.postgres import Postgres
from tests.wire.proxy import Proxy

SAID = "nobody told me about the meeting about my son, and nobody rings me back. number"
BETWEEN = 0.3
"""Seconds between two chats. *Taste.*"""


def by_mail(world: World, wire: Proxy, count: int) -> list[timedelta]:
    """From the mailbox's word, on this wire, to the receipt that the mail server took, for so many mails."""
    took = []
    for number in range(count):
        sender = f"family{number}@family.example"
        delivered = time_of_day.now()
        world.imap.deliver(USER, an_email(sender, number, f"{SAID} {number}."))
        world.until(lambda sender=sender: sender in _receipts(world), "the receipt")  # type: ignore[misc]
        word = wire.said[bisect_left(wire.said, delivered)]
        took.append(_receipts(world)[sender] - word)
    return took


def by_chat(world: World, count: int) -> list[timedelta]:
    """From a chat's message to the answer at the Bot API, beyond the quiet time, for so many chats."""
    sent: dict[int, datetime] = {}
    for chat in range(9000, 9000 + count):
        sent[chat] = time_of_day.now()
        asyncio.run(tell(world.address, "text", chat=chat, text=f"{SAID} {chat}"))
        time.sleep(BETWEEN)
    world.until(lambda: _answers(world).keys() >= sent.keys(), "an answer in each chat")
    return [_answers(world)[chat] - QUIET - began for chat, began in sent.items()]


def _receipts(world: World) -> dict[str, datetime]:
    return {line["to"][0]: datetime.fromisoformat(line["at"]) for line in reversed(recorded(world.letters))}


def _answers(world: World) -> dict[int, datetime]:
    said = [line for line in recorded(world.calls) if line["method"] == "sendMessage" and not line["refused"]]
    return {int(line["args"]["chat_id"]): datetime.fromisoformat(line["at"]) for line in reversed(said)}


def table(ready: timedelta, mails: Sequence[timedelta], chats: Sequence[timedelta]) -> str:
    """What was measured, a line for each. The first mail after a start finds nothing prepared, and has its own."""
    first, others = mails[0], mails[1:] or mails
    lines = [
        f"{'the service is ready after':46} {ready.total_seconds():9.2f} s",
        f"{'mailbox to receipt, the first after the start':46} {1000 * first.total_seconds():9.1f} ms",
    ]
    for what, took in (("mailbox's word to receipt taken", others), ("chat to answer, beyond the quiet", chats)):
        for part, name in ((0.5, "half"), (0.95, "95 of 100"), (0.99, "99 of 100")):
            nth = sorted(took)[int(len(took) * part)]
            lines.append(f"{what + ', ' + name:46} {1000 * nth.total_seconds():9.1f} ms")
    return "\n".join(lines)


def main() -> int:
    """Start everything, measure, and print the table."""
    asked = argparse.ArgumentParser(prog="make doors")
    asked.add_argument("--messages", type=int, default=100)
    asked.add_argument("--postgresql", action="store_true")
    given = asked.parse_args()
    count = given.messages
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="doors-"))
        settings = {}
        if given.postgresql:
            settings["STORE__URL"] = stack.enter_context(Postgres()).database()
            migrations.migrate(settings["STORE__URL"])
        world = stack.enter_context(World(Path(folder), settings))
        wire = stack.enter_context(Proxy(to=world.imap.tls_port))
        host = world.heard = world.host(INTAKE__IMAP__PORT=str(wire.port))
        began = time_of_day.now()
        host.start()
        ready = time_of_day.now() - began
        sys.stdout.write(table(ready, by_mail(world, wire, count), by_chat(world, count)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
