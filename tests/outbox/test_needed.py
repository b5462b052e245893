"""A letter carries the facts that its words have a place for, and says the same as if it carried all of them."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from casework.chase import chase
from casework.choices import CHOICES
from casework.councils import Council
from casework.facts import needed
from casework.letters import Letter
from casework.messages import Address
from outbox.library import needs
from outbox.render import render
from tests.build import CHAT, FAMILY, a_case, at, profile
from tests.casework.chat import Chat, a_chat, a_mailbox, play
from tests.casework.life import CO, FINDING, Life

TOLD = Path(__file__).parents[1] / "bot" / "conversations.jsonl"
SOME = 9
"""Every so many of the conversations are played. *Taste.*"""


def with_needs(council: Council) -> Council:
    return replace(council, needs=needs())


def played(turns: list[str], chat: Chat, *, knows_words: bool) -> list[Letter]:
    if knows_words:
        chat.council = with_needs(chat.council)
    play(chat, turns)
    chat.wait(days=1, hours=20)
    chat.sweep()
    return list(chat.letters.values())


def as_sent(letters: list[Letter]) -> list[tuple[str, str, tuple[str, ...]]]:
    known = [replace(each, facts={"case_url": "https://desk.example/1", **each.facts}) for each in letters]
    said = [(each, render(each, choices=CHOICES)) for each in known]
    return [(each.name, got.exactly, tuple(choice.data for choice in got.choices)) for each, got in said]


def turns_of_some() -> list[list[str]]:
    return [json.loads(line)["turns"] for line in TOLD.read_text("utf-8").splitlines()[::SOME]]


@pytest.mark.parametrize("turns", [*turns_of_some(), ["/start", "hi", "he hits me", "no", "/status", "/help"]])
def test_a_chat_is_answered_word_for_word_the_same(turns: list[str]) -> None:
    few, all_ = (played(turns, a_chat(), knows_words=knows) for knows in (True, False))
    assert few and as_sent(few) == as_sent(all_)
    assert sum(len(each.facts) for each in few) < sum(len(each.facts) for each in all_)


def test_a_receipt_by_mail_holds_nothing_that_it_does_not_say() -> None:
    few, all_ = (played(["They cancelled again. Sam"], a_mailbox(), knows_words=knows) for knows in (True, False))
    receipt = next(each for each in few if each.words == "email.receipt_auto")
    assert receipt.facts.keys() == needs()["email.receipt_auto"]
    assert as_sent(few) == as_sent(all_)


def test_staff_are_chased_word_for_word_the_same() -> None:
    council = profile("bnes")
    case = a_case(council)
    for day in range(0, 40, 4):
        now = at("2026-03-04 10:00") + timedelta(days=day)
        few, all_ = (list(chase(case, each, now).letters) for each in (with_needs(council), council))
        assert as_sent(few) == as_sent(all_)


def decided(way: Address, *, knows_words: bool) -> list[Letter]:
    """What is said of two points, answered and asked about once more."""
    life = Life("bnes", way, sender="young_person", known_as="Sam")
    if knows_words:
        life.council = with_needs(life.council)
    life.does("2026-03-05 10:00", "add_issue", *CO, summary_plain="and nobody rang", to_procedure="statutory")
    second = {name.replace("_1", "_2"): said for name, said in FINDING.items() if name.endswith("_1")}
    life.does("2026-03-13 15:00", "respond", **FINDING, **second | {"point_2": "Nobody rang."})
    life.does("2026-04-01 10:00", "ask_stage_2", *CO)
    return life.said


@pytest.mark.parametrize("way", [FAMILY, CHAT])
def test_what_was_decided_is_said_word_for_word_the_same_point_by_point(way: Address) -> None:
    few, all_ = (decided(way, knows_words=knows) for knows in (True, False))
    assert as_sent(few) == as_sent(all_)
    assert any("Nobody rang." in text for _, text, _ in as_sent(few))
    assert sum(len(each.facts) for each in few) < sum(len(each.facts) for each in all_) / 2


def test_words_that_nobody_knows_of_carry_everything() -> None:
    told = {"council": "Larkhaven", "hours": "9am to 5pm"}
    council = with_needs(profile("bnes"))
    assert needed(told, council, "bot.not_there_yet") == told
    assert needed(told, council, "bot.received", "bot.not_there_yet") == told
    assert needed(told, council, "bot.received") == {"council": "Larkhaven"}
