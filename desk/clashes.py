"""Somebody was quicker: who, and when, in a sentence above what was typed (house.md, Stale)."""

from collections.abc import Collection
from datetime import datetime

from casework.alarms import Alarm
from casework.cases import Case, Decision
from casework.contacts import Contact
from casework.councils import Council
from casework.messages import Message
from casework.moves import BY_NAME
from casework.moves.rows import TIMER
from casework.people import member
from desk import dates, sight
from desk.access import Visit
from store import audit
from store.database import Connection

QUOTED = 300
"""Characters of what the quicker one typed that are quoted. *Taste*: the case shows the rest."""

KEPT = "What you typed is kept below. Read what is new, then save again."


def stand_of(one: Contact | Case, visit: Visit) -> str:
    """Where a matter stands for whoever decides about it, as their form says it: how much was said, what rang, and what
    was decided. The classifier's opinion saves it too, and what was shown is as true as before (R001).
    """
    rang = sum(sight.alarm(each, visit) for each in one.alarms)
    return ".".join(map(str, (len(one.messages), rang, *_decided(one))))


def _decided(one: Contact | Case) -> tuple[object, ...]:
    if isinstance(one, Case):
        return (len(one.decisions),)
    return one.standing, len(one.cases), one.confirmed.at if one.confirmed else ""


def of_contact(db: Connection, one: Contact, visit: Visit, council: Council, now: datetime) -> str:
    """What changed a contact since the form was shown: an alarm, more words from them, or a colleague's decision."""
    done = [each for each in audit.entries(db, one.council, about=one.reference) if each.did != "opened"]
    by, at = (done[-1].who, done[-1].at) if done else ("", None)
    return _rang(one, at, visit, now) or _sentence(one.messages, by, at, council, now)


def of_case(one: Case, visit: Visit, council: Council, now: datetime) -> str:
    """What changed a case since the form was shown."""
    last = one.decisions[-1] if one.decisions else None
    by, at, chose = (last.by, last.at, _chose(last)) if last else ("", None, "")
    return _rang(one, at, visit, now) or _sentence(one.messages, by, at, council, now, chose)


def _rang(one: Contact | Case, decided: datetime | None, visit: Visit, now: datetime) -> str:
    """That an alarm rang, where nothing came after it: their words and the alarm for them come in one moment."""
    rang = max((each.raised for each in one.alarms if sight.alarm(each, visit)), default=None)
    after = (each.received for each in one.messages)
    if rang is None or rang < max(decided or rang, *after):
        return ""
    return f"An alarm rang at {dates.moment(rang, now)}. {KEPT}"


def of_alarm(rung: Alarm, seen: str, council: Council, now: datetime) -> str:
    """What happened to an alarm since the page was shown, if anything did; `seen` is who had it then."""
    if rung.closed:
        return f"Somebody closed this alarm at {dates.moment(rung.closed, now)}."
    if rung.acknowledged_by == seen:
        return ""
    if rung.acknowledged is None:
        return "It became more urgent since you opened the page, and nobody has it now."
    return f"{_name(rung.acknowledged_by, council)} has had it since {dates.moment(rung.acknowledged, now)}."


def of_kept(db: Connection, reference: str, did: Collection[str], council: Council, now: datetime) -> str:
    """What was said of how long something is kept since the page was shown; `did` names what can be said."""
    done = [each for each in audit.entries(db, council.name, about=reference) if each.did in did]
    if not done:
        return f"Somebody changed this since you opened it. {KEPT}"
    last = done[-1]
    return f"{_name(last.who, council)} {last.did} this at {dates.moment(last.at, now)}. {KEPT}"


def _chose(last: Decision) -> str:
    """What the quicker one did, and in which words: both versions stand on one page."""
    row = BY_NAME.get(last.move)
    typed = " ".join(value for value in last.facts.values() if " " in value.strip())
    quoted = f": “{typed[:QUOTED]}{'…' if len(typed) > QUOTED else ''}”" if typed else ""
    return f" They chose “{row.says}”{quoted}." if row and last.by != TIMER else ""


def _sentence(
    messages: tuple[Message, ...], by: str, at: datetime | None, council: Council, now: datetime, chose: str = ""
) -> str:
    newest = messages[-1].received if messages else None
    if newest and (at is None or newest > at):
        return f"More came in from them at {dates.moment(newest, now)}. {KEPT}"
    when = f" at {dates.moment(at, now)}" if at else " since you opened it"
    return f"{_name(by, council)} changed this{when}.{chose} {KEPT}"


def _name(by: str, council: Council) -> str:
    found = member(council, by)
    return found.name if found else "The passing of time" if by == "timer" else "Somebody"
