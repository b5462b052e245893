"""Whole conversations, whatever the bot asks: each ends with the reference, wishes, name and help that it should.

`conversations.jsonl` holds one a line: what somebody sends, and what must be true by the end. Each is played twice:
with a pause after every turn, and all in one breath, since nobody can say how people write. What only a reader can
judge stands in `must` and `must_not`. The kind is the classifier's, and is judged over all of them together.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from casework.frozen import frozen
from casework.letters import Letter
from casework.messages import Sort
from casework.said.answers import ASKS
from classifier.suggest import Classifier, load
from tests.casework.chat import Chat, _turn, a_chat, play

ROOT = Path(__file__).parents[2]
OFFERS = ("bot.received", "bot.danger_more", "bot.disclosure", "bot.q3_advocate", "bot.q3_advocate_adult", "bot.q3_yes")
NUMBERS = ("bot.danger", "bot.danger_adult", "bot.disclosure")
KINDS_RIGHT = 0.9
"""The share of kinds that must be right here; the classifier has tests of its own. *Taste.*"""


@frozen
class Played:
    """A conversation as it went: after which turn what was said, and how it ended."""

    chat: Chat
    said: list[tuple[int, Letter]]

    def turn_of(self, *words: str) -> int | None:
        """After which turn, counted from 1, any of these were said first."""
        return next((turn for turn, letter in self.said if letter.words in words), None)


def told() -> Iterator[dict]:  # type: ignore[type-arg]
    with Path(__file__).with_name("conversations.jsonl").open(encoding="utf-8") as whole:
        yield from map(json.loads, whole)


CONVERSATIONS = {each["id"]: each for each in told()}


@cache
def model() -> Classifier:
    return load(ROOT / "classifier" / "model")


@cache
def played(which: str, *, paced: bool) -> Played:
    chat = a_chat()
    chat.suggest = model()
    turns, said = CONVERSATIONS[which]["turns"], list[tuple[int, Letter]]()
    for number, turn in enumerate(turns, start=1):
        answered = play(chat, [turn])[0][1] if paced else [*_turn(chat, turn), *chat.consider()]
        said += [(number, letter) for letter in answered]
    said += [(len(turns), letter) for letter in (*chat.settle(), *chat.consider(), *chat.settle())]
    return Played(chat, said)


rhythms = pytest.mark.parametrize("paced", [True, False], ids=["paced", "in one breath"])
every = pytest.mark.parametrize("which", sorted(CONVERSATIONS))


@rhythms
@every
def test_it_ends_as_it_should(which: str, paced: bool) -> None:
    expect, went = CONVERSATIONS[which]["expect"], played(which, paced=paced)
    end = went.chat.end()
    if expect["case_created"] is not None:
        assert bool(end["case"]) is expect["case_created"]
    assert (end["name"], end["anonymous"]) == (expect["name"], expect["anonymous"])
    if expect["advocate_wanted"] is not None:
        assert end["wants_advocate"] is expect["advocate_wanted"]
    if expect["advocate_offered"] is not None and not (paced is False and expect.get("cut_short")):
        assert (went.turn_of(*OFFERS) is not None) is expect["advocate_offered"]
    by = expect["immediate_signposting_by_turn"]
    first = went.turn_of(*NUMBERS)
    assert (first is not None and first <= by) if by else first is None
    begun = [contact for contact in went.chat.everything() if contact.clocks]
    assert len(begun) == expect.get("cases", len(begun))
    texts = "\n".join(message.text for contact in went.chat.everything() for message in contact.messages)
    assert all(part in texts for part in expect.get("text_contains", ()))


@rhythms
@every
def test_nothing_is_lost_and_nothing_is_asked_more_than_twice(which: str, paced: bool) -> None:
    went = played(which, paced=paced)
    said = [letter.words for _, letter in went.said]
    typed = [turn for turn in CONVERSATIONS[which]["turns"] if not turn.startswith(("<<", "/start"))]
    kept = [message.text for message in went.chat.messages if message.sort is Sort.WORDS and message.text]
    assert kept == typed
    assert all(said.count(words) <= 2 for words, slot in ASKS.items() if slot)


def test_nearly_every_kind_is_as_an_officer_would_say() -> None:
    right = []
    for which, each in CONVERSATIONS.items():
        expect = each["expect"]
        if expect["kind"]:
            kind = played(which, paced=True).chat.end()["kind"]
            right.append(kind in (expect["kind"], *expect.get("kind_also", ())))
    assert sum(right) / len(right) >= KINDS_RIGHT
