"""Two machines on one PostgreSQL, while one is killed, the database is killed and a machine stands still: every message
is kept once and answered once, and whoever is left goes on within seconds.
"""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from store import migrations
from tests.walks.families import Families, reckon
from tests.walks.service import Host, World
from tests.wire.postgres import Postgres

EACH = 50
STANDS_STILL = 20
SENDING = "sending"
"""A machine has it in hand: once that has ended nobody can know whether it left."""
SECONDS_TO_TAKE_OVER = 30
"""Two to see that the turn is free, fifteen if its holder fell silent without a word; the rest is a busy machine's."""


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with Postgres() as running:
        yield running


@pytest.mark.slow
@pytest.mark.requires("postgres")
@pytest.mark.requires("dovecot")
def test_two_machines_share_the_work_and_one_goes_on_when_the_other_or_the_database_has_gone(
    tmp_path: Path, postgres: Postgres
) -> None:
    url = postgres.database()
    migrations.migrate(url)
    with World(tmp_path, {"STORE__URL": url}) as world:
        machines = [world.host("mail,bot,sweeps") for _ in range(2)]
        _started(*machines)
        families = Families(world, random.Random(20261122))
        _written(families)

        reader = _reader(world, machines)
        reader.kill()
        killed = time.monotonic()
        unsure = _letters(world, SENDING)
        _written(families)
        world.until(lambda: _kept(world) == families.count, "the next machine has read on", seconds=90)
        assert time.monotonic() - killed < SECONDS_TO_TAKE_OVER
        _started(reader)

        _written(families)
        left = _letters(world, "sent")
        postgres.kill()
        postgres.start()
        unsure |= _letters(world) - left  # whose was which may be lost with the power
        _written(families)
        world.until(lambda: _kept(world) == families.count, "read on when the database is back", seconds=90)

        reader = _reader(world, machines)
        reader.freeze()
        frozen = time.monotonic()
        unsure |= _letters(world, SENDING)
        _written(families)
        world.until(lambda: _kept(world) == families.count, "read on while one stands still", seconds=90)
        time.sleep(max(STANDS_STILL - (time.monotonic() - frozen), 0))
        reader.thaw()

        world.until(lambda: _settled(world, families), "everything read and answered", seconds=150)
        found = reckon(families, url, tmp_path / "heard.key")
        assert (found.lost, found.doubled) == ([], [])
        assert found.again <= len(unsure) + families.cries(), (
            "again only where a fault left it unsure, or the siren spoke"
        )


def _started(*machines: Host) -> None:
    with ThreadPoolExecutor(len(machines)) as together:
        list(together.map(Host.start, machines))


def _written(families: Families) -> None:
    for _ in range(EACH):
        families.write()


def _reader(world: World, machines: list[Host]) -> Host:
    """Whose turn it is with the mailbox."""
    found: list[Host] = []

    def somebody() -> bool:
        found[:] = [host for host in machines if world.said_by(host).get("seconds_since_last_good_fetch") is not None]
        return len(found) == 1

    world.until(somebody, "one machine reads the mailbox")
    return found[0]


def _kept(world: World) -> int:
    return len(world.rows("select name from posts where channel in ('email', 'telegram')"))


def _letters(world: World, *states: str) -> set[str]:
    """Those that are so, by name; all, if nothing is said."""
    return {name for name, state in world.rows("select name, state from letters") if not states or state in states}


def _settled(world: World, families: Families) -> bool:
    unread = world.rows("select name from posts where state = 'kept'")
    leaving = world.rows("select name from letters where state in ('queued', 'sending')")
    return not unread and not leaving and len(world.rows("select name from messages")) == families.count
