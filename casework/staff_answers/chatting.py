"""What a press in the chat of somebody who works here means: an answer, or the next question in the message's place.

Lists of more than six are shown six at a time; a button holds the place in the list, and the letter that showed it
holds the list (conversations 2.15).
"""

from collections.abc import Mapping
from datetime import date, datetime

from casework import clocks, days, wording
from casework.cases import Case
from casework.changes import Change
from casework.choices import Act
from casework.councils import Council
from casework.frozen import replace
from casework.letters import Letter, Outgoing
from casework.refusals import RuleBroken
from casework.staff_answers import asks, copies, records
from casework.staff_answers.asks import LIKELY, Given
from casework.staff_answers.records import Answer
from casework.staff_answers.settling import NOTHING, settle

AT_ONCE: Mapping[Act, Answer] = {
    Act.ACCEPT: Answer.ACCEPTED,
    Act.NOT_MINE: Answer.NOT_MINE,
    Act.SNOOZE: Answer.SNOOZED,
    Act.DRAFT: Answer.DRAFT_READY,
    Act.CALL_ME: Answer.CALL,
    Act.PERSON: Answer.CALL,
    Act.UNDO: Answer.UNDONE,
}
"""Buttons that are an answer by themselves, whatever they stand under."""

ON_DESK = {
    ("staff.learning_chase", Act.DONE),
    ("staff.learning_chase", Act.REASON),
    ("staff.learning_chase", Act.REASSIGN),
    ("staff.advocacy_chase", Act.CALL_ME),
}
"""What needs more than a button: proof, a telephone."""

REPLIES = {
    Answer.SNOOZED: "staff.snoozed",
    Answer.SAID_SENT: "staff.not_sent",
    Answer.UNDONE: "staff.undo",
    **dict.fromkeys(records.FINAL, "staff.already"),
}
"""What an answer is met with, where it is not `staff.noted`."""

DENIED = {Answer.SNOOZED: "staff.snooze_denied", Answer.MORE_TIME: "staff.extend_denied"}
"""What is said to an answer that the rules do not allow, where it is not that the case has moved on."""


def pressed(given: Given, act: Act, place: int | None, asked: Outgoing, case: Case, council: Council) -> Change:
    """What follows from a button under a letter about a case; `place` is the line of a list that it stands for."""
    answer = meant(act, given.letter, case, council)
    if dealt := _dealt_with(answer, given, asked, case, council):
        return dealt
    if answer is None:
        return _question(act, given, asked, case, council)
    return _settled(answer, given, asked, case, council, _picked(answer, given.letter, place))


def meant(act: Act, letter: Letter, case: Case, council: Council) -> Answer | None:
    """The answer that a button is; None for one that asks something first, or leads elsewhere."""
    if (letter.words, act) in ON_DESK:
        return None
    if letter.words == "staff.offered" and act is Act.ACCEPT:
        return Answer.TAKEN
    by_words = {
        ("staff.done_ask", Act.YES): Answer.SAID_SENT,
        ("staff.extend_ask", Act.SEVERAL): Answer.MORE_TIME,
        ("staff.reassign_ask", Act.SEVERAL): Answer.OFFERED,
        ("staff.more_time_asked", Act.YES): Answer.AGREED,
        ("staff.more_time_asked", Act.NO): Answer.REFUSED,
    }
    if act is Act.DONE and not owes_reply(letter, case, council):
        return Answer.SAID_DONE
    return by_words.get((letter.words, act)) or AT_ONCE.get(act)


def owes_reply(letter: Letter, case: Case, council: Council) -> bool:
    """Whether the answer itself is what is asked for: then Done asks what is done."""
    clock = asks.clock_of(letter.ask, case)
    return clock is not None and bool(asks.stage_of(clock, case, council))


def _dealt_with(answer: Answer | None, given: Given, asked: Outgoing, case: Case, council: Council) -> Change | None:
    """Somebody was quicker, or the case has moved on: the message says so, and its buttons go."""
    if answer is Answer.UNDONE and records.to_undo(case, given.letter.ask, given.by.id, given.at):
        return None
    by = records.settled_by(case, given.letter.ask)
    if by is None and not asks.has_moved_on(given.letter, case):
        return None
    filled = copies.facts(given, case, council)
    if by is None:
        return _said("staff.moved_on", filled, given, asked)
    who = next((each.name.partition(" ")[0] for each in council.staff if each.id == by.by), by.by)
    filled |= {
        "acted_by": who,
        "acted_at": wording.time_of(by.at),
        "action_done": records.RECORDS[Answer(by.move)].done_as,
    }
    return _said("staff.already", filled, given, asked)


def _settled(
    answer: Answer, given: Given, asked: Outgoing, case: Case, council: Council, picked: Mapping[str, str] = NOTHING
) -> Change:
    filled = copies.facts(given, case, council) | {"action_done": records.RECORDS[answer].done_as}
    try:
        change = settle(answer, given, case, council, picked)
    except RuleBroken:
        clock = asks.clock_of(given.letter.ask, case)
        limit = {"extend_max": _day(clocks.furthest(clock, council), given)} if clock else {}
        return _said(DENIED.get(answer, "staff.moved_on"), filled | limit, given, asked)
    filled["snooze_until"] = asked_again_at(given.at, council)
    # What is taken back is said apart: the message itself asks again.
    at = replace(asked, far_id="") if answer is Answer.UNDONE else asked
    reply = copies.instead(REPLIES.get(answer, "staff.noted"), at, filled, given.at, given.press)
    return replace(change, letters=(*change.letters, reply))


def _question(act: Act, given: Given, asked: Outgoing, case: Case, council: Council) -> Change:
    """The next question, in the place of the message; the message as it was, for Back; or the way to the desk."""
    filled = copies.facts(given, case, council)
    match act:
        case Act.DONE:
            return _said("staff.done_ask", filled, given, asked)
        case Act.EXTEND:
            return _reasons(filled, given, asked, case, council)
        case Act.REASSIGN | Act.PASS:
            return _people(filled, 0, given, asked, case, council)
        case Act.MORE:
            return _people(filled, int(given.letter.facts.get("shown_to", "0")), given, asked, case, council)
        case Act.BACK:
            first = asks.root(given.letter, given.letters)
            return _said(first.words, dict(first.facts), given, asked)
        case _:
            return Change(letters=(copies.on_desk(asked, given.at, given.press),))


def _reasons(filled: dict[str, str], given: Given, asked: Outgoing, case: Case, council: Council) -> Change:
    clock, today = asks.clock_of(given.letter.ask, case), days.today(given.at)
    codes = asks.reasons(clock, today)
    if clock:
        filled["extend_max"] = _day(clocks.furthest(clock, council), given)
    if not codes:
        return _said("staff.extend_denied", filled, given, asked)
    filled |= {"reasons": "\n".join(map(asks.reason, codes)), "codes": "\n".join(codes)}
    return _said("staff.extend_ask", filled, given, asked)


def _people(filled: dict[str, str], start: int, given: Given, asked: Outgoing, case: Case, council: Council) -> Change:
    """Six at a time; after the last come the first again. With nobody to list, the complaints team finds somebody."""
    people = asks.likely(case, council, days.today(given.at))
    if not people:
        return _settled(Answer.NOT_MINE, given, asked, case, council)
    start = start if start < len(people) else 0
    shown = people[start : start + LIKELY]
    filled |= {
        "people": "\n".join(each.name or each.id for each in shown),
        "codes": "\n".join(each.id for each in shown),
        "shown_to": str(start + LIKELY),
    }
    return _said("staff.reassign_ask", filled, given, asked)


def _picked(answer: Answer, letter: Letter, place: int | None) -> dict[str, str]:
    """What was picked from the list that the letter showed."""
    codes = letter.facts.get("codes", "").split("\n")
    if answer not in (Answer.MORE_TIME, Answer.OFFERED) or place is None or place >= len(codes):
        return {}
    return {"reason" if answer is Answer.MORE_TIME else "to": codes[place]}


def _said(words: str, filled: dict[str, str], given: Given, asked: Outgoing) -> Change:
    return Change(letters=(copies.instead(words, asked, filled, given.at, given.press),))


def asked_again_at(now: datetime, council: Council) -> str:
    """When what is put off is asked again, in words."""
    until = records.until(now, council)
    return f"{wording.time_of(until)} on {until.astimezone(days.LONDON):%A}"


def _day(when: date, given: Given) -> str:
    return wording.day(when, days.today(given.at))
