"""What people who work here say to us outside the desk: the buttons they press in a chat, the code that links it, and
what they write back to a chase. `inside` is handed to the door in, which asks it first.

What answers a chase, or is a word of this chat, is read here. Words of harm go the way that anybody's go, because a
telephone can be in other hands (R701); so does whatever somebody has to say of their own: staff and carers can complain
too (conversations 2.5).
"""

from dataclasses import field
from datetime import datetime

from casework import councils, names
from casework.alarms import is_open
from casework.arrive import harm
from casework.arrive.from_staff import from_staff
from casework.cases import Case
from casework.changes import Change
from casework.choices import Act, act, letter
from casework.councils import Council, Staff
from casework.frozen import frozen, replace
from casework.letters import Letter
from casework.matching import is_party
from casework.messages import Channel, Message, Sort
from casework.said.commands import command
from casework.said.signs import Signs
from casework.staff_answers import asks, chatting, copies, urgent
from casework.staff_answers.asks import Given, Where
from casework.staff_answers.lines import line
from casework.staff_answers.urgent import Rung
from casework.time_passes import confirming
from casework.time_passes.confirming import Pressed
from desk import my_chases
from store import audit, cases, changes, contacts, outbox, people
from store.database import Connection

OFF, MINE = ("off", "turn off", "/off"), ("my chases", "/chases")
MENU, SHOWN = ("staff", "/staff", "menu"), ("new messages", "suggestions", "/suggestions")

SUGGESTED = (confirming.CONFIRM, confirming.UNSURE, confirming.CONFIRMED)
TELLS = 3
"""Words. More than that, of somebody who works here, is a message of their own; fewer answer something. *Taste.*"""


@frozen
class Inside:
    """One message, and what it is answered with: the store, the profile in force, the moment, the signs of harm."""

    db: Connection
    message: Message
    council: Council
    now: datetime
    signs: Signs
    key: bytes = field(repr=False)


def inside(db: Connection, message: Message, council: Council, now: datetime, *, signs: Signs, key: bytes) -> bool:
    """Do what somebody who works here asks for. False: it is not theirs, and goes the way of anybody's message."""
    here = Inside(db, message, council, now, signs, key)
    if message.channel is Channel.EMAIL:
        return _by_email(here)
    return message.channel is Channel.TELEGRAM and _in_chat(here)


def _in_chat(here: Inside) -> bool:
    message = here.message
    if message.sort in (Sort.WORDS, Sort.STARTED) and people.is_code(message.text):
        return _code(here)
    staff = people.by_chat(here.db, here.council.name, message.sender.value)
    if staff is None:
        return False
    if message.sort is Sort.PRESS:
        return _pressed(here, staff)
    if message.sort is Sort.BLOCKED:
        _unlink(here, staff)
        return True
    if _is_about_harm(here):
        return False
    if message.sort in (Sort.WORDS, Sort.STARTED):
        return _words(here, staff)
    return not _has_own(here)


def _is_about_harm(here: Inside) -> bool:
    """Words of harm, or anything from where an alarm is open."""
    found = set(harm.found_in(here.message, (), here.signs)) - {harm.UNHEARD, harm.LIVE_PLACE}
    known = contacts.of(here.db, here.council.name, here.message.sender)
    return bool(found) or any(is_open(alarm) for contact in known for alarm in contact.alarms)


def _code(here: Inside) -> bool:
    """The code from My settings. A wrong one from somebody who has written to us before is theirs to write."""
    chat = here.message.sender
    linked = people.link_chat(here.db, here.council.name, here.message.text, here.now, chat=chat.value)
    if linked is None and contacts.of(here.db, here.council.name, chat):
        return False
    if linked:
        _record(here, linked, "chat linked")
    _say(here, "staff.link_ok" if linked else "staff.link_bad", linked)
    return True


def _has_own(here: Inside) -> bool:
    """Whether something of their own is open from this chat."""
    return any(each.clocks for each in contacts.of(here.db, here.council.name, here.message.sender))


def _words(here: Inside, staff: Staff) -> bool:
    """What somebody who works here typed. False: it is a message of their own."""
    word = here.message.text.strip().casefold()
    if word in OFF:
        _unlink(here, staff, say=True)
    elif word in MINE:
        _list(here, staff)
    elif word in MENU:
        _say(here, "staff.menu", staff)
    elif word in SHOWN:
        _show_suggestions(here, staff)
    elif (case := _case_of(here, staff, here.message.thread)) is not None:
        _file(here, staff, case)
    elif _has_own(here) or (len(word.split()) > TELLS and command(word) is None):
        return False
    else:
        _say(here, "staff.not_read", staff)
    return True


def _show_suggestions(here: Inside, staff: Staff) -> None:
    """New messages are shown here from now on, with what they may be; or no longer. To those who open cases alone."""
    if not staff.roles & set(confirming.MAY):
        _say(here, "staff.suggestions_not", staff)
        return
    wanted = not staff.asks_suggestions
    people.change(here.db, here.council.name, replace(staff, asks_suggestions=wanted))
    _record(here, staff, "new messages shown in a chat" if wanted else "new messages no longer shown in a chat")
    _say(here, "staff.suggestions_on" if wanted else "staff.suggestions_off", staff)


def _pressed(here: Inside, staff: Staff) -> bool:
    """A button. Its data says which letter and what; who pressed it is known by the chat alone (conversations 2.15)."""
    short, pressed = letter(here.message.press), act(here.message.press)
    in_chat = outbox.in_chat(here.db, here.council.name, here.message.sender)
    found = next((each for each in in_chat if names.short(each.name) == short), None)
    if found is not None and not found.staff:
        return False
    if found is None or pressed is None or found.staff != staff.id:
        _say(here, "bot.old_button", staff)
    elif pressed is Act.OFF:
        _unlink(here, staff, say=True)
    elif pressed is Act.MY_PEOPLE:
        _list(here, staff)
    elif pressed is Act.SUGGESTIONS:
        _show_suggestions(here, staff)
    elif found.reference:  # a list's button only leads to the desk
        _answer(here, staff, found, pressed)
    return True


def _answer(here: Inside, staff: Staff, found: Letter, pressed: Act) -> None:
    """The button under a chase or an alert: what the rules make of it."""
    db, council, press = here.db, here.council, here.message.name
    letters = outbox.to_staff(db, council.name, found.about)
    stood = next(each for each in letters if each.letter.name == found.name)
    rung = contacts.alarm(db, council.name, name) if (name := urgent.alarm_name(found)) else None
    case = cases.one(db, council.name, found.about)
    waiting = contacts.one(db, council.name, found.about) if found.words in SUGGESTED else None
    if waiting:
        change = confirming.pressed(waiting, Pressed(staff, pressed, here.now, press, stood, letters), council)
    elif rung:
        change = urgent.pressed(rung, pressed, Rung(staff, here.now, press, letters), stood, council)
    elif case and staff.id not in asks.kept_out(case, council):
        given = Given(staff, here.now, found, letters, press, Where.CHAT)
        change = chatting.pressed(given, pressed, _place(here.message.press), stood, case, council)
    else:
        change = Change(letters=(copies.on_desk(stood, here.now, press),))
    if change != Change():
        changes.save(db, change, here.now)
    for did in (*(each.move for each in change.decisions), *("alarm taken" for _ in change.alarms)):
        _record(here, staff, f"{did} in a chat", found.reference)


def _place(data: str) -> int | None:
    """The line of a list that a button stands for."""
    last = data.rpartition(".")[2]
    return int(last) if last.isdecimal() else None


def _by_email(here: Inside) -> bool:
    """A reply to a chase: something that only we could have given, and an address of somebody who works here."""
    message, council = here.message, here.council
    answers = bool(message.thread or message.clue) and not message.automatic
    staff = councils.by_email(council, message.sender.value) if answers else None
    case = _case_of(here, staff, message.thread) if staff else None
    if staff is None or case is None:
        return False
    _file(here, staff, case)
    return True


def _case_of(here: Inside, staff: Staff, thread: tuple[str, ...]) -> Case | None:
    """The case that they answer a letter of ours about; none that is kept from them (R602), or that is their own."""
    message = here.message
    by = outbox.by_message_id if message.channel is Channel.EMAIL else outbox.by_far_id
    found = (by(here.db, here.council.name, each) for each in reversed(thread))
    answered = next((each for each in found if each and each.staff), None)
    clued = names.signed(message.clue, here.key) if message.clue else None
    reference = answered.about if answered else clued
    case = cases.one(here.db, here.council.name, reference) if reference else None
    if case is None or is_party(message.sender, case) or staff.id in asks.kept_out(case, here.council):
        return None
    return case


def _file(here: Inside, staff: Staff, case: Case) -> None:
    change = from_staff(here.message, staff, case, here.council, here.now, signs=here.signs)
    changes.save(here.db, change, here.now)
    _record(here, staff, "wrote back", case.reference)


def _list(here: Inside, staff: Staff) -> None:
    facts = my_chases.facts(here.db, staff, here.council, here.now)
    _say(here, "staff.digest_manager" if facts else "staff.nothing_open", staff, facts)


def _unlink(here: Inside, staff: Staff, *, say: bool = False) -> None:
    people.unlink_chat(here.db, here.council.name, here.message.sender.value)
    _record(here, staff, "chat unlinked")
    if say:
        _say(here, "staff.unlinked", staff)


def _say(here: Inside, words: str, staff: Staff | None, facts: dict[str, str] | None = None) -> None:
    council, chat, who = here.council, here.message.sender, staff.id if staff else ""
    filled = facts or {"team": council.team.name, "phone": council.team.phone}
    reply = line(words, chat, who, council=council.name, now=here.now, once=here.message.name, facts=filled)
    changes.save(here.db, Change(letters=(reply,)), here.now)


def _record(here: Inside, staff: Staff, did: str, about: str = "") -> None:
    audit.record(here.db, council=here.council.name, who=staff.id, did=did, about=about, at=here.now)
