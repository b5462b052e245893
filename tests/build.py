"""Sensible values for tests: a message, a contact, the staff of a council, a case. Override what the test is about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from casework import clocks, names
from casework.cases import Case, Decision
from casework.changes import Change
from casework.contacts import Contact
from casework.councils import Council, Role, Staff, with_staff
from casework.days import LONDON
from casework.decide import decide
from casework.messages import Address, Channel, Message
from casework.opening import open_case
from run.config import load_council
from store import sealing

KEYS = sealing.under([b"what seals the stores of tests"])

FAMILY = Address(Channel.EMAIL, "sam@family.example")
CHAT = Address(Channel.TELEGRAM, "5550001")

STAFF = (
    Staff("mina", "Mina Shaw", frozenset({Role.CO}), "mina@council.example"),
    Staff("dan", "Dan Marsh", frozenset({Role.CM}), "dan@council.example"),
    Staff(
        "priya", "Priya Holt", frozenset({Role.RM}), "priya@council.example", manager="tom", teams=frozenset({"duty"})
    ),
    Staff("tom", "Tom Reed", frozenset({Role.TM}), "tom@council.example", manager="hana", teams=frozenset({"duty"})),
    Staff("hana", "Hana Moss", frozenset({Role.HOS}), "hana@council.example"),
    Staff("dee", "Dee Lowe", frozenset({Role.DCS}), "dee@council.example"),
)


@cache
def profile(name: str) -> Council:
    """A council's profile as it is in force, with six people who work there."""
    return with_staff(load_council(name), STAFF)


def at(text: str) -> datetime:
    """A moment written as it is in London: `2026-03-02 09:30`."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def a_message(text: str = "My social worker cancelled again.", **other: Any) -> Message:
    """One email from a family, received on Monday 2 March 2026."""
    known: dict[str, Any] = {
        "post": "post/1",
        "channel": Channel.EMAIL,
        "sender": FAMILY,
        "received": at("2026-03-02 09:30"),
        "text": text,
    } | other
    known.setdefault("name", names.name("message", known["sender"].value, str(known["received"]), text))
    return Message(**known)


def a_contact(council: Council, *messages: Message, **other: Any) -> Contact:
    """A contact waiting for a decision, with its provisional clocks."""
    messages = messages or (a_message(),)
    first = messages[0]
    known: dict[str, Any] = {
        "id": names.name("contact", first.name),
        "council": council.name,
        "reference": f"{council.reference_prefix}-7K4Q",
        "channel": first.channel,
        "sender": first.sender,
        "received": first.received,
        "messages": messages,
        "clocks": tuple(clocks.start(council, name, first.received) for name in ("s1_statutory", "triage")),
    } | other
    return Contact(**known)


def a_decision(move: str, when: str, by: str = "dan", role: str = Role.CM, **facts: str) -> Decision:
    """What somebody chose, at a London time."""
    return Decision("", move, by, role, at(when), rule="", facts=facts)


def opened(council: Council, contact: Contact | None = None, when: str = "2026-03-03 10:00", **facts: str) -> Change:
    """What follows when an officer opens a case from a contact and gives it to Priya."""
    chosen: Mapping[str, str] = {
        "kind": "complaint",
        "procedure": "statutory",
        "sender": "parent",
        "service": "duty",
        "handler": "priya",
        "summary_plain": "your social worker cancelled again",
    } | facts
    contact = contact or a_contact(council)
    return open_case(contact, a_decision("open", when, "mina", Role.CO, **chosen), council, contact.reference)


def a_case(council: Council, contact: Contact | None = None, **facts: str) -> Case:
    """A case open at Stage 1 since Monday 2 March 2026; statutory, and a parent's, unless the test says otherwise."""
    return opened(council, contact, **facts).cases[0]


def moved(case: Case, decision: Decision, council: Council) -> Case:
    """The case after a decision."""
    return decide(case, decision, council).cases[0]


def after(case: Case, change: Change) -> Case:
    """The case as the store would read it back: with what was said to anyone about it."""
    from casework.letters import Posted, Said

    kept = change.cases[0] if change.cases else case
    said = (
        Said(each.name, each.words, each.to, each.written, Posted.SENT, staff=each.staff) for each in change.letters
    )
    return replace(kept, said=(*case.said, *said))
