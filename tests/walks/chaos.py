"""Chaos: messages pour in while mailbox, mail server, Bot API, database and machines fail at random, again and again.

    make chaos                                     5,000 messages, half an hour at most
    make chaos CHAOS="--messages 500 --seed 7"     as it is told; the same seed makes the same choices

Afterwards mailbox, inbox, contacts, letters and what the far ends were given are held against each other, message by
message, and a table says what was done and what came of it. One that was lost is an error, and so is one that was
doubled. A letter that the far end has twice under one name is neither: the wire left us unsure (house.md, 8).

Wires are spoiled by `tests.wire.proxy`, machines by signals, the disk by a file that fills it.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from store import migrations
from tests.walks.families import Families, Reckoning, reckon
from tests.walks.service import Host, World
from tests.wire.postgres import Postgres
from tests.wire.process import Process
from tests.wire.proxy import Proxy

HOSTS = 2
TOGETHER = 0.3
"""How often two things fail at once."""
CLOCKS = (-3600, -90, 45, 90)
"""Seconds by which a machine's time of day is set off. Back by an hour is the end of summer time taken for local time;
what was written while it was ahead may leave as late as it was ahead, so it is never far ahead.
"""

Fault = tuple[Callable[[], None], Callable[[], None]]
"""What breaks something, and what makes it well again."""


@dataclass(slots=True)
class Scene:
    """Everything that can fail, and the families who know nothing of it."""

    world: World
    postgres: Postgres
    machines: list[Host]
    wires: Mapping[str, Proxy]
    disk: Path
    families: Families
    chance: random.Random
    made: Counter[str] = field(default_factory=Counter)

    def faults(self) -> dict[str, Fault]:
        """Every fault there is, by its name in the table."""
        found: dict[str, Fault] = {}
        for name, wire in self.wires.items():
            found[f"{name} frozen"] = wire.freeze, wire.thaw
            found[f"{name} reset"] = wire.reset, wire.thaw
            found[f"{name} slow"] = lambda wire=wire: wire.slow(0.3), wire.thaw  # type: ignore[misc]
            found[f"{name} refused"] = wire.refuse, wire.thaw
        for host in self.machines:
            found[f"machine {self.machines.index(host) + 1} killed"] = host.kill, lambda host=host: _back(host)  # type: ignore[misc]
            found[f"machine {self.machines.index(host) + 1} frozen"] = host.freeze, host.thaw
        found["mailbox killed"] = self.world.imap.kill, self.world.imap.start
        found["mail server killed"] = self.world.sink.kill, lambda: _back(self.world.sink)
        found["database killed"] = self.postgres.kill, self.postgres.start
        found["time of day set"] = self._clock_set, self._clock_right
        if os.geteuid() == 0:
            found["database's disk full"] = self._disk_filled, self._disk_freed
        return found

    def break_and_mend(self, names: Sequence[str], *, seconds: float, messages: int) -> None:
        """Break these things at once, let families write meanwhile, and mend them: machines last, as they need the rest
        to start.
        """
        faults = self.faults()
        for name in names:
            faults[name][0]()
            self.made[re.sub(r"machine \d", "machine", name)] += 1
        self.write(messages, over=seconds)
        for name in sorted(names, key=lambda name: name.startswith("machine ")):
            faults[name][1]()

    def write(self, messages: int, *, over: float) -> None:
        """So many messages within so many seconds; what cannot be sent now is a mail server's or Telegram's to keep."""
        end = time.monotonic() + over
        for left in range(messages, 0, -1):
            self.families.write()
            time.sleep(max(end - time.monotonic(), 0) / left)

    def settled(self) -> bool:
        """Whether everything is read and everything has left."""
        try:
            ((waiting, leaving, read),) = self.world.rows(
                "select (select count(*) from posts where state = 'kept'),"
                " (select count(*) from letters where state in ('queued', 'sending')),"
                " (select count(*) from messages)"
            )
        except psycopg.OperationalError:
            return False  # it is still coming back
        return not waiting and not leaving and read >= self.families.count

    def _clock_set(self) -> None:
        _clock(self.world.folder, self.chance.choice(CLOCKS))

    def _clock_right(self) -> None:
        _clock(self.world.folder, 0)

    def _disk_filled(self) -> None:
        with (self.disk / "filler").open("wb", buffering=0) as filler:
            for size in (1 << 20, 65536, 4096):
                try:
                    while filler.write(b"\0" * size) == size:
                        pass
                except OSError:
                    continue

    def _disk_freed(self) -> None:
        (self.disk / "filler").unlink()
        if not self.postgres.running:  # it ends itself when it cannot write its log
            self.postgres.start()


def _back(process: Process) -> None:
    process.start()


def _clock(folder: Path, seconds: float) -> None:
    part = folder / ".clock"
    part.write_text(str(seconds))
    part.replace(folder / "clock")


@contextmanager
def opened(folder: Path, seed: int) -> Iterator[Scene]:
    """Two machines on one PostgreSQL, every wire of theirs one that can be spoiled."""
    with ExitStack() as stack:
        disk = stack.enter_context(_small_disk())
        postgres = stack.enter_context(Postgres(disk))
        url = postgres.database()
        migrations.migrate(url)
        world = stack.enter_context(World(folder, {"STORE__URL": url}))
        ends = {
            "database": postgres.port,
            "mailbox": world.imap.tls_port,
            "mail server": world.smtp_port,
            "Bot API": world.api_port,
        }
        wires = {name: stack.enter_context(Proxy(to=port)) for name, port in ends.items()}
        spoiled = {
            "STORE__URL": url.replace(str(postgres.port), str(wires["database"].port)),
            "INTAKE__IMAP__PORT": str(wires["mailbox"].port),
            "OUTBOX__SMTP__PORT": str(wires["mail server"].port),
            "BOT__API": f"http://127.0.0.1:{wires['Bot API'].port}",
        }
        _clock(folder, 0)
        machines = [world.host("mail,bot,sweeps", program="tests.walks.wound", **spoiled) for _ in range(HOSTS)]
        for host in machines:
            host.start()
        chance = random.Random(seed)
        yield Scene(world, postgres, machines, wires, disk, Families(world, chance), chance)


@contextmanager
def _small_disk() -> Iterator[Path]:
    """A disk of 512 MB, where we may make one; else a folder that never fills. The database's account may go there."""
    with tempfile.TemporaryDirectory(prefix="disk-") as name:
        disk = Path(name)
        disk.chmod(0o755)
        if os.geteuid() != 0:
            yield disk
            return
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512m,mode=755", "tmpfs", name], check=True)
        try:
            yield disk
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)


def play(scene: Scene, *, messages: int, seconds: float, pace: float, rounds: int) -> Reckoning:
    """So many faults one after the other, spread over the messages; then the reckoning, when everything has settled."""
    end = time.monotonic() + seconds
    order = list(scene.faults()) * (rounds // len(scene.faults()) + 1)
    scene.chance.shuffle(order)
    each = max(1, messages // (rounds + 1))
    while order and sum(scene.made.values()) < rounds and time.monotonic() < end:
        names = [order.pop()]
        if order and scene.chance.random() < TOGETHER and _thing(order[-1]) != _thing(names[0]):
            names.append(order.pop())
        scene.break_and_mend(names, seconds=scene.chance.uniform(0.3, 1.0) * pace, messages=each * len(names))
    if time.monotonic() < end:
        scene.write(messages - scene.families.count, over=pace)
    scene.world.until(scene.settled, "everything read and answered", seconds=300)
    url = scene.world.environment()["HEARD_STORE__URL"]
    return reckon(scene.families, url, scene.world.folder / "heard.key")


def _thing(name: str) -> str:
    """What a fault is a fault of: two of the same thing are not made at once."""
    return " ".join(name.replace("'s", "").split()[:-1]).removesuffix(" disk")


def table(scene: Scene, found: Reckoning, took: float) -> str:
    """What was done, and what came of it."""
    rows = [(name, str(count)) for name, count in sorted(scene.made.items())]
    rows += [
        ("messages", str(scene.families.count)),
        ("lost", str(len(found.lost))),
        ("doubled", str(len(found.doubled))),
        ("letters that came again under the same name", str(found.again)),
        ("chats told that it may not be saved", str(found.unsaved)),
        ("longest wait for the first answer, seconds", f"{found.longest:.1f}"),
        ("minutes", f"{took / 60:.1f}"),
    ]
    return "\n".join(f"{name:<46}{value:>8}" for name, value in rows)


def main() -> int:
    """Chaos from the command line; 1 if anything was lost or doubled."""
    asked = argparse.ArgumentParser(prog="make chaos", description=__doc__.splitlines()[0])
    asked.add_argument("--messages", type=int, default=5000)
    asked.add_argument("--minutes", type=float, default=30)
    asked.add_argument("--faults", type=int, default=100)
    asked.add_argument("--pace", type=float, default=12, help="seconds that a fault lasts at most")
    asked.add_argument("--seed", type=int, default=random.randrange(10**6))
    given = asked.parse_args()
    sys.stdout.write(f"seed {given.seed}\n")
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder, opened(Path(folder), given.seed) as scene:
        began = time.monotonic()
        found = play(scene, messages=given.messages, seconds=given.minutes * 60, pace=given.pace, rounds=given.faults)
        sys.stdout.write(table(scene, found, time.monotonic() - began) + "\n")
    for each in (*found.lost, *found.doubled):
        sys.stdout.write(f"{each}\n")
    return int(bool(found.lost or found.doubled))


if __name__ == "__main__":
    sys.exit(main())
