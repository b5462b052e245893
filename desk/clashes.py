"""Somebody was quicker: who, and when, in a sentence above what was typed (house.md, Stale)."""

from datetime import datetime

from casework.alarms import Alarm
from casework.cases import Case
from casework.contacts import Contact
from casework.councils import Council
from casework.messages import Message
from casework.people import member
from desk import dates
from store import audit
from store.database import Connection

KEPT = "What you typed is kept below. Read what is new, then save again."


def of_contact(db: Connection, one: Contact, council: Council, now: datetime) -> str:
    """What changed a contact since the form was shown: more words from them, or a colleague's decision."""
    done = [each for each in audit.entries(db, one.council, about=one.reference) if each.did != "opened"]
    by, at = (done[-1].who, done[-1].at) if done else ("", None)
    return _sentence(one.messages, by, at, council, now)


def of_case(one: Case, council: Council, now: datetime) -> str:
    """What changed a case since the form was shown."""
    last = one.decisions[-1] if one.decisions else None
    return _sentence(one.messages, last.by if last else "", last.at if last else None, council, now)


def of_alarm(rung: Alarm, seen: str, council: Council, now: datetime) -> str:
    """What happened to an alarm since the page was shown, if anything did; `seen` is who had it then."""
    if rung.closed:
        return f"Somebody closed this alarm at {dates.moment(rung.closed, now)}."
    if rung.acknowledged_by == seen:
        return ""
    if rung.acknowledged is None:
        return "It became more urgent since you opened the page, and nobody has it now."
    return f"{_name(rung.acknowledged_by, council)} has had it since {dates.moment(rung.acknowledged, now)}."


def _sentence(messages: tuple[Message, ...], by: str, at: datetime | None, council: Council, now: datetime) -> str:
    newest = messages[-1].received if messages else None
    if newest and (at is None or newest > at):
        return f"More came in from them at {dates.moment(newest, now)}. {KEPT}"
    when = f" at {dates.moment(at, now)}" if at else " since you opened it"
    return f"{_name(by, council)} changed this{when}. {KEPT}"


def _name(by: str, council: Council) -> str:
    found = member(council, by)
    return found.name if found else "The passing of time" if by == "timer" else "Somebody"
