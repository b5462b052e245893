"""What the classifier thinks of a new message, shown to the staff who asked for it, and confirmed by one of them.

They see the reference and two labels, never a name or a word of it (R608); anything about harm, and anything unsure, is
only said to want reading. A yes is the decision of a named person, once; it is written down, and the desk's form begins
with it. Nothing is opened or sent by it: for that somebody writes what it is about, and who takes it (R001, R270).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from casework import days, telling, wording
from casework.cases import Decision
from casework.changes import Change
from casework.choices import Act
from casework.contacts import Confirmed, Contact, Standing, Suggestion
from casework.councils import Council, Role, Staff
from casework.frozen import frozen, replace
from casework.labels import Flag, Kind, Procedure
from casework.letters import Letter, Outgoing, Posted
from casework.staff_answers import copies

CONFIRM, UNSURE = "staff.classify_confirm", "staff.classify_unsure"
CONFIRMED = "staff.suggestion_confirmed"
MOVE = "confirm_suggestion"
MAY = (Role.CM, Role.CO)
"""Who opens cases, and so may say what a message is."""

QUIET = timedelta(minutes=10)
"""After so long without another word nobody is still typing. *Taste.*"""

SURE, FAIRLY = 0.9, 0.75
"""How likely kind and procedure must be for these words. *Taste.*"""

OF_HARM = frozenset({Flag.IMMEDIATE_RISK, Flag.SAFEGUARDING, Flag.ALLEGATION_AGAINST_STAFF})
LABELLED = frozenset({Kind.COMPLAINT, Kind.REPRESENTATION, Kind.COMPLIMENT, Kind.ENQUIRY, Kind.INFORMATION_REQUEST})
"""Kinds that can be confirmed unread; every other is read first."""

AS_READ = {Kind.ENQUIRY: "question", Kind.INFORMATION_REQUEST: "request for information", Procedure.NONE: "ordinary"}


@frozen
class Pressed:
    """Who pressed what, when and by which press, under which message; `letters` are all about the contact."""

    by: Staff
    act: Act
    at: datetime
    press: str
    stood: Outgoing
    letters: tuple[Outgoing, ...]


def due(contact: Contact, council: Council) -> datetime | None:
    """When those who asked for it are shown what is thought; None if nobody did, or nothing waits."""
    told = contact.standing is Standing.WAITING and contact.clocks and contact.messages
    if not told or not any(_readers(contact, council, contact.messages[-1].received)):
        return None
    return days.next_open(contact.messages[-1].received + QUIET, council.hours.staff, council.calendars["EW"])


def letters(contact: Contact, council: Council, now: datetime) -> tuple[Letter, ...]:
    """The suggestion to each who asked for it: said afresh if it changes, never twice otherwise."""
    moment, thought = due(contact, council), contact.suggestion
    seen = contact.considered >= len(contact.messages)
    if moment is None or now < moment or thought is None or not seen or contact.confirmed:
        return ()
    words = CONFIRM if _is_plain(contact, thought) else UNSURE
    filled = _labels(thought) | {"ref": contact.reference}
    once = _once(thought) if words == CONFIRM else "suggestion/unsure"
    return tuple(
        letter
        for reader in _readers(contact, council, now)
        for letter in telling.to_staff(words, reader, contact, filled, now, council, once=once)
    )


def pressed(contact: Contact, given: Pressed, council: Council) -> Change:
    """What follows from a button under a suggestion."""
    filled = _facts(contact, given)
    if contact.standing is not Standing.WAITING:
        return _instead("staff.moved_on", filled, given)
    if contact.confirmed:
        who = next((each.name for each in council.staff if each.id == contact.confirmed.by), contact.confirmed.by)
        filled |= {"acted_by": who.partition(" ")[0], "acted_at": wording.time_of(contact.confirmed.at)}
        return _instead("staff.already", filled, given)
    if given.act is not Act.YES or given.by not in _who_may(contact, council):
        return Change(letters=(copies.on_desk(given.stood, given.at, given.press),))
    if contact.suggestion is None or _once(contact.suggestion) != given.stood.letter.ask:
        return _instead("staff.moved_on", filled, given)
    return _confirmed(contact, contact.suggestion, given, filled)


def _confirmed(contact: Contact, thought: Suggestion, given: Pressed, filled: dict[str, str]) -> Change:
    said = Confirmed(thought.kind, thought.procedure, given.by.id, given.at)
    role = next(str(each) for each in MAY if each in given.by.roles)
    facts = {"kind": str(thought.kind), "procedure": str(thought.procedure), "press": given.press, "where": "chat"}
    decision = Decision(contact.id, MOVE, given.by.id, role, given.at, "R001", facts=facts)
    asked = [each for each in given.letters if each.letter.ask == given.stood.letter.ask]
    stands = tuple(copies.in_chats(asked))
    return Change(
        contacts=(replace(contact, confirmed=said),),
        decisions=(decision,),
        letters=tuple(
            copies.instead(
                CONFIRMED if each.letter.staff == given.by.id else "staff.already",
                each, filled | _labels(thought), given.at, given.press,
            )
            for each in stands
        ),
        withdrawn=tuple(each.letter.name for each in asked if each.posted is Posted.QUEUED),
    )  # fmt: skip


def _is_plain(contact: Contact, thought: Suggestion) -> bool:
    """Whether it may be confirmed unread: sure, and nothing in it of harm."""
    unsure = {"kind", "procedure"} & set(thought.unsure)
    return not unsure and not contact.alarms and not thought.flags & OF_HARM and thought.kind in LABELLED


def _readers(contact: Contact, council: Council, now: datetime) -> Iterator[Staff]:
    """Who asked to be shown, is there today, and is not complained of."""
    today = days.today(now)
    yield from (each for each in _who_may(contact, council) if each.asks_suggestions and not each.is_away(today))


def _who_may(contact: Contact, council: Council) -> list[Staff]:
    hidden = contact.hidden_from
    return [each for each in council.staff if each.roles & set(MAY) and each.id not in hidden]


def _once(thought: Suggestion) -> str:
    return f"suggestion/{thought.kind}/{thought.procedure}"


def _labels(thought: Suggestion) -> dict[str, str]:
    """Two labels as people read them, and how sure it is."""
    score = min(thought.scores.get("kind", 0), thought.scores.get("procedure", 0))
    return {
        "suggest_kind": AS_READ.get(thought.kind, thought.kind.replace("_", " ")),
        "suggest_procedure": AS_READ.get(thought.procedure, thought.procedure.replace("_", " ")),
        "confidence": "sure" if score >= SURE else "fairly sure" if score >= FAIRLY else "not sure",
    }


def _facts(contact: Contact, given: Pressed) -> dict[str, str]:
    return {
        "ref": contact.reference,
        "acted_by": given.by.name.partition(" ")[0] or given.by.id,
        "acted_at": wording.time_of(given.at),
        "action_done": "confirmed",
    }


def _instead(words: str, filled: dict[str, str], given: Pressed) -> Change:
    return Change(letters=(copies.instead(words, given.stood, filled, given.at, given.press),))
