"""What the service does all day costs the same after years: every question is answered from an index."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Index, event, insert

from casework import names
from casework.changes import Change
from casework.frozen import replace
from store import changes, contacts, due, engines, finding, indexing
from store.due import Due, Sort
from store.ledger import entering
from store.retention import dated
from store.retention import due as due_to_go
from store.tables import found_by, metadata
from tests.build import profile
from tests.store.examples import NOON, SAM, a_contact, a_message
from tests.store.test_councils import ALARM, CASE, CONTACT, change_all, everything, fill


def _is_partial(index: Index) -> bool:
    return index.dialect_options["sqlite"]["where"] is not None


SMALL = {
    *(index.name for table in metadata.tables.values() for index in table.indexes if _is_partial(index)),
    "staff",
    "sessions",  # as many as work here
    "experts",  # as many as can be asked to serve
    "audit",  # the newest entry: the last of the index
}


@contextmanager
def statements(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database meanwhile, with what it was asked with."""
    asked: list[tuple[str, Any]] = []

    def note(_: Connection, __: object, statement: str, given: Any, *___: object) -> None:
        asked.append((statement, given))

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def plans(db: Connection, asked: list[tuple[str, Any]]) -> dict[str, list[str]]:
    found = {}
    for statement, given in asked:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            rows = db.exec_driver_sql(f"explain query plan {statement}", given[0] if isinstance(given, list) else given)
            found[statement] = [row[3] for row in rows]
    return found


def believes(db: Connection, rows: int) -> None:
    """SQLite takes each index that every row is in for one of so many rows, as it would have counted them; for 0, it
    has counted none. A middling store has plans of its own: in one it went through every case for each of the people.
    """
    indexes = [(table.name, index) for table in metadata.tables.values() for index in table.indexes]
    whole = [(table, index) for table, index in indexes if rows and not _is_partial(index)]
    db.exec_driver_sql("analyze")
    db.exec_driver_sql("delete from sqlite_stat1")
    for table, index in whole:
        counted = " ".join(["", *("1" for _ in list(index.columns)[1:])])
        db.exec_driver_sql("insert into sqlite_stat1 values (?, ?, ?)", (table, index.name, f"{rows} {rows}{counted}"))
    db.exec_driver_sql("analyze sqlite_schema")


@pytest.mark.parametrize("rows", [0, 1000, 100_000])
def test_no_question_reads_a_whole_table(sqlite_url: str, rows: int) -> None:
    engine = engines.writing(engines.parse(sqlite_url))
    with engine.connect() as db:
        fill(db, "bnes")
        believes(db, rows)
        with statements(engine) as asked:
            everything(db, "bnes")
            contacts.fresh_reference(db, "bnes", "LK")
            contacts.tray(db, "bnes", after=CONTACT.id)
            for sort, name in ((Sort.ALARM, ALARM.name), (Sort.CONTACT, CONTACT.id), (Sort.CASE, CASE.reference)):
                due.after(db, "bnes", NOON, 10, Due(sort, name, NOON, 1))
            finding.search(db, "bnes", "sam@family.example", limit=5)
            entering.up_to_date(db, profile("bnes"), NOON)
            dated.look_through(db, profile("bnes"))
            dated.still_to_look_through(db, profile("bnes"))
            due_to_go.listed(db, profile("bnes"), NOON, limit=10)
            change_all(db, "bnes")
        found = plans(db, asked)
    engine.dispose()
    assert len(found) > 50
    assert {sql: plan for sql, plan in found.items() if any(_reads_all(step) for step in plan)} == {}


def test_what_is_new_lies_together_in_the_indexes_of_contacts_and_shares_its_words_with_others(sqlite_url: str) -> None:
    minutes = [NOON + timedelta(minutes=number) for number in range(20)]
    ids = [names.dated("contact", each, str(each)) for each in minutes]
    assert ids == sorted(ids) and {len(each) for each in ids} == {len(names.name("contact", ""))}
    assert names.dated("contact", NOON, "one") == names.dated("contact", NOON, "one")
    assert names.dated("contact", NOON, "one") != names.dated("contact", NOON, "two")
    mine, other = (
        a_contact(a_message(subject="Visits", sender_name="Sam Hill"), reference=each)
        for each in ("LK-7K4Q", "LK-K4Q7")
    )
    assert indexing.words_of_contact(mine) == indexing.words_of_contact(other)
    engine = engines.writing(engines.parse(sqlite_url))
    with engine.connect() as db:
        changes.save(db, Change(contacts=(mine, other)), NOON)
        for asked in (mine.reference, mine.reference.lower().replace("-", " ")):
            assert [each.reference for each in finding.search(db, "bnes", asked, limit=5)] == [mine.reference]
        found = finding.search(db, "bnes", f" {SAM.value.title()} ", limit=5)
        assert [each.reference for each in found] == [other.reference, mine.reference]
        assert finding.search(db, "dorset", SAM.value, limit=5) == []
    engine.dispose()


def test_a_further_mail_that_is_signed_and_headed_as_the_last_leaves_the_words_of_its_thread_alone(
    sqlite_url: str,
) -> None:
    engine = engines.writing(engines.parse(sqlite_url))
    first, again, other = (a_message(subject=each, sender_name="Sam Hill") for each in ("Visits", "Visits", "Money"))
    contact = a_contact(first)
    with engine.connect() as db:
        changes.save(db, Change(contacts=(contact,)), NOON)
        for further, touched, found in ((again, False, []), (other, True, [contact.reference])):
            (read,) = contacts.of(db, "bnes", contact.sender)
            longer = replace(read, messages=(*read.messages, further))
            with statements(engine) as asked:
                changes.save(db, Change(contacts=(longer,)), NOON, read=[read])
            assert any("found_by" in sql for sql, _ in asked) is touched
            assert [each.reference for each in finding.search(db, "bnes", "money", limit=5)] == found
    engine.dispose()


def test_a_search_for_several_words_begins_with_the_rarest(sqlite_url: str) -> None:
    engine = engines.writing(engines.parse(sqlite_url))
    sarahs = [a_contact(a_message(sender_name="Sarah Hill"), reference=f"LK-222{each}") for each in "23456"]
    quill = a_contact(a_message(sender_name="Sarah Quill"), reference="LK-7K4Q")
    with engine.connect() as db:
        changes.save(db, Change(contacts=(*sarahs, quill)), NOON)
        for said in ("Sarah Quill", "quill sarah"):
            with statements(engine) as asked:
                assert [each.reference for each in finding.search(db, "bnes", said, limit=5)] == ["LK-7K4Q"]
            (given,) = [given for sql, given in asked if "JOIN contacts" in sql and "EXISTS" in sql]
            rare, common = (given.index(indexing.digest("bnes", word)) for word in ("quill", "sarah"))
            assert rare < common
    engine.dispose()


def test_two_names_that_thousands_have_and_hardly_anybody_together_are_read_side_by_side(sqlite_url: str) -> None:
    engine = engines.writing(engines.parse(sqlite_url))
    both = [a_contact(a_message(sender_name="Sarah Hill"), reference=f"LK-222{each}") for each in "2345"]
    apart = ("sarah", "hill")
    with engine.connect() as db:
        changes.save(db, Change(contacts=tuple(both)), NOON)
        entries = [
            {"council": "bnes", "word": indexing.digest("bnes", apart[seq % 2]), "kind": indexing.CONTACT, "seq": seq}
            for seq in range(1_000, 1_000 + 2 * finding.MANY)
        ]
        db.execute(insert(found_by), entries)
        with statements(engine) as asked:
            found = [each.reference for each in finding.search(db, "bnes", "Hill, Sarah", limit=3)]
        assert found == ["LK-2225", "LK-2224", "LK-2223"], "the newest"
        assert any("INTERSECT" in sql for sql, _ in asked)
        assert finding.search(db, "bnes", "Sarah Hill Quill", limit=3) == []
    engine.dispose()


def _reads_all(step: str) -> bool:
    """Whether a step of a plan reads a whole table, or all that one council has of it in an index of everything."""
    if step.startswith("SCAN"):
        # what was chosen before, at most `limit` of it, and whoever was asked for
        return step not in ("SCAN chosen", "SCAN people VIRTUAL TABLE INDEX 1:")
    found = re.match(r"SEARCH (\w+) USING (?:COVERING )?INDEX (\w+) \(council=\?\)", step)
    return found is not None and SMALL.isdisjoint(found.groups())
