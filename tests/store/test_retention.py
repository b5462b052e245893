"""What is due is found, goes from every table, and leaves what others need, who did what, and the counts."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from casework.cases import State
from casework.changes import Change
from casework.contacts import Contact, Standing
from casework.councils import Role, Staff
from casework.labels import Kind, Service
from casework.records.retention import ASKED, Hold, KeptAs
from store import audit, cases, changes, contacts, finding, inbox, people, published, returned, unsaved
from store.database import Connection
from store.inbox import Read
from store.ledger import bringing, entering, keeping
from store.ledger.columns import FILES
from store.published import Report
from store.retention import dated, due, going, loose, words
from store.retention.going import Done
from store.retention.words import CASE, CONTACT, EQUALITY, FEEDBACK, LETTERS, POSTS, Approved
from store.tables import letters, metadata, posts
from tests import build
from tests.store.examples import NOON, a_case, a_contact, a_letter, a_message, a_post, an_alarm, at_stage_1

COUNCIL = build.profile("bnes")
YEARS_LATER = datetime(2054, 1, 5, 12, tzinfo=UTC)
CLOSED = replace(at_stage_1(), closed=date(2026, 3, 20), responded=date(2026, 3, 20))


def closed(**other: Any) -> Any:
    return a_case(stages=(replace(CLOSED, state=State.CLOSED),), **other)


def aside(db: Connection, **other: Any) -> Contact:
    """A message that somebody set aside, with its post."""
    post = a_post()
    inbox.keep(db, post)
    inbox.mark(db, post, Read.READ, now=NOON)
    contact = a_contact(a_message(post=post.name), standing=Standing.SET_ASIDE, **other)
    changes.save(db, Change(contacts=(contact,)), NOON)
    return contact


def looked(db: Connection, now: datetime) -> dict[str, str]:
    """What is on the list, and what stands against it."""
    while dated.look_through(db, COUNCIL):
        pass
    found, further = due.listed(db, COUNCIL, now, limit=100)
    assert further is None
    return {each.about: each.against for each in found}


def forget(db: Connection, kind: str, about: str, now: datetime, row: str = "not_for_us") -> Done:
    said = Approved(kind, about, row, "dan", now)
    words.approve(db, "bnes", [said])
    (done,) = going.go(db, COUNCIL, [said], now)
    return done


@pytest.mark.rule("R914")
def test_what_was_set_aside_goes_after_its_time_with_its_post_and_nothing_else_does(engine: Engine) -> None:
    with engine.begin() as db:
        old, other = aside(db), aside(db)
        assert looked(db, NOON + timedelta(days=29)) == {}
        assert looked(db, NOON + timedelta(days=30)) == {old.id: "", other.id: ""}
        early = forget(db, CONTACT, old.id, NOON)
        assert early.kept and contacts.one(db, "bnes", old.id)
        done = forget(db, CONTACT, old.id, NOON + timedelta(days=31))
        assert (done.reference, done.rule, done.kept) == (old.reference, "R914", "")
        assert contacts.one(db, "bnes", old.id) is None and contacts.one(db, "bnes", other.id) is not None
        with pytest.raises(KeyError):
            inbox.raw(db, "bnes", old.messages[0].post)
        assert inbox.raw(db, "bnes", other.messages[0].post)
        assert finding.search(db, "bnes", old.reference, limit=5) == []
        assert audit.verify(db, "bnes") is None
        assert [each.about for each in words.tombstones(db, "bnes", limit=10)] == [old.reference]


def test_a_post_in_which_another_message_came_too_stays_until_that_one_goes(engine: Engine) -> None:
    with engine.begin() as db:
        first = aside(db)
        second = a_contact(a_message(post=first.messages[0].post), standing=Standing.SET_ASIDE)
        changes.save(db, Change(contacts=(second,)), NOON)
        later = NOON + timedelta(days=40)
        forget(db, CONTACT, first.id, later)
        assert inbox.raw(db, "bnes", first.messages[0].post)
        forget(db, CONTACT, second.id, later)
        assert db.execute(select(posts)).all() == []


@pytest.mark.rule("R910")
def test_a_case_waits_for_another_that_was_made_of_the_same_messages(engine: Engine) -> None:
    with engine.begin() as db:
        contact = aside(db)
        one, two = closed(contact=contact.id), a_case(contact=contact.id)
        shared = replace(contact, standing=Standing.DECIDED, cases=(one.reference, two.reference), version=1)
        changes.save(db, Change(contacts=(shared,), cases=(one, two)), NOON)
        assert looked(db, YEARS_LATER) == {one.reference: due.OTHER_CASE}
        assert forget(db, CASE, one.reference, YEARS_LATER, "complaint").kept == due.OTHER_CASE
        done = forget(db, CASE, one.reference, YEARS_LATER, ASKED)
        assert not done.kept, "somebody asked: what is that case's alone goes"
        left = contacts.one(db, "bnes", contact.id)
        assert left is not None and left.messages and cases.one(db, "bnes", one.reference) is None


@pytest.mark.rule("R906")
def test_a_case_that_was_opened_again_after_it_was_approved_is_kept_and_why_is_said(engine: Engine) -> None:
    with engine.begin() as db:
        case = closed()
        changes.save(db, Change(cases=(case,)), NOON)
        again = replace(case, stages=(replace(CLOSED, state=State.OPEN, closed=None),), version=1)
        changes.save(db, Change(cases=(again,)), NOON)
        assert forget(db, CASE, case.reference, YEARS_LATER, "complaint").kept == due.NOT_YET
        assert cases.one(db, "bnes", case.reference) is not None


@pytest.mark.rule("R905")
def test_of_messages_that_two_cases_share_the_letters_go_as_files_too_when_both_go_together(engine: Engine) -> None:
    with engine.begin() as db:
        contact = aside(db)
        one, two = closed(contact=contact.id), closed(contact=contact.id)
        letter = a_letter(about=contact.id)
        shared = replace(contact, standing=Standing.DECIDED, cases=(one.reference, two.reference), version=1)
        changes.save(db, Change(contacts=(shared,), cases=(one, two), letters=(letter,)), NOON)
        first, second = (Approved(CASE, each.reference, ASKED, "dan", NOON) for each in (one, two))
        assert going.spilled(db, COUNCIL, [first], NOON) == [], "the other is answered in it still"
        assert set(going.spilled(db, COUNCIL, [first, second], NOON)) == {letter.name}


@pytest.mark.rule("R905")
def test_what_was_typed_about_an_alarm_or_a_letter_of_it_goes_with_it(engine: Engine) -> None:
    with engine.begin() as db:
        contact = aside(db)
        rung = an_alarm(contact=contact.id, reference=contact.reference, closed=NOON)
        letter = a_letter(about=contact.id)
        changes.save(db, Change(alarms=(rung,), letters=(letter,)), NOON)
        people.add(db, "bnes", Staff("mina", "Mina Shaw", frozenset({Role.CO}), "mina@council.example"))
        for name in (rung.name, letter.name):
            unsaved.keep(db, "bnes", "mina", f"/there/{name.partition('/')[2]}", (("why", "He said so."),), NOON)
        forget(db, CONTACT, contact.id, NOON + timedelta(days=40), ASKED)
        assert unsaved.of(db, "bnes", "mina", NOON) == []


def test_another_profile_or_another_word_about_it_is_worked_out_afresh(engine: Engine) -> None:
    longer = replace(COUNCIL.retention["complaint"], until_age=0)
    profile = replace(COUNCIL, retention={**COUNCIL.retention, "complaint": longer})
    with engine.begin() as db:
        changes.save(db, Change(cases=(closed(),)), NOON)
        soon = datetime(2033, 1, 3, 12, tzinfo=UTC)
        assert looked(db, soon) == {}
        assert dated.still_to_look_through(db, profile) == 1
        assert dated.look_through(db, profile) == 1 and dated.look_through(db, profile) == 0
        assert len(due.listed(db, profile, soon, limit=5)[0]) == 1


@pytest.mark.rule("R914")
def test_post_that_became_nothing_and_lines_about_nothing_go_by_the_day(engine: Engine) -> None:
    with engine.begin() as db:
        kept, read, waits = aside(db), a_post(), a_post()
        for post in (read, waits):
            inbox.keep(db, post)
        inbox.mark(db, read, Read.READ, now=NOON)
        attached = a_post(source="form/files")
        inbox.keep(db, attached)
        inbox.mark(db, attached, Read.READ, now=NOON)
        people.add(db, "bnes", Staff("mina", "Mina Shaw", frozenset({Role.CO}), "mina@council.example"))
        abouts = {"bye": "", "no-code": "staff/", "morning": "digest/mina", "of-a-case": "BN-7K4Q"}
        said = tuple(a_letter(about=about, name=f"letter/{name}") for name, about in abouts.items())
        gone = tuple(each.name for each in said)
        changes.save(db, Change(letters=said), NOON)
        changes.save(db, Change(withdrawn=gone, contacts=(a_contact(),)), NOON)
        later = NOON + timedelta(days=40)
        found = {each.kind: (each.about, each.count) for each in loose.listed(db, COUNCIL, later)}
        assert {kind: count for kind, (_, count) in found.items()} == {POSTS: 1, LETTERS: 3}
        words.say(db, "bnes", *words.EVERYTHING, KeptAs(hold=Hold("dan", date(2026, 4, 1), "an inquiry")))
        assert loose.listed(db, COUNCIL, later) == []
        assert all(forget(db, kind, about, later).kept for kind, (about, _) in found.items())
        words.say(db, "bnes", *words.EVERYTHING, KeptAs())
        for kind, (about, _) in found.items():
            assert not forget(db, kind, about, later).kept
        assert loose.listed(db, COUNCIL, later) == []
        for name in (kept.messages[0].post, waits.name, attached.name):
            assert inbox.raw(db, "bnes", name)
        assert db.execute(select(letters.c.name)).scalars().all() == ["letter/of-a-case"]


@pytest.mark.rule("R915", "R918")
def test_answers_go_a_year_after_their_report_was_published(engine: Engine) -> None:
    with engine.begin() as db:
        returned.equality(db, "bnes", {"gender": ("female",)}, procedure="statutory", once="1", now=NOON)
        returned.thoughts(db, "bnes", {"survey_1": ("yes",)}, procedure="statutory", once="1", now=NOON)
        made = datetime(2026, 6, 1, 12, tzinfo=UTC)
        assert loose.listed(db, COUNCIL, made + timedelta(days=400)) == []
        year = Report(0, made, "dan", "bnes", date(2025, 4, 1), date(2026, 3, 31), public=True, ours=True, says={})
        published.keep(db, "bnes", year, {"tables.json": b"{}"})
        assert loose.listed(db, COUNCIL, made + timedelta(days=360)) == []
        later = made + timedelta(days=370)
        found = {each.kind: each.about for each in loose.listed(db, COUNCIL, later)}
        assert found == {EQUALITY: "2025-26", FEEDBACK: "2025-26"}
        for kind, about in found.items():
            assert not forget(db, kind, about, later, f"{kind}_answer").kept
        assert loose.listed(db, COUNCIL, later) == [] and keeping.read(db, "bnes").equality == ()


@pytest.mark.rule("R807", "R922")
def test_a_forgotten_case_still_counts_without_a_word_and_what_was_published_stays(engine: Engine) -> None:
    said = "Kit Moss was left waiting."
    with engine.begin() as db:
        case = closed(kind=Kind.REPRESENTATION)
        issue = replace(case.issues[0], text=said, service=Service.OTHER_COUNCIL_SERVICE)
        case = replace(case, issues=(issue,), stages=(replace(case.stages[0], stage="representation"),))
        changes.save(db, Change(cases=(case,)), NOON)
        entering.up_to_date(db, COUNCIL, NOON)
        assert keeping.read(db, "bnes").stages[0].subject == said
        report = Report(0, NOON, "dan", "bnes", date(2025, 4, 1), date(2026, 3, 31), public=True, ours=True, says={})
        faces = {"report.html": b"<p>1 representation</p>", **keeping.packed(db, "bnes")}
        number = published.keep(db, "bnes", report, faces)
        assert not forget(db, CASE, case.reference, YEARS_LATER, "representation").kept
        (line,) = keeping.read(db, "bnes").stages
        assert (line.subject, line.case, line.received) == ("", case.reference, date(2026, 3, 2))
        assert published.file(db, "bnes", number, "report.html") == faces["report.html"]
        packed = published.file(db, "bnes", number, "ledger.zip")
        assert packed is not None
        with zipfile.ZipFile(io.BytesIO(packed)) as lines:
            rows = list(csv.DictReader(io.StringIO(lines.read("stages.csv").decode())))
        assert [(row["case"], row["subject"]) for row in rows] == [(case.reference, "")]
        left = [repr(row) for table in metadata.sorted_tables for row in db.execute(select(table))]
        assert not [row for row in left if "Kit Moss" in row]


@pytest.mark.rule("R807", "R922")
def test_words_go_from_a_report_that_was_published_before_the_case_had_ended_too(engine: Engine) -> None:
    with engine.begin() as db:
        case = closed(kind=Kind.REPRESENTATION)
        others = replace(closed(kind=Kind.REPRESENTATION), issues=(replace(case.issues[0], text="Nobody rang."),))
        row = replace(case.stages[0], stage="representation")
        early = replace(row, state=State.OPEN, responded=None, closed=None)
        before = replace(case, issues=(replace(case.issues[0], text="Kit Moss waits."),), stages=(early,))
        changes.save(db, Change(cases=(before, replace(others, stages=(row,)))), NOON)
        entering.up_to_date(db, COUNCIL, NOON)
        report = Report(0, NOON, "dan", "bnes", date(2025, 4, 1), date(2026, 3, 31), public=True, ours=True, says={})
        of_an_older_version = {"ledger.zip": keeping.packed(db, "bnes")["ledger.zip"]}
        number = published.keep(db, "bnes", report, of_an_older_version)
        later = replace(before, issues=(replace(case.issues[0], text="Kit was right."),), stages=(row,), version=1)
        changes.save(db, Change(cases=(later,)), NOON)
        assert not forget(db, CASE, case.reference, YEARS_LATER, "representation").kept
        packed = published.file(db, "bnes", number, "ledger.zip")
        assert packed is not None
        with zipfile.ZipFile(io.BytesIO(packed)) as lines:
            rows = list(csv.DictReader(io.StringIO(lines.read("stages.csv").decode())))
        assert {each["case"]: each["subject"] for each in rows} == {
            case.reference: "", others.reference: "Nobody rang."
        }  # fmt: skip


@pytest.mark.rule("R906")
def test_an_old_spreadsheet_brings_nobody_back_who_was_forgotten(engine: Engine) -> None:
    file = FILES["stages"]
    line = {"case": "OLD-1", "procedure": "corporate", "stage": "stage1", "received": "2015-03-02", "kind": "complaint",
            "closed": "2015-03-12", "responded": "2015-03-12", "service": "other_council_service",
            "subject": "Kit Moss was left waiting."}  # fmt: skip
    cells = tuple(line.get(column.name, "") for column in file.columns)
    with engine.begin() as db:
        for _ in range(2):
            keeping.keep(db, "bnes", {"stages": [cells]}, NOON)
            bringing.bring(db, COUNCIL, ["OLD-1"], NOON)
            if cases.one(db, "bnes", "OLD-1"):
                assert not forget(db, CASE, "OLD-1", NOON, "complaint").kept
        assert cases.one(db, "bnes", "OLD-1") is None
        assert [(each.case, each.subject) for each in keeping.read(db, "bnes").stages] == [("OLD-1", "")]
