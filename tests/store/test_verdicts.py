"""What the classifier thought when a person decided stays beside what they decided."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine

from casework.changes import Change
from casework.contacts import Suggestion
from casework.labels import CategoryB, CategoryD, Kind, Procedure, Sender, Service
from store import changes, contacts, verdicts
from tests import build

THOUGHT = Suggestion(
    Kind.COMPLAINT, Procedure.CORPORATE, CategoryB("unwelcome_or_disputed_decision"), CategoryD.COMMUNICATION,
    Sender.PARENT, Service.SEN, frozenset(), {"kind": 0.9, "procedure": 0.7}, {}, (), (), "abc",
)  # fmt: skip
LONG_AGO = build.at("2020-01-01 00:00")


def test_a_decision_stands_beside_what_was_thought_then_whatever_is_thought_since(engine: Engine) -> None:
    council = build.profile("bnes")
    contact = build.a_contact(council, suggestion=THOUGHT)
    opened = build.opened(council, contact)
    moment = opened.decisions[0].at
    with engine.connect() as db:
        changes.save(db, Change(contacts=(contact,)), moment)
        kept = contacts.one(db, council.name, contact.id)
        assert kept is not None
        decided = replace(opened, contacts=(replace(opened.contacts[0], version=kept.version),))
        changes.save(db, decided, moment)
        (later,) = (contacts.one(db, council.name, contact.id),)
        assert later is not None
        since = replace(THOUGHT, kind=Kind.ENQUIRY, model="def")
        changes.save(db, Change(contacts=(replace(later, suggestion=since),)), moment)
        (found,) = verdicts.since(db, council.name, LONG_AGO, limit=10)
        assert (found.model, found.at, found.thought) == ("abc", moment, THOUGHT)
        assert [message.text for message in found.contact.messages] == [contact.messages[0].text]
        assert found.decided["procedure"] == opened.decisions[0].facts["procedure"] != "corporate"
        assert found.agreed("kind") and not found.agreed("procedure")
        assert not verdicts.since(db, council.name, moment + timedelta(days=1), limit=10)
        assert not verdicts.since(db, "dorset", LONG_AGO, limit=10)


def test_what_was_decided_before_the_classifier_looked_is_no_verdict_on_it(engine: Engine) -> None:
    council = build.profile("bnes")
    contact = build.a_contact(council, suggestion=None)
    opened = build.opened(council, contact)
    with engine.connect() as db:
        changes.save(db, Change(contacts=(contact,)), opened.decisions[0].at)
        kept = contacts.one(db, council.name, contact.id)
        assert kept is not None
        changes.save(db, replace(opened, contacts=(replace(opened.contacts[0], version=kept.version),)), kept.received)
        assert not verdicts.since(db, council.name, LONG_AGO, limit=10)
