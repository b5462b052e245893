"""What somebody may see who has their number and secret word: that one contact, and nothing else (R524).

Where it stands, in plain words with no name and no content in them; and what we wrote to them, which is their own. What
they wrote themselves is not shown again: a page may be seen over a shoulder.
"""

import re
from dataclasses import field
from datetime import datetime

from casework import days, facts, questions, wording
from casework.cases import Case
from casework.contacts import Contact
from casework.councils import Council
from casework.days import CalendarEnds
from casework.frozen import frozen
from casework.letters import Letter, Posted, Said
from casework.questions import CHOICES
from form.marks import Key
from outbox.library import MissingFact
from outbox.render import Choice, render
from store import cases, contacts, outbox
from store.database import Connection

LEFT = frozenset({Posted.QUEUED, Posted.SENDING, Posted.SENT})
SAFETY = ("bot.danger", "bot.soft_check", "bot.disclosure")
ASKS = ("bot.danger", "bot.soft_check")
"""Letters whose buttons stand on the page."""

BUTTONS = re.compile(r"(?:\[[^\[\]]*\] ?)+")
HEADED = "Subject: "


@frozen
class Shown:
    """One letter of ours, as it stands on the page. `heading` is a letter's subject; a chat's lines have none."""

    words: str
    when: str
    heading: str = field(repr=False)
    text: str = field(repr=False)
    choices: tuple[Choice, ...] = ()

    @property
    def of_safety(self) -> bool:
        """Whether it answers words of harm."""
        return self.words.startswith(SAFETY)


@frozen
class Opened:
    """One contact, opened. `steps` are where it stands, label and value; `letters` what we wrote, the newest first."""

    reference: str
    steps: tuple[tuple[str, str], ...]
    letters: tuple[Shown, ...]
    sent: tuple[str, ...]
    answers: tuple[Shown, ...] = ()
    wants_advocate: bool = False

    @property
    def safety(self) -> tuple[Shown, ...]:
        """What was just said about harm: it stands before everything else, and no question is asked beside it."""
        return tuple(each for each in self.answers if each.of_safety)


NOT_YET = (("Now", "We have it"),)
"""What is said of something that is kept and that nobody has filed yet."""


def of(db: Connection, key: Key, council: Council, now: datetime, *, message: str = "") -> Opened:
    """The contact of whoever has this key. `message` is the one they just sent: what answers it is told apart."""
    contact = next(iter(contacts.of(db, council.name, key.sender)), None)
    if contact is None:
        return Opened(key.reference, NOT_YET, (), ())
    became = cases.of_contact(db, council.name, contact.id)
    case = became[-1] if became else None
    seen = questions.as_contact(case, key.sender) if case else contact
    said = [*contact.said, *(said for each in became for said in each.said)]
    mine = {each.name: each for each in said if each.to == key.sender and not each.staff and each.posted in LEFT}
    ordered = sorted(mine.values(), key=lambda each: each.written, reverse=True)
    letters = tuple(filter(None, (_shown(db, each, council, now) for each in ordered)))
    number = next((at for at, each in enumerate(seen.messages, 1) if each.name == message), 0)
    fresh = {each.name for each in ordered if number and each.after == number}
    known = questions.answers(seen)
    return Opened(
        reference=key.reference,
        steps=_steps(contact, case, council, now),
        letters=letters,
        sent=tuple(
            dict.fromkeys(_day(each.received, now) for each in seen.messages if each.sender == key.sender and each.text)
        ),
        answers=tuple(filter(None, (_shown(db, mine[name], council, now) for name in fresh))),
        wants_advocate=known.advocate is not None and known.advocate.value in ("yes", "tell"),
    )


def _steps(contact: Contact, case: Case | None, council: Council, now: datetime) -> tuple[tuple[str, str], ...]:
    known = questions.answers(contact)
    try:
        seen = (
            facts.in_chat(case, contact, known, council, now)
            if case
            else facts.of_contact(contact, known, council, now)
        )
    except CalendarEnds:
        return NOT_YET
    last = f"{seen['last_event_plain']}, on {seen['last_event_date']}"
    following = f"{seen['next_event_plain']}, by {seen['next_date']}" if seen.get("next_date") else ""
    rows = (("Now", seen["stage_plain"]), ("Last step", last), ("Next step", following), ("Late?", seen["late_line"]))
    return tuple((label, value[:1].upper() + value[1:]) for label, value in rows if value)


def _shown(db: Connection, said: Said, council: Council, now: datetime) -> Shown | None:
    """A letter as it was kept, or, in the moment before it is, as it will be."""
    letter = outbox.by_name(db, council.name, said.name)
    if letter is None or (said.posted is Posted.QUEUED and letter.not_before > now):
        return None
    try:
        rendered = render(letter, choices=CHOICES)
    except MissingFact:
        rendered = None
    exact = outbox.exact(db, council.name, said.name)
    if exact is None and rendered is None:
        return None
    whole = exact if exact is not None else rendered.exactly if rendered else ""
    heading, text = _apart(whole)
    asks = rendered.choices if rendered and said.words in ASKS else ()
    return Shown(said.words, _day(_when(letter, said), now), heading, text, asks)


def _when(letter: Letter, said: Said) -> datetime:
    return said.sent or letter.written


def _apart(whole: str) -> tuple[str, str]:
    """The subject and the words; the buttons are left out."""
    parts = whole.split("\n\n")
    heading = parts.pop(0).removeprefix(HEADED) if parts[0].startswith(HEADED) else ""
    if parts and BUTTONS.fullmatch(parts[-1].strip()):
        parts.pop()
    return heading, "\n\n".join(parts)


def _day(moment: datetime, now: datetime) -> str:
    return f"{wording.day(days.today(moment), days.today(now))}, {wording.time_of(moment)}"
