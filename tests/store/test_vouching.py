"""Whoever can write to the database, but has no key, signs in as nobody by it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, Table, insert, select, update

from casework import names
from casework.changes import Change
from casework.councils import Role, Staff
from casework.messages import Address, Channel
from store import cases, changes, contacts, people, profile, sessions, tables, unsaved, values
from store.database import Connection, blind
from store.people import Purpose
from store.sealing import Unopened
from tests.desk.office import council
from tests.store.examples import NOON, a_case, a_contact, a_message

MINA = Staff("mina", "Mina Shaw", frozenset({Role.CO}), "mina@council.example", chat="777")
DAN = Staff("dan", "Dan Marsh", frozenset({Role.CM}), "dan@council.example")
SOON = NOON + timedelta(minutes=5)

LetIn = Callable[[Connection, str], Staff | None]


@pytest.fixture
def db(engine: Engine) -> Iterator[Connection]:
    """A store in which two people work, one of whom writes to it."""
    with engine.connect() as connection:
        people.add(connection, "bnes", MINA)
        people.add(connection, "bnes", DAN)
        yield connection


def by_session(db: Connection, token: str) -> Staff | None:
    found = sessions.one(db, "bnes", token, SOON)
    return found.staff if found else None


def by_link(db: Connection, token: str) -> Staff | None:
    return people.use_link(db, "bnes", token, SOON)


def by_half(db: Connection, token: str) -> Staff | None:
    return people.whose(db, "bnes", token, SOON, Purpose.SECOND_STEP)


def by_code(db: Connection, token: str) -> Staff | None:
    db.execute(tables.wrong_codes.delete())  # they can do that too
    return people.link_chat(db, "bnes", token, SOON, chat="888")


WAYS = [
    pytest.param(tables.sessions, lambda db: sessions.start(db, "bnes", "mina", NOON), by_session, id="session"),
    pytest.param(tables.links, lambda db: people.issue_link(db, "bnes", "mina", NOON), by_link, id="link"),
    pytest.param(
        tables.links, lambda db: people.issue_link(db, "bnes", "mina", NOON, Purpose.SECOND_STEP), by_half, id="half"
    ),
    pytest.param(
        tables.links, lambda db: people.issue_link(db, "bnes", "mina", NOON, Purpose.CHAT), by_code, id="code"
    ),
]
"""What is written, how it is begun for Mina, and whom it lets in."""


@pytest.mark.parametrize(("table", "begun", "lets_in"), WAYS)
def test_a_row_moved_to_somebody_else_or_to_another_time_or_without_our_seal_lets_nobody_in(
    db: Connection, table: Table, begun: Callable[[Connection], str], lets_in: LetIn
) -> None:
    begins = table.c["began" if table is tables.sessions else "issued"]
    for changed in ({table.c.staff: "dan"}, {begins: NOON + timedelta(minutes=1)}, {table.c.seal: None},
                    {table.c.seal: "~made-up"}):  # fmt: skip
        token = begun(db)
        db.execute(update(table).values(changed))
        assert lets_in(db, token) is None, changed
        db.execute(table.delete())
    found = lets_in(db, begun(db))
    assert found is not None and found.id == "mina", "as it was written"


@pytest.mark.parametrize(("kind", "lets_in"), [("session", by_session), ("sign_in", by_link), ("second_step", by_half)])
def test_a_row_written_by_hand_lets_nobody_in_whatever_seal_was_copied_into_it(
    db: Connection, kind: str, lets_in: LetIn
) -> None:
    sessions.start(db, "bnes", "dan", NOON)
    people.issue_link(db, "bnes", "dan", NOON)
    table = tables.sessions if kind == "session" else tables.links
    theirs = db.execute(select(table)).mappings().one()
    forged = {**theirs, "token": names.name(kind, "of my own")} | ({} if kind == "session" else {"purpose": kind})
    for seal in (theirs["seal"], None, "", names.name("seal", "of my own")):
        db.execute(table.delete())
        db.execute(insert(table), forged | {"seal": seal})
        assert lets_in(db, "of my own") is None, seal


def test_a_session_or_link_whose_end_was_put_off_ends_all_the_same(db: Connection) -> None:
    session, link = sessions.start(db, "bnes", "mina", NOON), people.issue_link(db, "bnes", "mina", NOON)
    for table in (tables.sessions, tables.links):
        db.execute(update(table).values(ends=NOON + timedelta(days=365)))
    assert sessions.one(db, "bnes", session, NOON + sessions.LASTS) is None
    assert people.use_link(db, "bnes", link, NOON + people.LASTS[Purpose.SIGN_IN]) is None


def test_a_code_for_a_chat_cannot_be_tried_out_against_the_table(db: Connection) -> None:
    code = people.issue_link(db, "bnes", "mina", NOON, Purpose.CHAT)
    (kept,) = db.execute(select(tables.links.c.token)).scalars()
    assert kept != names.name(Purpose.CHAT, code) and kept == blind(db, names.name(Purpose.CHAT, code))


def test_whoever_puts_anothers_account_in_the_place_of_their_own_is_not_taken_for_them(db: Connection) -> None:
    session = sessions.start(db, "bnes", "mina", NOON)
    rows = tables.staff
    dans = db.execute(select(rows.c.data).where(rows.c.id == "dan")).scalar_one()
    db.execute(update(rows).where(rows.c.id == "mina").values(data=dans))
    for asked in (
        lambda: sessions.one(db, "bnes", session, SOON),
        lambda: people.member(db, "bnes", "mina"),
    ):
        with pytest.raises(Unopened):
            asked()
    there = profile.in_force(db, replace(council(), name="bnes")).staff
    assert [each.id for each in there] == [each.id for each in people.staff(db, "bnes")] == ["dan"]


def test_whoever_has_a_namesake_at_another_council_of_the_same_database_is_not_taken_for_them(db: Connection) -> None:
    people.add(db, "elsewhere", replace(MINA, roles=frozenset({Role.CM})))
    rows = tables.staff
    theirs = db.execute(select(rows.c.data).where(rows.c.council == "elsewhere")).scalar_one()
    db.execute(update(rows).where(rows.c.council == "bnes", rows.c.id == "mina").values(data=theirs))
    with pytest.raises(Unopened):
        people.member(db, "bnes", "mina")


def test_a_row_of_a_version_that_said_nothing_of_the_council_is_read_and_says_it_when_it_is_saved(
    db: Connection,
) -> None:
    rows = tables.staff
    db.execute(update(rows).where(rows.c.id == "mina").values(data=values.encode(MINA)))
    assert people.member(db, "bnes", "mina") == MINA
    people.change(db, "bnes", MINA)
    assert b'"council":"bnes"' in db.execute(select(rows.c.data).where(rows.c.id == "mina")).scalar_one()


def test_whoever_puts_their_own_address_or_chat_at_anothers_account_is_not_taken_for_them(db: Connection) -> None:
    rows = tables.staff
    mine = db.execute(select(rows.c.email, rows.c.chat).where(rows.c.id == "mina")).one()
    db.execute(update(rows).where(rows.c.id == "mina").values(email="", chat=""))
    db.execute(update(rows).where(rows.c.id == "dan").values(email=mine.email, chat=mine.chat))
    assert people.by_email(db, "bnes", MINA.email) is None
    assert people.by_chat(db, "bnes", MINA.chat) is None


def test_whoever_puts_anothers_message_case_or_unsaved_form_at_their_own_name_reads_none_of_it(db: Connection) -> None:
    theirs, mine = a_contact(a_message()), Address(Channel.TELEGRAM, "777")
    case = a_case(contact=theirs.id)
    changes.save(db, Change(contacts=(theirs,), cases=(case,)), NOON)
    unsaved.keep(db, "bnes", "dan", "/tray", (("why", "what Dan typed"),), NOON)
    assert contacts.of(db, "bnes", theirs.sender) and cases.of(db, "bnes", case.complainant.address)
    me = blind(db, values.digest(mine))
    db.execute(update(tables.contacts).values(sender=me))
    db.execute(update(tables.parties).values(address=me))
    db.execute(update(tables.unsaved).values(staff="mina"))
    assert (contacts.of(db, "bnes", mine), cases.of(db, "bnes", mine)) == ((), ())
    assert unsaved.of(db, "bnes", "mina", NOON) == []
