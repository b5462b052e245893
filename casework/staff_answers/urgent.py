"""Somebody who was rung has the alarm, or passes it on (R706). What was said to others stops ringing in their chats."""

from datetime import datetime

from casework import alarms, telling, wording
from casework.alarms import Alarm
from casework.changes import Change
from casework.choices import Act
from casework.councils import Council, Staff
from casework.frozen import frozen, replace
from casework.letters import Letter, Outgoing, Posted
from casework.staff_answers import copies
from casework.time_passes import climbing

IN_HAND = "in hand"


@frozen
class Rung:
    """Who answers an alarm, when, and by which press or link; `letters` are all that rang it."""

    by: Staff
    at: datetime
    press: str
    letters: tuple[Outgoing, ...]


def alarm_name(letter: Letter) -> str:
    """The alarm that a letter rings; empty if it rings none."""
    return letter.ask.partition(" ")[0] if letter.words in telling.ALERTS else ""


def can_be_taken(alarm: Alarm, by: Staff) -> bool:
    """Whether it waits for somebody, and may be theirs."""
    return alarm.closed is None and alarm.acknowledged is None and by.id not in alarm.excluded


def pressed(alarm: Alarm, act: Act, rung: Rung, stood: Outgoing, council: Council) -> Change:
    """What follows from a button under an alert in a chat."""
    if not can_be_taken(alarm, rung.by):
        return Change(letters=(_too_late(alarm, rung, stood, council),))
    if act is Act.HAVE_IT:
        return taken(alarm, rung, council)
    if act is Act.PASS:
        reply = copies.instead("staff.passed_on", stood, _facts(alarm, rung.by.name, rung.at), rung.at, rung.press)
        further = passed_on(alarm, rung, council)
        return replace(further, letters=(*further.letters, reply))
    return Change()


def passed_on(alarm: Alarm, rung: Rung, council: Council) -> Change:
    """It rings on at once, with the next person too."""
    return climbing.passed_on(alarm, council, rung.at)


def taken(alarm: Alarm, rung: Rung, council: Council) -> Change:
    """It is theirs, and everybody else's button goes."""
    same = [each for each in rung.letters if alarm_name(each.letter) == alarm.name]
    filled = _facts(alarm, rung.by.name, rung.at)
    return Change(
        alarms=(alarms.taken(alarm, rung.by.id, rung.at, council),),
        letters=tuple(
            copies.instead(
                "staff.have_it" if _is_theirs(each, rung) else "staff.already", each, filled, rung.at, rung.press
            )
            for each in copies.in_chats(same)
        ),
        withdrawn=tuple(each.letter.name for each in same if each.posted is Posted.QUEUED),
    )


def _too_late(alarm: Alarm, rung: Rung, stood: Outgoing, council: Council) -> Letter:
    if alarm.acknowledged is None or rung.by.id in alarm.excluded:
        return copies.instead("staff.moved_on", stood, _facts(alarm, "", rung.at), rung.at, rung.press)
    who = next((each.name for each in council.staff if each.id == alarm.acknowledged_by), alarm.acknowledged_by)
    filled = _facts(alarm, who, alarm.acknowledged)
    words = "staff.have_it" if alarm.acknowledged_by == rung.by.id else "staff.already"
    return copies.instead(words, stood, filled, rung.at, rung.press)


def _facts(alarm: Alarm, name: str, at: datetime) -> dict[str, str]:
    """Which, by whom, and when: nothing of what was said (R608)."""
    return {
        "ref": alarm.reference,
        "acted_by": name.partition(" ")[0],
        "acted_at": wording.time_of(at),
        "action_done": IN_HAND,
    }


def _is_theirs(stood: Outgoing, rung: Rung) -> bool:
    return stood.letter.staff == rung.by.id
