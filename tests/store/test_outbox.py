"""A letter leaves once, in its turn; what fails is in nobody else's way; safety waits for nothing."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from casework.changes import Change
from casework.letters import Letter, Posted, Urgency
from casework.messages import Address, Channel
from store import changes, contacts, outbox
from store.database import Connection, Database
from tests.store.examples import NOON, a_contact, a_letter

ALEX = Address(Channel.EMAIL, "alex@family.example")
KIM = Address(Channel.EMAIL, "kim@family.example")


def queue(db: Connection, *letters: Letter) -> None:
    changes.save(db, Change(letters=letters), NOON)


def claim(db: Connection, *, minutes: float = 0, limit: int = 10, by: Channel = Channel.EMAIL) -> list[Letter]:
    return outbox.claim(db, "bnes", NOON + timedelta(minutes=minutes), {by: limit})


def send(db: Connection, letter: Letter, **other: Any) -> None:
    outbox.sent(db, letter, NOON, **({"words_sent": "Hello", "far_id": ""} | other))


def test_the_most_urgent_leaves_first_then_the_longest_due_then_the_first_written(engine: Engine) -> None:
    readers = [Address(Channel.EMAIL, f"{number}@family.example") for number in range(5)]
    early, late = NOON - timedelta(hours=2), NOON - timedelta(hours=1)
    letters = [
        a_letter(to=readers[0], urgency=Urgency.DIGEST, not_before=early),
        a_letter(to=readers[1], not_before=late),
        a_letter(to=readers[2], not_before=early),
        a_letter(to=readers[3], not_before=early),
        a_letter(to=readers[4], urgency=Urgency.SAFETY),
    ]
    with engine.connect() as db:
        queue(db, *letters)
        assert claim(db) == [letters[place] for place in (4, 2, 3, 1, 0)]
        assert claim(db) == []


def test_no_letter_leaves_before_its_time_nor_by_another_way(engine: Engine) -> None:
    letter = a_letter(not_before=NOON + timedelta(minutes=5))
    with engine.connect() as db:
        queue(db, letter)
        assert claim(db) == []
        assert claim(db, minutes=5, by=Channel.TELEGRAM) == []
        assert claim(db, minutes=5) == [letter]


def test_letters_to_one_reader_leave_in_the_order_they_were_written(engine: Engine) -> None:
    first, second, other = a_letter(to=ALEX), a_letter(to=ALEX, urgency=Urgency.ANSWER), a_letter(to=KIM)
    with engine.connect() as db:
        queue(db, first, second, other)
        assert claim(db, limit=1) == [first, second]
        last = a_letter(to=ALEX)
        queue(db, last)
        assert claim(db) == [other]
        send(db, first)
        assert claim(db) == []
        send(db, second)
        assert claim(db) == [last]


def test_a_letter_that_is_put_off_lets_the_next_to_the_same_reader_go(engine: Engine) -> None:
    first, second = a_letter(to=ALEX), a_letter(to=ALEX)
    with engine.connect() as db:
        queue(db, first)
        claim(db)
        outbox.again(db, first, not_before=NOON + timedelta(minutes=1), why="451")
        queue(db, second)
        assert claim(db) == [second]
        outbox.failed(db, second, NOON, why="550")
        assert claim(db, minutes=1) == [first]


def test_a_letter_that_never_goes_is_in_nobody_elses_way(engine: Engine) -> None:
    broken = [a_letter(to=ALEX) for _ in range(20)]
    others = [a_letter(to=Address(Channel.EMAIL, f"{number}@family.example")) for number in range(20)]
    with engine.connect() as db:
        queue(db, *broken, *others)
        gone: list[Letter] = []
        for minute in range(25):
            for letter in claim(db, minutes=minute, limit=3):
                if letter.to == ALEX:
                    outbox.again(db, letter, not_before=NOON + timedelta(minutes=minute + 2), why="451")
                else:
                    send(db, letter)
                    gone.append(letter)
        assert sorted(one.name for one in gone) == sorted(one.name for one in others)


def test_safety_waits_for_nothing(engine: Engine) -> None:
    stuck, waiting = a_letter(to=ALEX), a_letter(to=ALEX)
    danger = [a_letter(to=ALEX, urgency=Urgency.SAFETY) for _ in range(2)]
    with engine.connect() as db:
        queue(db, stuck)
        claim(db)
        queue(db, waiting, *danger)
        assert claim(db) == danger


def test_a_letter_that_was_taken_and_never_marked_is_taken_again_once_it_is_given_back(engine: Engine) -> None:
    letter = a_letter()
    with engine.connect() as db:
        queue(db, letter)
        claim(db)
        assert claim(db, minutes=60) == []
        assert outbox.give_back(db, "bnes", outbox.claims(db, "bnes")) == 1
        assert outbox.give_back(db, "bnes", outbox.claims(db, "bnes")) == 0
        assert claim(db, minutes=60) == [letter]
        assert outbox.tries(db, letter) == 2


def test_a_letter_of_which_something_was_said_meanwhile_is_not_given_back_nor_one_that_left(engine: Engine) -> None:
    held, gone = a_letter(to=ALEX), a_letter(to=KIM)
    with engine.connect() as db:
        queue(db, held, gone)
        claim(db)
        seen = outbox.claims(db, "bnes")
        assert set(seen) == {held.name, gone.name}
        later = NOON + timedelta(seconds=10)
        assert outbox.hold(db, "bnes", {held.name: {seen[held.name]}}, later) == {held.name}
        send(db, gone)
        assert outbox.hold(db, "bnes", {gone.name: {seen[gone.name]}}, later) == set()
        assert outbox.give_back(db, "bnes", seen) == 0
        assert outbox.claims(db, "bnes") == {held.name: NOON + timedelta(seconds=10)}


@given(st.lists(st.sampled_from(["claim", "sent", "again", "failed", "wait"]), max_size=25))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_nobodys_letters_are_taken_while_theirs_are_on_their_way_and_none_leaves_again(
    engine: Engine, steps: list[str]
) -> None:
    letters = [a_letter(to=reader) for reader in (ALEX, KIM) for _ in range(3)]
    minute, going, done = 0.0, list[Letter](), set[str]()
    with engine.connect() as db:
        queue(db, *letters)
        for step in steps:
            if step == "claim":
                taken = claim(db, minutes=minute)
                assert done.isdisjoint(one.name for one in taken)
                assert {one.to for one in taken}.isdisjoint(one.to for one in going)
                going += taken
            elif step == "wait":
                minute += 1.0 if not going else 0
            elif going:
                letter = going.pop(0)
                if step == "again":
                    outbox.again(db, letter, not_before=NOON + timedelta(minutes=minute + 1), why="451")
                else:
                    done.add(letter.name)
                    send(db, letter) if step == "sent" else outbox.failed(db, letter, NOON, why="550")


def test_what_was_said_is_on_record_exactly_and_found_by_either_name(engine: Engine) -> None:
    contact = a_contact()
    letter = a_letter(about=contact.id, staff="priya")
    with engine.connect() as db:
        changes.save(db, Change((contact,), letters=(letter,)), NOON)
        assert outbox.exact(db, "bnes", letter.name) is None
        claim(db)
        send(db, letter, words_sent="Dear Sam — thank you.", far_id="5550001:17")
        assert outbox.exact(db, "bnes", letter.name) == "Dear Sam — thank you."
        assert outbox.by_far_id(db, "bnes", "5550001:17") == letter
        assert outbox.by_message_id(db, "bnes", f"<{letter.name.replace('/', '.')}@council.example>") == letter
        found = contacts.one(db, "bnes", contact.id)
        assert found is not None
        assert [(one.posted, one.sent, one.staff) for one in found.said] == [(Posted.SENT, NOON, "priya")]


def test_a_letter_that_left_while_it_was_being_withdrawn_is_recorded_as_sent(engine: Engine) -> None:
    letter = a_letter()
    with engine.connect() as db:
        queue(db, letter)
        claim(db)
        claim(db, minutes=10)
        send(db, letter)
        outbox.again(db, letter, not_before=NOON, why="late news")
        outbox.failed(db, letter, NOON, why="later news")
        assert claim(db, minutes=30) == []
        assert outbox.failures(db, "bnes") == []
        assert outbox.exact(db, "bnes", letter.name) == "Hello"


def test_what_should_have_left_is_counted_and_its_age_told(engine: Engine) -> None:
    with engine.connect() as db:
        assert outbox.oldest_waiting(db, "bnes", NOON) is None
        queue(db, a_letter(not_before=NOON - timedelta(hours=1)), a_letter(), a_letter(not_before=NOON + timedelta(1)))
        assert outbox.waiting_count(db, "bnes", NOON) == 2
        assert outbox.oldest_waiting(db, "bnes", NOON) == NOON - timedelta(hours=1)


def test_what_was_tried_and_put_off_still_should_have_left_and_since_when_it_was_due(engine: Engine) -> None:
    with engine.connect() as db:
        queue(db, a_letter(not_before=NOON - timedelta(hours=1)))
        (letter,) = claim(db)
        outbox.again(db, letter, not_before=NOON + timedelta(hours=2), why="mail server: away")
        assert outbox.waiting_count(db, "bnes", NOON) == 1
        assert outbox.oldest_waiting(db, "bnes", NOON) == NOON - timedelta(hours=1)
        assert outbox.next_due(db, "bnes", NOON) == NOON + timedelta(hours=2), "and it is tried no sooner for that"


def test_how_long_the_most_urgent_have_waited_is_told_by_itself_though_they_were_put_off(engine: Engine) -> None:
    def since(db: Connection) -> datetime | None:
        return outbox.oldest_waiting(db, "bnes", NOON, up_to=Urgency.SAFETY)

    with engine.connect() as db:
        queue(db, a_letter(not_before=NOON - timedelta(hours=1)))
        assert since(db) is None, "a receipt is late, and nobody in danger waits"
        soon = NOON - timedelta(minutes=4)
        queue(db, a_letter(urgency=Urgency.SAFETY, not_before=soon))
        assert since(db) == soon
        (letter,) = claim(db, limit=1)
        assert letter.urgency is Urgency.SAFETY
        outbox.again(db, letter, not_before=NOON + timedelta(minutes=1), why="mail server: away")
        assert since(db) == soon


async def test_two_couriers_at_once_never_take_the_same_letter(database: Database) -> None:
    letters = [a_letter(to=Address(Channel.EMAIL, f"{number}@family.example")) for number in range(60)]
    await database.transact(lambda db: queue(db, *letters))
    taken = await asyncio.gather(*(database.transact(lambda db: claim(db, limit=5)) for _ in range(16)))
    names = [letter.name for batch in taken for letter in batch]
    assert len(names) == len(set(names))
    rest = await database.transact(lambda db: claim(db, limit=100))
    assert sorted(names + [letter.name for letter in rest]) == sorted(letter.name for letter in letters)


@pytest.mark.parametrize("given_name", ["", "<>", "<letter.unknown@x>", "no id at all", "<'; drop table letters;--@x>"])
def test_a_message_id_that_is_not_ours_finds_nothing(engine: Engine, given_name: str) -> None:
    with engine.connect() as db:
        assert outbox.by_message_id(db, "bnes", given_name) is None
        assert outbox.by_far_id(db, "bnes", given_name) is None


def test_what_stands_in_a_chat_is_found_by_the_chat_newest_first(engine: Engine) -> None:
    chat, other = Address(Channel.TELEGRAM, "7"), Address(Channel.TELEGRAM, "8")
    letters = [a_letter(to=chat), a_letter(to=other), a_letter(), a_letter(to=chat)]
    with engine.connect() as db:
        queue(db, *letters)
        assert list(outbox.in_chat(db, "bnes", chat)) == [letters[3], letters[0]]
        assert list(outbox.in_chat(db, "dorset", chat)) == []


def test_what_staff_were_told_about_a_thing_is_found_as_it_stands(engine: Engine) -> None:
    told = [a_letter(staff="priya", ask="chase/1"), a_letter(), a_letter(staff="tom", ask="chase/1")]
    with engine.connect() as db:
        queue(db, *told)
        send(db, told[2], far_id="17")
        found = outbox.to_staff(db, "bnes", told[0].about)
        assert [(each.letter, each.posted, each.far_id) for each in found] == [
            (told[0], Posted.QUEUED, ""), (told[2], Posted.SENT, "17"),
        ]  # fmt: skip
        assert outbox.by_name(db, "bnes", told[0].name) == told[0]
        assert outbox.by_name(db, "bnes", "letter/none") is None
