"""Whoever is forgotten is forgotten in what belongs to nothing, too; and their mail is not taken in again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from casework.changes import Change
from casework.contacts import Contact, Standing
from casework.messages import Address, Automatic, Channel, Message, Post
from casework.records.retention import ASKED, Hold, KeptAs
from store import changes, forgetting, inbox
from store.database import Connection
from store.inbox import Read
from store.ledger import keeping
from store.retention import going, let_go, loose, theirs, words
from store.retention.words import CONTACT, Approved
from store.tables import letters, posts
from tests import build
from tests.store.examples import NOON, SAM, a_case, a_contact, a_letter, a_message, a_post

COUNCIL = build.profile("bnes")
CHAT = Address(Channel.TELEGRAM, "5550001987")
LATER = NOON + timedelta(days=3)


def read(db: Connection, **other: Any) -> Post:
    """Post that was read."""
    post = a_post(**other)
    inbox.keep(db, post)
    inbox.mark(db, post, Read.READ, now=NOON)
    return post


def aside(db: Connection, who: Address = SAM, **other: Any) -> Contact:
    """A message of somebody's that was set aside, with its post."""
    post = read(db, channel=who.channel, **{"raw": other.pop("raw")} if "raw" in other else {})
    message = a_message(post=post.name, sender=who, channel=who.channel, **other)
    contact = a_contact(message, standing=Standing.SET_ASIDE, channel=who.channel)
    changes.save(db, Change(contacts=(contact,)), NOON)
    return contact


def forget(db: Connection, *gone: Contact) -> None:
    """They asked for it, and a person agreed."""
    said = [Approved(CONTACT, each.id, ASKED, "dan", NOON) for each in gone]
    words.approve(db, "bnes", said)
    beside = theirs.beside(db, "bnes", said)
    assert not [each.kept for each in going.go(db, COUNCIL, said, LATER, beside) if each.kept]


def there(db: Connection) -> set[str]:
    return set(db.execute(select(posts.c.name)).scalars())


@pytest.mark.rule("R905", "R914")
def test_a_second_copy_of_their_mail_goes_with_the_last_that_we_have_of_them(engine: Engine) -> None:
    with engine.begin() as db:
        first, second, other = aside(db), aside(db), aside(db, Address(Channel.EMAIL, "mo@family.example"))
        copy = read(db, raw=b"From: Sam <Sam@family.example>\r\n\r\nMy worker never came.")
        longer = read(db, raw=b"From: Sam <not.sam@family.example>\r\n\r\nMine never came.")
        forget(db, first)
        assert copy.name in there(db), "something of theirs is here still, and its time is not over"
        forget(db, second)
        assert there(db) == {longer.name, other.messages[0].post}


@pytest.mark.rule("R905")
def test_a_copy_of_a_mail_goes_with_that_mail_though_they_have_written_since(engine: Engine) -> None:
    with engine.begin() as db:
        first, _ = aside(db, message_id="<One@family.example>"), aside(db)
        copy = read(db, raw=b"From: sam@family.example\r\nMessage-ID: <One@family.example>\r\n\r\nMine never came.")
        other = read(db, raw=b"From: sam@family.example\r\nMessage-ID: <2@family.example>\r\n\r\nMine never came.")
        forget(db, first)
        assert copy.name not in there(db) and other.name in there(db)


@pytest.mark.rule("R905")
def test_a_mail_servers_report_of_a_letter_to_them_goes_with_them_and_one_of_anothers_stays(engine: Engine) -> None:
    daemon = Address(Channel.EMAIL, "mailer-daemon@mail.example")
    report = {"automatic": Automatic.BOUNCE, "text": "It could not be delivered."}

    def told(db: Connection, who: str, **other: Any) -> Contact:
        return aside(db, daemon, raw=b"From: mailer-daemon@mail.example\r\n\r\n<%s>: full" % who.encode(), **other)

    with engine.begin() as db:
        gone, theirs_too = aside(db), told(db, "sam@family.example", **report)
        stay = [told(db, "mo@family.example", **report), told(db, "sam@family.example"),
                told(db, "sam@family.example", **report)]  # fmt: skip
        words.say(db, "bnes", CONTACT, stay[-1].id, KeptAs(hold=Hold("dan", NOON.date(), "a claim")))
        forget(db, gone)
        assert there(db) == {each.messages[0].post for each in stay}, "another's, a person's, and one that is held"
        assert let_go.again(db, "bnes", theirs_too.messages) == {theirs_too.messages[0].name}


def test_what_waits_for_a_person_to_read_it_stays_until_somebody_has(engine: Engine) -> None:
    with engine.begin() as db:
        gone, waits = aside(db), a_post(raw=b"From: sam@family.example\r\n\r\n\xff")
        inbox.keep(db, waits)
        inbox.mark(db, waits, Read.UNREADABLE, now=NOON)
        forget(db, gone)
        assert there(db) == {waits.name}


def test_a_line_to_them_about_nothing_goes_with_them_and_one_to_another_stays(engine: Engine) -> None:
    with engine.begin() as db:
        gone = aside(db)
        ours = a_letter(to=SAM, about="staff/", name="letter/sorry")
        other = a_letter(to=Address(Channel.EMAIL, "mo@family.example"), about="", name="letter/other")
        changes.save(db, Change(contacts=(a_contact(sender=CHAT),), letters=(ours, other)), NOON)
        said = [Approved(CONTACT, gone.id, ASKED, "dan", NOON)]
        assert going.spilled(db, COUNCIL, said, LATER) == ["letter/sorry"], "its file goes first"
        forget(db, gone)
        assert db.execute(select(letters.c.name)).scalars().all() == ["letter/other"]


@pytest.mark.rule("R903")
def test_who_is_forgotten_in_a_chat_leaves_no_update_of_theirs_behind(engine: Engine) -> None:
    with engine.begin() as db:
        aside(db, CHAT)
        pressed = read(db, channel=Channel.TELEGRAM, raw=b'{"callback_query":{"from":{"id":5550001987}}}')
        other = read(db, channel=Channel.TELEGRAM, raw=b'{"callback_query":{"from":{"id":55500019871}}}')
        said = a_letter(to=CHAT, about="")
        changes.save(db, Change(contacts=(a_contact(),), letters=(said,)), NOON)
        forgetting.forget(db, "bnes", CHAT)
        assert pressed.name not in there(db) and other.name in there(db)
        assert db.execute(select(letters.c.name)).all() == []


def mail(**other: Any) -> Message:
    return a_message(name="message/the same", **other)


@pytest.mark.rule("R905")
@pytest.mark.parametrize(
    ("message_id", "days", "known"), [("<1@family.example>", 9, True), ("", 0, True), ("", 9, False)],
    ids=["a mail that names itself", "as old as it was", "the same words again, later"],
)  # fmt: skip
def test_mail_that_was_forgotten_is_known_again_and_goes(
    engine: Engine, message_id: str, days: int, *, known: bool
) -> None:
    with engine.begin() as db:
        gone = a_contact(mail(message_id=message_id), standing=Standing.SET_ASIDE)
        changes.save(db, Change(contacts=(gone,)), NOON)
        forget(db, gone)
        copy = read(db)
        again = mail(message_id=message_id, post=copy.name, received=NOON + timedelta(days=days))
        assert let_go.again(db, "bnes", [again, a_message()]) == ({again.name} if known else set())
        assert (copy.name in there(db)) is not known
        assert let_go.again(db, "dorset", [again]) == set()
        assert let_go.again(db, "bnes", [replace(again, channel=Channel.FORM)]) == set()


@pytest.mark.rule("R906", "R913")
def test_words_in_spreadsheets_that_are_no_cases_here_go_when_their_time_is_over(engine: Engine) -> None:
    thanks = "2024-01-05,bnes,,,,parent,Kit thanks Mo,no".split(",")
    learnt = "OLD-1,stage1,2001-03-02,team,tell Kit,Mo,2001-05-01,proposed,,".split(",")
    newer = "OLD-2,stage1,2024-03-02,team,tell Jo,Mo,2024-05-01,proposed,,".split(",")
    handled = [a_case().reference, *newer[1:]]
    with engine.begin() as db:
        changes.save(db, Change(cases=(a_case(reference=handled[0]),)), NOON)
        given = {"compliments": [tuple(thanks)], "learning": [tuple(learnt), tuple(newer), tuple(handled)]}
        keeping.keep(db, "bnes", given, NOON)
        found = {each.kind: (each.about, each.count) for each in loose.listed(db, COUNCIL, NOON)}
        assert found == {"compliments": ("2024-01-05", 1), "learning": ("2001-03-02", 1)}
        said = [Approved(kind, about, "", "dan", NOON) for kind, (about, _) in found.items()]
        assert [(each.rows, each.kept) for each in going.go(db, COUNCIL, said, NOON)] == [(1, ""), (1, "")]
        left = keeping.read(db, "bnes")
        assert [each.text for each in left.compliments] == [""] and len(left.learning) == 3
        assert [(each.text, each.owner) for each in left.learning] == [("", ""), ("tell Jo", "Mo"), ("tell Jo", "Mo")]
        assert loose.listed(db, COUNCIL, NOON) == []
