"""The bot in the terminal: the same updates, the same letters, and a time of its own.

What stands behind the chat here is a house of four rules, so that a test can see what the chat itself does.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.terminal import talk
from bot.terminal.behind import beside
from bot.terminal.chat import FIRST, Chat
from bot.terminal.script import BadScript, OwnTime
from bot.updates import Json
from casework.letters import Letter, write
from casework.messages import Address, Channel, Sort
from outbox.outcomes import TryLater
from outbox.render import Rendered
from store.database import Database
from store.migrations import migrate
from tests import build
from tests.bot.house import CHOICES, House
from tests.build import KEYS


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    url = f"sqlite:///{tmp_path}/heard.db"
    migrate(url)
    async with Database(url, KEYS) as database:
        yield House(database, OwnTime(build.at("2026-03-02 10:00")))


QUESTION = {"heard": "1 of 4. Who are you?", "buttons": [label for label, _ in CHOICES["bot.q1_who"]]}


async def test_a_script_prints_both_sides_in_order_and_then_the_end(house: House) -> None:
    printed = await house.play({"text": "nobody listens"}, {"press": "Skip"})
    assert printed[:3] == [{"you": "nobody listens"}, QUESTION, {"you": "Skip"}]
    assert str(printed[3]["heard"]).startswith("Thanks")
    assert list(printed[-1]) == ["end"]
    assert printed[-1]["end"] != {"case": None}


async def test_between_two_lines_no_time_passes_so_an_answer_waits_for_all_of_them(house: House) -> None:
    printed = await house.play({"text": "one"}, {"text": "two"}, {"text": "three"})
    assert [next(iter(line)) for line in printed] == ["you", "you", "you", "heard", "heard", "heard", "end"]
    assert house.time.at < build.at("2026-03-02 10:01")


@pytest.mark.rule("R702")
async def test_words_of_harm_are_answered_at_once(house: House) -> None:
    printed = await house.play({"text": "hello"}, {"text": "he hits me"}, {"text": "every day"})
    assert [next(iter(line)) for line in printed[:4]] == ["you", "you", "heard", "you"]


async def test_a_wait_costs_no_time_and_brings_what_is_due_in_it(house: House) -> None:
    printed = await house.play({"text": "one"}, {"wait": "3d"}, {"text": "two"})
    assert [next(iter(line)) for line in printed] == ["you", "heard", "heard", "you", "heard", "end"]
    assert str(printed[2]["heard"]).startswith("That one's from earlier")
    assert house.time.at.date() == build.at("2026-03-05 10:00").date()


@pytest.mark.parametrize("nothing", [None, "", 0])
async def test_an_unset_wait_is_no_time(house: House, nothing: object) -> None:
    await house.play({"wait": nothing})
    assert house.time.at == build.at("2026-03-02 10:00")


async def test_an_edit_changes_the_turn_it_names(house: House) -> None:
    printed = await house.play({"text": "one"}, {"text": "two"}, {"edit": 1, "text": "ONE"})
    assert {"you": "ONE", "edit": 1} in printed
    first, _, edit = house.received
    assert (edit.sort, edit.text, edit.edits) == (Sort.EDIT, "ONE", first.name)


async def test_photos_and_voice_notes_are_what_they_are(house: House) -> None:
    printed = await house.play({"photo": "room.jpg", "text": "my room"}, {"voice": True})
    assert printed[:2] == [{"you": "my room", "photo": "room.jpg"}, {"you": "", "voice": True}]
    assert [(message.media, message.text) for message in house.received] == [("photo", "my room"), ("voice", "")]


@pytest.mark.parametrize(("turns", "says"), [
    (["not json"], "line 1: this is not JSON"),
    ([{"shout": "x"}], "line 1: a line has one of"),
    ([{"text": "x"}, {"press": "Nowhere"}], "line 2: there is no button “Nowhere”; there are: “Young person"),
    ([{"wait": "soon"}], "line 1: a wait is a number"),
    ([{"wait": "53w"}], "line 1: a wait is .*at most 52w"),
    ([{"wait": "9" * 5000 + "d"}], "line 1: a wait is a number"),
    ([{"text": None}], "line 1: text, caption, press, forward are words"),
    ([{"photo": "room.jpg", "caption": 7}], "line 1: text, caption, press, forward are words"),
    ([{"edit": 4, "text": "x"}], "line 1: no words were said in that turn"),
])  # fmt: skip
async def test_a_line_that_cannot_be_played_is_named(house: House, turns: list[Json | str], says: str) -> None:
    with pytest.raises(BadScript, match=says):
        await house.play(*turns)


@dataclass
class Screen:
    """What a person would see, and a way to wait for it."""

    shown: list[str] = field(default_factory=list)
    seen: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, text: str) -> None:
        self.shown.append(text)
        self.seen.set()

    async def until(self, words: str) -> None:
        async with asyncio.timeout(20):
            while not any(words in text for text in self.shown):
                self.seen.clear()
                await self.seen.wait()


async def test_somebody_types_and_presses_numbers(house: House) -> None:
    screen = Screen()

    async def lines() -> AsyncIterator[str]:
        yield "nobody listens\n"
        house.time.at += timedelta(seconds=8)
        await screen.until("1. Young person or care leaver")
        yield "5\n"
        await screen.until("Thanks, I saw that.")

    chat = Chat(FIRST + 8, house.time)
    await talk.talk(behind=house.behind(), chat=chat, typed=lines(), screen=talk.Plain(screen.put))
    assert screen.shown[0].startswith(talk.HELP) and screen.shown[1] == "> nobody listens\n\n"
    assert screen.shown[-1].startswith("Kept as ")
    assert [(message.sort, message.text) for message in house.received] == [
        (Sort.WORDS, "nobody listens"),
        (Sort.PRESS, "Skip"),
    ]


async def test_whoever_looks_after_the_words_can_see_any_line_and_its_drafts(house: House) -> None:
    screen = Screen()

    async def lines() -> AsyncIterator[str]:
        for line in ("/lines danger_h", "/line danger_hurt", "/line bot.q3_no cy", "/line bot.welcome cy", "/edit 4 x"):
            yield line

    await talk.talk(
        behind=house.behind(), chat=Chat(FIRST + 9, house.time), typed=lines(), screen=talk.Plain(screen.put)
    )
    said = [text for text in screen.shown[1:] if not text.startswith("> ")]
    assert said[0].startswith("bot.danger_home: ") and "bot.danger_hurt: " in said[0]
    assert "It's not OK, and it's not your fault." in said[1]
    assert "(a draft, never said)" in said[2] and "eiriolwr" in said[2]
    assert said[3].startswith("bot.welcome has not been put into Welsh yet.")
    assert said[4].startswith("You said nothing there")
    assert not house.received


async def test_what_telegram_can_send_can_be_typed(house: House) -> None:
    async def lines() -> AsyncIterator[str]:
        for line in ("/sticker 👍", "/location", "/forward he said no", "/edit 1 now", "/nothing known"):
            yield line

    screen = Screen()
    chat = Chat(FIRST + 10, house.time)
    await talk.talk(behind=house.behind(), chat=chat, typed=lines(), screen=talk.Plain(screen.put))
    sorts = [message.sort for message in house.received]
    assert sorts[0] is not Sort.WORDS and sorts[1] is not Sort.WORDS
    assert [message.text for message in house.received][-1] == "/nothing known"


async def test_a_letter_to_a_real_chat_is_left_to_the_real_bot() -> None:
    sent: list[Letter] = []

    async def send(letter: Letter, _rendered: Rendered) -> str:
        sent.append(letter)
        return "1"

    here, there = (_a_letter(Address(Channel.TELEGRAM, str(chat))) for chat in (FIRST, 7))
    for letter in (here, there):
        await beside(send)(letter, Rendered("", "words"))
    assert sent == [there]
    await beside(None)(here, Rendered("", "words"))
    with pytest.raises(TryLater):
        await beside(None)(there, Rendered("", "words"))


def _a_letter(to: Address) -> Letter:
    return write("bot.sticker", to, council="bnes", about="c", reference="", now=build.at("2026-03-02 10:00"), facts={})


def test_typed_lines_come_one_by_one_and_end() -> None:
    async def gathered(lines: Iterable[str]) -> list[str]:
        return [line async for line in talk.typed(lines)]

    assert asyncio.run(gathered(["one\n", "two\n"])) == ["one\n", "two\n"]
