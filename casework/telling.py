"""Who is told of a move, in which words, by which way, and when they may leave.

`readers` says who outside; `facts` what the words are filled with. To somebody whom nobody has verified goes nothing
typed about the case: fixed words stand in for it (R524).
"""

from collections.abc import Callable, Iterator, Set
from datetime import UTC, datetime

from casework import clocks, days, facts, readers, refusals, standing
from casework.cases import Case, Decision, stage
from casework.contacts import Contact
from casework.councils import Council, Role, Staff, Tell, words
from casework.facts import dates, delays
from casework.frozen import replace
from casework.letters import Letter, Urgency, named, write
from casework.messages import Address, Channel, Message
from casework.moves.rows import Move
from casework.on_behalf import advocacy
from casework.people import member, reach
from casework.readers import Reader

READY = "bot.answer_ready"
ANSWERS = ("bot.answer_text", "bot.answer_text_corp", "bot.answer_text_final")
"""Answers in a chat: kept ready behind `READY` until they are asked for."""

Filled = Callable[[str], dict[str, str]]
"""What fills these words, worked out when it is needed."""

NEVER_BY_ITSELF = datetime(9999, 1, 1, tzinfo=UTC)

ALERTS = ("staff.safeguarding_alert", "staff.safeguarding_unanswered", "staff.lado_alert", "staff.in_care_alert")
"""Words that are never taken back: an alarm is answered by a person, not by the case moving on."""


THREAD = 10
"""A reader's own mails that a letter to them goes on from, for their mail program to put it there. *Taste.*"""


def letters(row: Move, before: Case, after: Case, decision: Decision, council: Council) -> tuple[Letter, ...]:
    """What this move says, to whom: the person whose complaint it is, and the manager who is given it (R620)."""
    tells = (*_tells(row, after, decision, council), *_last_question(row, after, decision))
    known_only = _is_substance(row, after, decision, council)
    outside = [each for each in readers.of(tells, after, decision, council) if each.verified or not known_only]
    if not (outside or row.assigns or row.opens or row.warns):
        return ()  # as with most of what time decides: nobody need work out what it would say
    filled = facts.of_move(before, after, decision, council, row.settles)
    leaves = leaves_at(before, decision.at, council)
    told = [
        letter
        for reader in outside
        for letter in _kept_ready(_to_outside(reader, after, filled, decision, council, leaves))
    ]
    if row.assigns and after.handler:
        told += _to_handler(after, filled, decision, council)
    told += _to_others_here(row, after, filled, decision, council)
    return tuple(told)


def _tells(row: Move, case: Case, decision: Decision, council: Council) -> Iterator[Tell]:
    """What the row says: words of its own, or those of the stage it is about, or that it opens."""
    at = case.stages[-1] if row.opens else stage(case, decision.stage)
    for each in row.tells:
        if isinstance(each, Tell):
            yield each
        elif at:
            course, there = council.procedures[at.course], standing.definition(at, council)
            begun = at is not case.current and not at.settled  # R366: the next stage has begun, and this is still owed
            beside = words(council, course, there, f"{each}_beside") if begun else ()
            yield from beside or words(council, course, there, each)


def _is_substance(row: Move, case: Case, decision: Decision, council: Council) -> bool:
    """R524: whether what this move says is the case's own, so that only somebody who is known may read it."""
    at = stage(case, decision.stage)
    for_anyone = at is not None and council.procedures[at.course].for_anyone
    return refusals.not_verified in row.refusals or (refusals.not_verified_here in row.refusals and not for_anyone)


def _last_question(row: Move, case: Case, decision: Decision) -> tuple[Tell, ...]:
    """R515: with the Stage 1 answer, whether they would like an advocate; to those who never said."""
    first = bool(case.stages) and decision.stage == case.stages[0].stage
    by_mail, in_chat = advocacy.LAST_QUESTION
    return (Tell(young=by_mail, chat=in_chat),) if row.answers and first and advocacy.asks_once_more(case) else ()


def _to_outside(
    reader: Reader, case: Case, filled: dict[str, str], decision: Decision, council: Council, leaves: datetime
) -> Letter:
    said = filled if reader.verified else filled | _fixed(decision)
    words = (reader.words, *reader.lines, *((READY,) if reader.words in ANSWERS else ()))
    mails = [each for each in case.messages if each.sender == reader.to and each.message_id and not each.automatic]
    return write(
        reader.words,
        reader.to,
        council=case.council,
        about=case.reference,
        reference=case.reference,
        now=decision.at,
        facts=facts.needed(said | dict(reader.facts), council, *words),
        once=f"{decision.move}/{decision.at.isoformat()}",
        not_before=leaves,
        lines=reader.lines,
        answers=_as_id(mails[-1]) if mails else "",
        thread=" ".join(map(_as_id, mails[-THREAD:])) or case.contact,
        under=mails[-1].subject if mails else "",
    )


def _as_id(mail: Message) -> str:
    return f"<{mail.message_id.strip('<>')}>"


def _kept_ready(letter: Letter) -> tuple[Letter, ...]:
    """An answer in a chat waits until its reader says how they would like it: nobody else reads it off their screen."""
    if letter.words not in ANSWERS or letter.to.channel is not Channel.TELEGRAM:
        return (letter,)
    news = write(
        READY,
        letter.to,
        council=letter.council,
        about=letter.about,
        reference=letter.reference,
        now=letter.written,
        facts=letter.facts,
        once=letter.name,
        not_before=letter.not_before,
    )
    return news, replace(letter, not_before=NEVER_BY_ITSELF)


def _fixed(decision: Decision) -> dict[str, str]:
    return delays.plainly(decision.facts.get("reason", "")) if "reason_plain" in decision.facts else {}


def _to_others_here(
    row: Move, case: Case, filled: dict[str, str], decision: Decision, council: Council
) -> list[Letter]:
    """Who else is told at once: as the row says, or the course that begins (R111, R248)."""
    begins = council.procedures[case.stages[-1].course].hears if row.opens else ()
    told = {}
    for role, said in (*row.warns, *((role, "staff.heard") for role in begins)):
        found = reach(role, council, days.today(decision.at), handler=case.handler, excluded=case.hidden_from).staff
        if found:
            asked = facts.needed(filled, council, said)
            told[found.id] = to_staff(said, found, case, asked, decision.at, council, once=decision.at.isoformat())
    return [letter for letters in told.values() for letter in letters]


def _to_handler(case: Case, filled: dict[str, str], decision: Decision, council: Council) -> list[Letter]:
    """R620: whoever is given it, and a copy to their team manager, who is asked in their place if they are away."""
    today, handler = days.today(decision.at), member(council, case.handler)
    manager = reach(Role.TM, council, today, handler=case.handler, excluded=case.hidden_from).staff
    given = "staff.assigned" if "due_date" in filled else "staff.given"
    is_copy = given == "staff.assigned" and handler is not None and not handler.is_away(today)
    told = [(given, handler)] if handler else []
    if manager and manager != handler:
        told.append(("staff.assigned_copy" if is_copy else given, manager))
    return [letter for said, reader in told for letter in _given(said, reader, case, filled, decision, council)]


def _given(
    said: str, reader: Staff, case: Case, filled: dict[str, str], decision: Decision, council: Council
) -> tuple[Letter, ...]:
    asked = facts.needed(filled, council, said)
    return to_staff(said, reader, case, asked, decision.at, council, once=decision.at.isoformat())


def to_staff(
    words: str,
    reader: Staff,
    about: Case | Contact,
    filled: dict[str, str] | Filled,
    now: datetime,
    council: Council,
    *,
    once: str,
    urgency: Urgency = Urgency.CHASE,
    said: Set[str] = frozenset(),
) -> tuple[Letter, ...]:
    """A letter to staff: by email, and by chat if they linked one; inside staff hours (R606). What was `said` already,
    by its name, costs nothing: what fills it is worked out only for what is not.
    """
    called = {named(words, way, council=about.council, about=key(about), once=once): way for way in ways(reader)}
    left = {name: way for name, way in called.items() if name not in said}
    if not left:
        return ()
    facts = filled(words) if callable(filled) else filled
    opens = days.next_open(now, council.hours.staff, council.calendars["EW"])
    return tuple(
        write(
            words,
            way,
            council=about.council,
            about=key(about),
            reference=about.reference,
            now=now,
            facts=facts,
            once=once,
            urgency=urgency,
            not_before=opens,
            staff=reader.id,
            name=name,
        )
        for name, way in left.items()
    )


def ways(reader: Staff) -> tuple[Address, ...]:
    """How somebody inside is reached: by email, and by chat if they linked one."""
    by_email = (Address(Channel.EMAIL, reader.email),) if reader.email else ()
    return (*by_email, *((Address(Channel.TELEGRAM, reader.chat),) if reader.chat else ()))


def key(about: Case | Contact) -> str:
    """What a letter about it is filed under: the case's reference, or the contact's id."""
    return about.reference if isinstance(about, Case) else about.id


def leaves_at(case: Case, now: datetime, council: Council) -> datetime:
    """When a letter about the case may go (R607), but never so late that waiting makes an answer overdue (X10)."""
    opens = days.next_open(now, council.hours.public, council.calendars["EW"])
    running = dates.first(case, council)
    if running and now < clocks.runs_out(running) <= opens:
        return now
    return opens
