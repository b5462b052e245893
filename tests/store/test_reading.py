"""What waits is found in its order, a page at a time, whatever becomes of the page before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from casework import names
from casework.cases import SETTLED
from casework.changes import Change
from casework.contacts import Standing
from casework.messages import Address, Channel
from store import cases, chance, changes, contacts, due, finding
from store.database import Connection
from store.due import Sort
from tests.store.examples import NOON, SAM, a_case, a_contact, a_message, an_alarm, at_stage_1


def minutes(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


def save(db: Connection, **parts: Sequence[object]) -> None:
    changes.save(db, Change(**{name: tuple(values) for name, values in parts.items()}), NOON)  # type: ignore[arg-type]


def names_of(found: Sequence[due.Due]) -> list[str]:
    return [each.name for each in found]


def test_a_message_is_seen_once_it_is_filed(engine: Engine) -> None:
    message = a_message()
    with engine.connect() as db:
        assert not contacts.seen(db, "bnes", [message.name])
        save(db, contacts=[a_contact(message)])
        assert contacts.seen(db, "bnes", [message.name])


def test_a_senders_contacts_come_newest_first_and_nobody_elses(engine: Engine) -> None:
    other = Address(Channel.TELEGRAM, SAM.value)
    with engine.connect() as db:
        found = [a_contact() for _ in range(contacts.RECENT + 2)]
        save(db, contacts=[*found, a_contact(a_message(sender=other))])
        assert [one.id for one in contacts.of(db, "bnes", SAM)] == [one.id for one in reversed(found[2:])]


def test_however_many_people_are_asked_for_together_each_gets_their_own(
    engine: Engine,
) -> None:
    people = [Address(Channel.EMAIL, f"{number}@family.example") for number in range(9)]
    with engine.connect() as db:
        found = [a_contact(a_message(sender=each)) for each in people]
        save(db, contacts=found)
        for many in range(1, len(people) + 1):
            of_each = contacts.of_each(db, "bnes", people[:many])
            assert [[one.id for one in each] for each in of_each] == [[one.id] for one in found[:many]]
            assert cases.of_each(db, "bnes", people[:many]) == [()] * many


def test_contacts_that_wait_for_a_person_come_oldest_first_a_page_at_a_time(engine: Engine) -> None:
    waiting = [a_contact() for _ in range(5)]
    with engine.connect() as db:
        save(db, contacts=[*waiting, a_contact(standing=Standing.DECIDED), a_contact(standing=Standing.SET_ASIDE)])
        first = contacts.tray(db, "bnes", limit=3)
        then = contacts.tray(db, "bnes", limit=3, after=first[-1].id)
        assert [one.id for one in first + then] == [one.id for one in waiting]


def test_contacts_wake_when_their_time_has_come_earliest_first(engine: Engine) -> None:
    late, early, not_yet, never = (a_contact(wake_at=at) for at in (minutes(0), minutes(-5), minutes(1), None))
    with engine.connect() as db:
        save(db, contacts=[late, early, not_yet, never])
        assert names_of(due.first(db, "bnes", NOON, 10)) == [early.id, late.id]


def test_one_that_cannot_be_dealt_with_does_not_keep_the_sweep_from_the_next_page(engine: Engine) -> None:
    woken = [a_contact(wake_at=minutes(-number // 2)) for number in range(6)]
    owed = [a_case(wake_at=minutes(-number // 2)) for number in range(6)]
    with engine.connect() as db:
        save(db, contacts=woken, cases=owed)
        first = due.first(db, "bnes", NOON, 2)
        for sort, wanted in ((Sort.CONTACT, [one.id for one in woken]), (Sort.CASE, [one.reference for one in owed])):
            found = [each for each in first if each.sort is sort]
            seen = list(found)
            while found := due.after(db, "bnes", NOON, 2, found[-1]):
                seen += found
            assert sorted(names_of(seen)) == sorted(wanted)
            assert [one.wake_at for one in seen] == sorted(one.wake_at for one in seen)


def test_the_next_page_starts_where_the_last_ended_even_if_its_last_has_been_put_off(engine: Engine) -> None:
    woken = [a_contact(wake_at=minutes(-3 + number)) for number in range(3)]
    with engine.connect() as db:
        save(db, contacts=woken)
        *_, last = due.first(db, "bnes", NOON, 2)
        save(db, contacts=[replace(woken[1], version=1, wake_at=minutes(60))])
        assert names_of(due.after(db, "bnes", NOON, 2, last)) == [woken[2].id]


def test_contacts_with_messages_the_classifier_has_not_seen_are_listed_until_it_has(engine: Engine) -> None:
    contact = a_contact(a_message(), a_message(), considered=1)
    with engine.connect() as db:
        save(db, contacts=[contact, a_contact(considered=1)])
        assert contacts.unconsidered(db, "bnes", 10) == [contact.id]
        save(db, contacts=[replace(contact, considered=2, version=1)])
        assert contacts.unconsidered(db, "bnes", 10) == []


def test_a_fresh_reference_is_one_that_nothing_has(engine: Engine) -> None:
    with engine.connect() as db:
        drawn = contacts.fresh_reference(db, "bnes", "LK")
        assert drawn.startswith("LK-")
        assert len(drawn) == 7
        taken = [names.reference("LK", draw) for draw in range(0, len(names.ALPHABET) ** 4, 1000)]
        save(db, contacts=[a_contact(reference=one) for one in taken[::2]], cases=[a_case(reference=taken[1])])
        assert contacts.fresh_reference(db, "bnes", "LK") not in {*taken[::2], taken[1]}


def test_where_most_short_references_are_taken_a_longer_one_is_drawn_and_found(engine: Engine) -> None:
    with engine.connect() as db:
        save(db, contacts=[a_contact(reference="LK-2222")])
        chance.known(db, lambda below: below - 1 if below > len(names.ALPHABET) ** 4 else 0)
        drawn = contacts.fresh_reference(db, "bnes", "LK")
        assert drawn == "LK-ZZZZZ"
        save(db, contacts=[a_contact(reference=drawn)])
        assert [each.reference for each in finding.search(db, "bnes", "lk zzzzz", limit=5)] == [drawn]
        assert [each.reference for each in finding.search(db, "bnes", "lk2222", limit=5)] == ["LK-2222"]


def test_open_alarms_are_listed_and_those_that_may_climb_come_earliest_first(engine: Engine) -> None:
    first, second = an_alarm(wake_at=minutes(-1)), an_alarm(wake_at=minutes(-2))
    quiet, closed = an_alarm(wake_at=None), an_alarm(closed=NOON)
    with engine.connect() as db:
        save(db, alarms=[first, second, quiet, closed])
        assert contacts.open_alarms(db, "bnes") == [first, second, quiet]
        awake = names_of(due.first(db, "bnes", NOON, 10))
        assert list(due.take_alarms(db, "bnes", [*awake, closed.name]).values()) == [second, first]
        assert contacts.alarm(db, "bnes", closed.name) == closed
        assert contacts.alarm(db, "bnes", "alarm/none") is None


def test_open_cases_come_oldest_first_a_page_at_a_time_and_settled_ones_not_at_all(engine: Engine) -> None:
    owed = [a_case() for _ in range(3)]
    with engine.connect() as db:
        save(db, cases=[*owed, *(a_case(stages=(at_stage_1(state),)) for state in SETTLED)])
        first = cases.open_ones(db, "bnes", limit=2)
        then = cases.open_ones(db, "bnes", limit=2, after=first[-1].reference)
        assert [one.reference for one in first + then] == [one.reference for one in owed]


def test_what_was_said_of_open_cases_is_read_where_it_is_wanted(engine: Engine) -> None:
    both = [a_case(messages=(a_message(),)) for _ in range(2)]
    with engine.connect() as db:
        save(db, cases=both)
        found = cases.open_ones(db, "bnes", whole=lambda case: case.reference == both[1].reference)
        assert [one.messages for one in found] == [(), both[1].messages]
        assert [one.reference for one in found] == [one.reference for one in both]


def test_cases_are_found_by_the_contact_they_came_from(engine: Engine) -> None:
    contact = a_contact()
    two = [a_case(contact=contact.id), a_case(contact=contact.id)]
    with engine.connect() as db:
        save(db, contacts=[contact], cases=[*two, a_case()])
        assert [one.reference for one in cases.of_contact(db, "bnes", contact.id)] == [one.reference for one in two]


@pytest.mark.rule("R602", "R708")
def test_from_whom_a_case_is_hidden_is_known_without_reading_it_all(engine: Engine) -> None:
    with engine.connect() as db:
        joined, plain = names.name("contact", "joined"), a_case()
        named = a_case(excluded=frozenset({"priya"}), joined=(joined,))
        abouts = [named.contact, joined, named.reference, plain.contact]
        rung = [an_alarm(contact=each, excluded=frozenset({f"kept{at}"})) for at, each in enumerate(abouts)]
        rung[0] = replace(rung[0], outcome="false alarm: a song", closed=NOON)
        save(db, cases=[named, plain], alarms=rung)
        hidden = cases.hidden_from(db, "bnes", [named.reference, plain.reference, "CA-0"])
        whole = cases.some(db, "bnes", [named.reference, plain.reference])
    assert hidden == {each.reference: each.hidden_from for each in whole}
    assert hidden[named.reference] == {"priya", "kept1", "kept2"}


@pytest.mark.parametrize("read", [contacts.one, contacts.by_reference, cases.one])
def test_what_is_not_there_is_none(engine: Engine, read: type[object]) -> None:
    with engine.connect() as db:
        assert read(db, "bnes", "none") is None  # type: ignore[call-arg]
