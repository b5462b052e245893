"""Whoever has the database and not the key has nobody's words and nobody's name; new keys come while it is in use."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from casework.changes import Change
from casework.contacts import Contact
from casework.messages import Address, Channel
from store import changes, contacts, copies, engines, finding, inbox, migrations, renewing, sealing
from store.database import Connection
from store.sealing import Keys, Unopened
from store.tables import metadata
from tests.build import KEYS
from tests.store.examples import NOON, a_contact, a_letter, a_message, a_post

OLD, NEW = b"what seals the stores of tests", b"what came after it"
WHO = Address(Channel.EMAIL, "quillon.person@family.example")
SAID = "My quillon words are nobody else's."


def lived_in(engine: Engine) -> Contact:
    """A store with one email from somebody, as it came and as it was understood, and a letter to them."""
    message = a_message(sender=WHO, sender_name="Quillon Person", text=SAID, subject="Quillon words")
    contact = a_contact(message, sender=WHO)
    with engine.begin() as db:
        inbox.keep(db, a_post(raw=f"From: {WHO.value}\r\n\r\n{SAID}".encode()))
        changes.save(db, Change(contacts=(contact,), letters=(a_letter(to=WHO, about=contact.id),)), NOON)
    return contact


@contextmanager
def reading(url: str, keys: Keys | None) -> Iterator[Connection]:
    engine = engines.reading(engines.parse(url), keys)
    try:
        with engine.begin() as db:
            yield db
    finally:
        engine.dispose()


def everything(url: str, keys: Keys | None = None) -> dict[str, list[str]]:
    """Every row of every table, as somebody with these keys reads it."""
    with reading(url, keys) as db:
        return {table.name: sorted(map(repr, db.execute(select(table)))) for table in metadata.sorted_tables}


def found_by(url: str, keys: Keys, contact: Contact) -> None:
    """The contact is there, whole, and is found by its sender and by a word."""
    with reading(url, keys) as db:
        assert contacts.of(db, "bnes", WHO)[0].messages[0].text == SAID
        assert [each.reference for each in finding.search(db, "bnes", "Quillon", limit=5)] == [contact.reference]


def test_the_database_alone_tells_nobodys_words_name_or_address(engine: Engine, url: str, tmp_path: Path) -> None:
    contact = lived_in(engine)
    found_by(url, KEYS, contact)
    copies.back_up(url, tmp_path / "copy")
    stolen = repr(everything(url)).casefold()
    for mark in ("quillon", "family.example"):
        assert mark not in stolen and mark.encode() not in (tmp_path / "copy").read_bytes().lower()
    assert contact.reference.casefold() in stolen, "references are searched by as they are"


def test_nobody_can_guess_at_an_address_without_the_key(engine: Engine, url: str) -> None:
    lived_in(engine)
    with reading(url, sealing.under([NEW])) as db:
        assert contacts.of(db, "bnes", WHO) == () and finding.search(db, "bnes", "Quillon", limit=5) == []


def test_after_new_keys_everything_is_as_it_was_and_the_old_one_opens_nothing_of_it(engine: Engine, url: str) -> None:
    contact = lived_in(engine)
    before = everything(url, KEYS)
    told: list[tuple[int, int]] = []
    both = sealing.under([NEW, OLD])
    assert renewing.renew(url, both, lambda done, whole: told.append((done, whole))) > 0
    assert told[-1][0] == told[-1][1] > 0
    assert everything(url, both) == before
    found_by(url, both, contact)
    with pytest.raises(Unopened):
        everything(url, KEYS)
    assert renewing.renew(url, both) == 0, "twice is once"


def test_where_all_was_found_sealed_nothing_is_looked_through_until_there_is_another_key(
    engine: Engine, url: str
) -> None:
    lived_in(engine)
    looked: list[int] = []

    def sealed(*lines: bytes) -> tuple[int, bool]:
        """How many rows were sealed, and whether they were looked through."""
        looked.clear()
        return renewing.renew(url, sealing.under(lines), lambda done, _: looked.append(done)), bool(looked)

    assert sealed(OLD) == (0, True) and sealed(OLD) == (0, False)
    assert sealed(NEW, OLD)[0] > 0
    assert sealed(NEW, OLD) == (0, True), "a service may have written under the old one meanwhile"
    assert sealed(NEW, OLD) == (0, False)


def test_a_copy_is_brought_back_into_a_store_that_was_looked_through_while_nothing_was_in_it(
    url: str, tmp_path: Path
) -> None:
    elsewhere = f"sqlite:///{tmp_path}/elsewhere.db"
    migrations.migrate(elsewhere)
    there = engines.writing(engines.parse(elsewhere), KEYS)
    lived_in(there)
    there.dispose()
    copies.back_up(elsewhere, tmp_path / "copy")
    assert renewing.renew(url, KEYS) == 0, "as `heard migrate` does in a new database"
    copies.restore(tmp_path / "copy", url)
    assert everything(url, KEYS) == everything(elsewhere, KEYS)


def test_a_service_that_runs_while_keys_are_renewed_reads_the_key_file_again(engine: Engine, url: str) -> None:
    contact = lived_in(engine)
    lines = [OLD]
    running = Keys(lambda: lines)
    found_by(url, running, contact)
    lines = [NEW, OLD]
    renewing.renew(url, sealing.under(lines))
    found_by(url, running, contact)


def test_what_an_older_version_left_unsealed_is_not_read_until_it_is_sealed(url: str) -> None:
    older = engines.writing(engines.parse(url))
    contact = lived_in(older)
    older.dispose()
    with pytest.raises(Unopened, match="heard migrate"):
        everything(url, KEYS)
    renewing.renew(url, KEYS)
    found_by(url, KEYS, contact)
    assert "quillon" not in repr(everything(url)).casefold()


def test_what_somebody_changed_in_the_database_is_refused_and_not_sealed_anew(engine: Engine, url: str) -> None:
    lived_in(engine)
    bare = engines.writing(engines.parse(url))
    table = metadata.tables["messages"]
    with bare.begin() as db:
        sealed = bytes(db.execute(select(table.c.data)).scalar_one())
        db.execute(table.update().values(data=sealed[:-1] + bytes([sealed[-1] ^ 1])))
    bare.dispose()
    with pytest.raises(Unopened, match="altered"):
        renewing.renew(url, sealing.under([NEW, OLD]))
