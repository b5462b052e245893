"""What is sealed is told to nobody without the key, and opens only for what it belongs to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update

from casework.cases import Case
from casework.changes import Change
from casework.contacts import Contact
from store import cases, changes, contacts, sealing
from store.sealing import Unopened
from store.tables import metadata
from tests.store.examples import NOON, a_case, a_contact, a_letter, a_message, an_alarm

OLD, NEW = b"the key of last year", b"the key of this year"


@given(st.binary(max_size=200), st.text(max_size=20))
def test_what_was_sealed_opens_again_and_shows_nothing_until_then(plain: bytes, about: str) -> None:
    seal = sealing.under([NEW])
    sealed = seal.seal(plain, about)
    assert seal.open(sealed, about) == plain
    assert len(plain) < 4 or plain not in sealed[sealing.BEGINS :]
    assert sealed != seal.seal(plain, about), "the same words twice are not seen to be the same"


def test_moved_to_another_column_touched_cut_short_or_under_another_key_it_does_not_open() -> None:
    seal = sealing.under([NEW])
    sealed = seal.seal(b"a secret", "mina")
    touched = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))]
    for wrong in (*touched, sealed[:-1], sealed[:20], b"", b"\x01", b"plain words"):
        with pytest.raises(Unopened):
            seal.open(wrong, "mina")
    with pytest.raises(Unopened):
        seal.open(sealed, "dan")
    for other in (sealing.under([OLD]), sealing.under([NEW], "another purpose")):
        with pytest.raises(Unopened):
            other.open(sealed, "mina")


def test_after_a_change_of_keys_the_old_still_opens_and_can_be_sealed_anew() -> None:
    old = sealing.under([OLD]).seal(b"a secret", "mina")
    both = sealing.under([NEW, OLD])
    assert both.open(old, "mina") == b"a secret" and not both.is_newest(old)
    again = both.seal(both.open(old, "mina"), "mina")
    assert both.is_newest(again) and sealing.under([NEW]).open(again, "mina") == b"a secret"


def test_a_record_of_it_shows_no_key() -> None:
    assert NEW.decode() not in repr(sealing.under([NEW])) and "keys" not in repr(sealing.under([NEW]))


def _read(*abouts: Contact | Case | None) -> list[str]:
    """Read to the last word: what was said is opened as it is read."""
    found = [each for each in abouts if each]
    return [each.text for one in found for each in one.messages] + [each.words for one in found for each in one.said]


@pytest.mark.parametrize("of", ["contacts", "cases", "messages", "letters", "alarms"])
def test_put_into_another_row_it_is_not_taken_for_that_ones(engine: Engine, of: str) -> None:
    theirs, ours = a_contact(a_message()), a_contact(a_message())
    opened = tuple(a_case(contact=each.id) for each in (theirs, ours))
    told = tuple(a_letter(about=each.id) for each in (theirs, ours))
    rung = tuple(an_alarm(contact=each.id) for each in (theirs, ours))
    table = metadata.tables[of].alias("the_other")
    moved = select(table.c.data).where(table.c.seq == 2).scalar_subquery()
    with engine.begin() as db:
        changes.save(db, Change(contacts=(theirs, ours), cases=opened, letters=told, alarms=rung), NOON)
        assert contacts.one(db, "bnes", theirs.id) and cases.one(db, "bnes", opened[0].reference)
        there = metadata.tables[of]
        db.execute(update(there).where(there.c.seq == 1).values(data=moved))
        with pytest.raises(Unopened, match="moved"):
            _read(contacts.one(db, "bnes", theirs.id), cases.one(db, "bnes", opened[0].reference))
