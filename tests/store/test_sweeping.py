"""Of whoever is forgotten not a byte is left in any file of PostgreSQL's: not in its tables, nor in what it noted of
their values, nor in its log.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from casework.changes import Change
from casework.contacts import Standing
from casework.messages import Address, Channel
from store import changes, engines, inbox, migrations
from store.database import Connection
from store.inbox import Read
from store.retention import going, sweeping, words
from store.retention.words import CONTACT, Approved
from store.tables import metadata
from tests import build
from tests.build import KEYS
from tests.store.examples import NOON, a_contact, a_message, a_post
from tests.wire.postgres import Postgres

pytestmark = pytest.mark.requires("postgres")

COUNCIL = build.profile("bnes")
LONG = "My carer locks the fridge, and nobody asks me. " * 400
GRANTED = "grant pg_checkpoint, pg_monitor to heard"
"""What docs/running.md says."""


@pytest.fixture
def cluster() -> Iterator[Postgres]:
    """A server of its own, whose files nobody else writes to."""
    with Postgres() as running:
        yield running


def opened_for_heard(cluster: Postgres) -> str:
    """A database of an account that may do nothing else, as an installation has it."""
    url = cluster.database()
    told(cluster, "create role heard login", f"alter database {url.rpartition('/')[2]} owner to heard")
    url = url.replace("postgres@", "heard@")
    told(cluster, "grant create on schema public to heard", at=url.replace("heard@", "postgres@"))
    migrations.migrate(url)
    return url


def told(cluster: Postgres, *statements: str, at: str = "") -> None:
    engine = create_engine(engines.parse(at or cluster.url()), isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        for each in statements:
            db.execute(text(each))
    engine.dispose()


def written(url: str, count: int) -> list[str]:
    """So many people wrote; each was set aside. Their contacts' ids."""
    engine, found = engines.writing(engines.parse(url), KEYS), []
    with engine.begin() as db:
        for number in range(count):
            post = a_post(raw=f"{number} {LONG}".encode())
            inbox.keep(db, post)
            inbox.mark(db, post, Read.READ, now=NOON)
            sender = Address(Channel.EMAIL, f"person{number}@family.example")
            message = a_message(post=post.name, sender=sender, text=f"{number} {LONG}")
            contact = a_contact(message, standing=Standing.SET_ASIDE)
            changes.save(db, Change(contacts=(contact,)), NOON)
            found.append(contact.id)
    engine.dispose()
    return found


def as_it_lies(url: str) -> set[bytes]:
    """Pieces of what is sealed, and digests, as they lie in the database: no key has opened them."""
    engine, found = engines.writing(engines.parse(url)), set[bytes]()
    with engine.begin() as db:
        for name in ("raws", "messages", "contacts", "found_by"):
            for row in db.execute(select(metadata.tables[name])):
                for cell in row:
                    if isinstance(cell, bytes) and len(cell) > 80:
                        found.add(cell[40:72])
                    elif isinstance(cell, str) and cell.startswith("~"):
                        found.add(cell.encode())
    engine.dispose()
    return found


def forgotten(url: str, which: str) -> None:
    engine = engines.writing(engines.parse(url), KEYS)
    with engine.begin() as db:
        done = _gone(db, which)
    engine.dispose()
    assert not done.kept and done.rows >= 3


def _gone(db: Connection, which: str) -> going.Done:
    said = Approved(CONTACT, which, "asked", "dan", NOON, "BN-2222")
    words.approve(db, "bnes", [said])
    (done,) = going.go(db, COUNCIL, [said], NOON)
    return done


def files_with(pieces: set[bytes], folder: Path) -> dict[str, int]:
    """Every file of the server's that has any of them, and how many."""
    found = {}
    for path in (each for each in folder.rglob("*") if each.is_file()):
        raw = path.read_bytes()
        if count := sum(piece in raw for piece in pieces):
            found[str(path.relative_to(folder))] = count
    return found


def planted(cluster: Postgres) -> tuple[str, set[bytes]]:
    """Twelve people wrote, the server has noted examples of all that, and one of them is forgotten: the address, and
    what was theirs.
    """
    url = opened_for_heard(cluster)
    first, *_ = written(url, 12)
    told(cluster, "analyze", "checkpoint", at=url.replace("heard@", "postgres@"))
    before = as_it_lies(url)
    forgotten(url, first)
    theirs = before - as_it_lies(url)
    told(cluster, "checkpoint")
    assert len(theirs) >= 4
    left = files_with(theirs, cluster.data)
    assert any(name.startswith("base") for name in left) and any(name.startswith("pg_wal") for name in left), left
    return url, theirs


@pytest.mark.rule("R905", "R914")
def test_not_a_byte_of_whoever_is_forgotten_is_left_in_any_file_of_postgresql(cluster: Postgres) -> None:
    url, theirs = planted(cluster)
    told(cluster, GRANTED)
    assert sweeping.is_small(url) and sweeping.sweep(url) is True
    assert files_with(theirs, cluster.data) == {}


def test_an_account_that_may_not_see_the_log_says_so_and_has_cleaned_the_tables(cluster: Postgres) -> None:
    url, theirs = planted(cluster)
    assert sweeping.sweep(url) is False
    told(cluster, "checkpoint")
    assert {name.partition("/")[0] for name in files_with(theirs, cluster.data)} == {"pg_wal"}


def test_a_store_is_quiet_when_nobody_else_has_it_open(cluster: Postgres) -> None:
    url = cluster.database()
    engine = create_engine(engines.parse(url))
    assert sweeping.is_quiet(url)
    with engine.connect():
        assert not sweeping.is_quiet(url)
    engine.dispose()
