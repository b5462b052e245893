"""Staff sign in once with what they were given, and a leaver loses everything the same moment."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine, select

from casework.councils import Role, Staff
from store import people, sessions, tables
from store.database import Connection
from store.people import Purpose
from tests.store.examples import NOON
from tests.store.strategies import any_value

MINA = Staff("mina", "Mina Shaw", frozenset({Role.CO}), "Mina@council.example")
DAN = Staff("dan", "Dan Marsh", frozenset({Role.CM}), "dan@council.example")
SOON = NOON + timedelta(minutes=5)


@pytest.fixture
def db(engine: Engine) -> Iterator[Connection]:
    """A store in which two people work."""
    with engine.connect() as connection:
        people.add(connection, "bnes", MINA)
        people.add(connection, "bnes", DAN)
        yield connection


@given(any_value(Staff))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anybody_reads_back_as_they_were_added(engine: Engine, somebody: Staff) -> None:
    somebody = replace(somebody, id=somebody.id.replace("\0", ""))
    with engine.connect() as db:
        assert people.add(db, "bnes", somebody)
        assert not people.add(db, "bnes", somebody)
        assert people.staff(db, "bnes") == (somebody,)


def test_staff_are_found_by_id_address_and_chat(db: Connection) -> None:
    people.change(db, "bnes", replace(DAN, chat="777", away=((date(2026, 3, 2), date(2026, 3, 6)),)))
    assert people.member(db, "bnes", "mina") == MINA
    assert people.by_email(db, "bnes", " mina@COUNCIL.example ") == MINA
    assert people.by_chat(db, "bnes", "777") == people.member(db, "bnes", "dan")
    assert people.by_email(db, "bnes", "") is None
    assert people.by_chat(db, "bnes", "") is None


def test_a_link_lets_its_owner_in_once(db: Connection) -> None:
    token = people.issue_link(db, "bnes", "mina", NOON)
    assert people.use_link(db, "bnes", token, SOON) == MINA
    assert people.use_link(db, "bnes", token, SOON) is None


def test_a_link_that_is_too_old_or_made_up_or_for_a_chat_lets_nobody_in(db: Connection) -> None:
    old = people.issue_link(db, "bnes", "mina", NOON - people.LASTS[Purpose.SIGN_IN])
    code = people.issue_link(db, "bnes", "mina", NOON, Purpose.CHAT)
    assert [people.use_link(db, "bnes", token, NOON) for token in (old, code, "made up", "")] == [None] * 4


def test_a_session_ends_when_nobody_uses_it_for_a_while_and_after_a_working_day_in_any_case(db: Connection) -> None:
    token, idle, day = sessions.start(db, "bnes", "mina", NOON), timedelta(hours=1), timedelta(hours=8)
    begun = sessions.one(db, "bnes", token, SOON)
    assert begun is not None and (begun.staff, begun.began, begun.ends) == (MINA, NOON, NOON + idle)
    assert sessions.one(db, "bnes", token, NOON + idle) is None
    assert not begun.should_stay(NOON + timedelta(minutes=4), idle=idle, lasts=day), (
        "a page that is read writes nothing"
    )
    assert begun.should_stay(SOON, idle=idle, lasts=day)
    moment = SOON
    while (until := sessions.stay(db, "bnes", token, moment)) and until > moment:
        assert until == min(moment + idle, NOON + day)
        moment = until - timedelta(seconds=1) if until < NOON + day else until
    assert moment == NOON + day and sessions.one(db, "bnes", token, moment) is None


def test_somebody_signs_out_of_one_browser_or_of_all(db: Connection) -> None:
    here, there = sessions.start(db, "bnes", "mina", NOON), sessions.start(db, "bnes", "mina", NOON)
    sessions.end(db, "bnes", here)
    assert sessions.one(db, "bnes", here, SOON) is None and sessions.stay(db, "bnes", here, SOON) is None
    assert sessions.one(db, "bnes", there, SOON) is not None
    sessions.end_all(db, "bnes", "mina")
    assert sessions.one(db, "bnes", there, SOON) is None


def test_what_stands_for_the_first_step_can_be_read_until_the_second_and_is_no_link(db: Connection) -> None:
    half = people.issue_link(db, "bnes", "mina", NOON, Purpose.SECOND_STEP)
    assert people.use_link(db, "bnes", half, SOON) is None
    assert people.whose(db, "bnes", half, SOON, Purpose.SIGN_IN) is None
    assert [people.whose(db, "bnes", half, SOON, Purpose.SECOND_STEP) for _ in range(2)] == [MINA] * 2
    assert people.use_link(db, "bnes", half, SOON, Purpose.SECOND_STEP) == MINA
    assert people.whose(db, "bnes", half, SOON, Purpose.SECOND_STEP) is None


def test_a_leaver_is_out_at_once_and_keeps_their_name(db: Connection) -> None:
    session = sessions.start(db, "bnes", "mina", NOON)
    link = people.issue_link(db, "bnes", "mina", NOON)
    people.remove(db, "bnes", "mina", SOON)
    assert sessions.one(db, "bnes", session, SOON) is None
    assert people.use_link(db, "bnes", link, SOON) is None
    assert people.by_email(db, "bnes", MINA.email) is None
    assert people.staff(db, "bnes") == (DAN,)
    assert people.member(db, "bnes", "mina") == MINA


def test_what_lets_somebody_in_cannot_be_read_from_the_store(db: Connection) -> None:
    tokens = [people.issue_link(db, "bnes", "mina", NOON), sessions.start(db, "bnes", "mina", NOON)]
    stored = str([db.execute(select(table)).all() for table in (tables.links, tables.sessions)])
    assert not any(token in stored for token in tokens)


def test_a_code_links_a_chat_once_and_a_chat_belongs_to_one_person(db: Connection) -> None:
    code = people.issue_link(db, "bnes", "mina", NOON, Purpose.CHAT)
    assert len(code) == 8
    assert people.link_chat(db, "bnes", f" {code.lower()} ", SOON, chat="777") == replace(MINA, chat="777")
    assert people.link_chat(db, "bnes", code, SOON, chat="888") is None
    second = people.issue_link(db, "bnes", "dan", NOON, Purpose.CHAT)
    assert people.link_chat(db, "bnes", second, SOON, chat="777") == replace(DAN, chat="777")
    assert people.member(db, "bnes", "mina") == MINA
    assert people.by_chat(db, "bnes", "777") == replace(DAN, chat="777")


def test_a_code_is_too_old_after_ten_minutes(db: Connection) -> None:
    code = people.issue_link(db, "bnes", "mina", NOON, Purpose.CHAT)
    assert people.link_chat(db, "bnes", code, NOON + timedelta(minutes=10), chat="777") is None


def test_after_three_wrong_codes_a_chat_needs_a_newer_one(db: Connection) -> None:
    code = people.issue_link(db, "bnes", "mina", NOON, Purpose.CHAT)
    for _ in range(people.WRONG_CODES):
        assert people.link_chat(db, "bnes", "WRONG234", SOON, chat="777") is None
    assert people.link_chat(db, "bnes", code, SOON, chat="777") is None
    newer = people.issue_link(db, "bnes", "mina", SOON + timedelta(seconds=1), Purpose.CHAT)
    assert people.link_chat(db, "bnes", newer, SOON + timedelta(minutes=1), chat="777") == replace(MINA, chat="777")
    last = people.issue_link(db, "bnes", "dan", NOON, Purpose.CHAT)
    assert people.link_chat(db, "bnes", last, SOON, chat="777") == replace(DAN, chat="777")


def test_a_code_is_no_word_that_anybody_writes_by_chance(db: Connection) -> None:
    codes = [people.issue_link(db, "bnes", "mina", NOON, Purpose.CHAT) for _ in range(50)]
    assert all(people.is_code(f" {code[:4].lower()}-{code[4:]}") for code in codes)
    for text in ("hmmmmmmm", "grrrrrrr", "pfffffft", "22334455", "BCDFGHJ2", "my code", "BN-7K4Q", "", "BCDF23456"):
        assert not people.is_code(text), text


def test_another_role_unlinks_the_chat_and_any_other_change_does_not(db: Connection) -> None:
    linked = replace(MINA, chat="777")
    people.change(db, "bnes", linked)
    moved = replace(linked, teams=frozenset({"duty"}), away=((date(2026, 3, 2), date(2026, 3, 6)),))
    people.change(db, "bnes", moved)
    assert people.by_chat(db, "bnes", "777") == moved
    people.change(db, "bnes", replace(moved, roles=frozenset({Role.CM})))
    assert people.by_chat(db, "bnes", "777") is None
    assert people.unlink_chat(db, "bnes", "777") is None
