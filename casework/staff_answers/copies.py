"""What stands in the chats of everybody who was asked: rewritten once somebody has answered, or asked again.

In a chat the message itself changes, and its buttons with it. An email cannot be unsaid: its links are spent.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from casework import days, wording
from casework.cases import Case
from casework.changes import Change
from casework.councils import Council
from casework.facts import of_case, of_council
from casework.frozen import replace
from casework.letters import Letter, Outgoing, Posted, Urgency, write
from casework.staff_answers import asks
from casework.staff_answers.asks import Given
from casework.staff_answers.records import RECORDS, Answer


def facts(given: Given, case: Case, council: Council) -> dict[str, str]:
    """What letters to staff about an answer may say: the reference, its dates, who answered and when (R608)."""
    today = days.today(given.at)
    clock = asks.clock_of(given.letter.ask, case)
    due = {"due_date": wording.day(clock.due, today)} if clock else {}
    return {
        **of_council(council, today),
        **of_case(case, council, given.at),
        **due,
        "acted_by": given.by.name.partition(" ")[0] or given.by.id,
        "acted_at": wording.time_of(given.at),
    }


def rewritten(answer: Answer, given: Given, case: Case, council: Council) -> Change:
    """Nobody else needs to answer: what has not left stays here, and what stands in their chats says who did."""
    same = tuple(asks.group(given.letter.ask, given.letters))
    filled = facts(given, case, council) | {"action_done": RECORDS[answer].done_as}
    others = (each for each in in_chats(same) if each.letter.to != given.letter.to)
    return Change(
        letters=tuple(instead("staff.already", each, filled, given.at, given.press) for each in others),
        withdrawn=tuple(each.letter.name for each in same if each.posted is Posted.QUEUED),
    )


def asked_again(given: Given, case: Case, followed: str, council: Council) -> Change:
    """What an answer had led to is withdrawn or marked as taken back, and every chat shows the question again."""
    led_to = tuple(asks.group(followed, given.letters))
    filled = facts(given, case, council) | {"action_done": RECORDS[Answer.UNDONE].done_as}
    back = (instead("staff.already", each, filled, given.at, given.press) for each in in_chats(led_to))
    again = (_again(each, given) for each in in_chats(asks.group(given.letter.ask, given.letters)))
    return Change(
        letters=(*again, *back),
        withdrawn=tuple(each.letter.name for each in led_to if each.posted is Posted.QUEUED),
    )


def in_chats(letters: Iterable[Outgoing]) -> Iterator[Outgoing]:
    """Of each chat, the message that stands there now."""
    newest: dict[str, Outgoing] = {}
    for each in letters:
        if each.in_chat and each.letter.written >= newest.get(each.letter.to.value, each).letter.written:
            newest[each.letter.to.value] = each
    yield from newest.values()


def instead(
    words: str, asked: Outgoing, filled: dict[str, str], now: datetime, once: str, *, ask: str | None = None
) -> Letter:
    """Words that take the place of a message in a chat, at once: whoever looks must not press what is gone."""
    old = asked.letter
    return write(
        words,
        old.to,
        council=old.council,
        about=old.about,
        reference=old.reference,
        now=now,
        facts=filled,
        once=f"{old.name} {once}",
        ask=old.ask if ask is None else ask,
        urgency=Urgency.ANSWER,
        staff=old.staff,
        replaces=asked.far_id.rpartition(",")[2],
    )


def on_desk(stood: Outgoing, now: datetime, once: str) -> Letter:
    """What needs more than a button: said beside the message, whose other buttons stay."""
    return instead("staff.on_desk", replace(stood, far_id=""), {"ref": stood.letter.reference}, now, once)


def _again(asked: Outgoing, given: Given) -> Letter:
    first = asks.root(asked.letter, given.letters)
    return instead(first.words, asked, dict(first.facts), given.at, given.press)
