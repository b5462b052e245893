"""Letters by Telegram, with a Bot API that takes them, refuses them, asks us to wait, or is not there."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.letters import Urgency
from casework.messages import Address, Channel
from casework.questions import CHOICES
from outbox.outcomes import TryLater, Undeliverable
from outbox.render import Choice, Rendered, render
from outbox.telegram import LONGEST, Telegram, split
from tests.outbox.samples import JAYS_CHAT, a_letter
from tests.wire.botapi import BotApi

QUESTION = Rendered(
    "", "1 of 4. Who are you?", choices=(Choice("Advocate", "1.q.abc123.ad.xy"), Choice("Skip", "1.q.abc123.sk.xy"))
)


@pytest.fixture
async def telegram(bot_api: BotApi) -> AsyncIterator[Telegram]:
    telegram = Telegram(token=bot_api.token, api=bot_api.address, patience=2, pace=0)
    yield telegram
    await telegram.close()


async def test_a_letter_is_said_in_its_chat_with_its_buttons_and_no_preview(
    bot_api: BotApi, telegram: Telegram
) -> None:
    number = await telegram.send(a_letter(to=JAYS_CHAT), QUESTION)
    (call,) = bot_api.sent(7)
    assert call.args["text"] == QUESTION.text
    assert "parse_mode" not in call.args
    assert json.loads(call.args["link_preview_options"]) == {"is_disabled": True}
    rows = call.args["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [["Advocate"], ["Skip"]]
    assert bot_api.from_bot(7)[-1]["message_id"] == int(number)
    await bot_api.press(7, "Skip")


async def test_markup_in_what_somebody_typed_is_only_words(bot_api: BotApi, telegram: Telegram) -> None:
    letter = a_letter("bot.human_hello", JAYS_CHAT, summary_plain="<b>*_[you](tg://user?id=1)")
    await telegram.send(letter, render(letter, choices=CHOICES))
    assert "<b>*_[you](tg://user?id=1)" in bot_api.sent(7)[0].args["text"]


async def test_a_long_letter_comes_in_pieces_with_the_buttons_under_the_last(
    bot_api: BotApi, telegram: Telegram
) -> None:
    text = "\n\n".join(f"{number} " + "words " * 200 for number in range(8)).strip()
    numbers = await telegram.send(a_letter(to=JAYS_CHAT), Rendered("", text, choices=QUESTION.choices))
    said = bot_api.from_bot(7)
    assert len(said) == len(numbers.split(",")) == 3
    assert ["reply_markup" in message for message in said] == [False, False, True]
    assert "\n\n".join(message["text"] for message in said).split() == text.split()


@given(st.text(alphabet=st.sampled_from("a é🙂\n"), max_size=3 * LONGEST))
def test_no_piece_is_too_long_and_no_word_is_lost(text: str) -> None:
    pieces = split(text)
    assert all(len(piece.encode("utf-16-le")) // 2 <= LONGEST for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("code", "says", "becomes"),
    [
        (403, "Forbidden: bot was blocked by the user", Undeliverable),
        (403, "Forbidden: user is deactivated", Undeliverable),
        (400, "Bad Request: chat not found", Undeliverable), (500, "Internal Server Error", TryLater),
        (502, "Bad Gateway", TryLater), (401, "Unauthorized", TryLater), (404, "Not Found", TryLater),
    ],
)  # fmt: skip
async def test_what_telegram_answers_decides(
    bot_api: BotApi, telegram: Telegram, code: int, says: str, becomes: type[Exception]
) -> None:
    bot_api.fail("sendMessage", code, says)
    with pytest.raises(becomes):
        await telegram.send(a_letter(to=JAYS_CHAT), QUESTION)
    assert await telegram.send(a_letter(to=JAYS_CHAT), QUESTION)


@pytest.mark.parametrize(
    ("result", "number"), [({"message_id": 9}, "9"), ({"message_id": 9, "date": "new", "chat": 7}, "9"), (True, "")]
)
async def test_a_yes_of_a_shape_that_nobody_knows_is_a_yes(
    bot_api: BotApi, telegram: Telegram, result: object, number: str
) -> None:
    bot_api.shaped["sendMessage"] = result
    assert await telegram.send(a_letter(to=JAYS_CHAT), QUESTION) == number
    assert len(bot_api.sent(7)) == 1


async def test_a_chat_that_blocked_us_is_told_to_a_person(bot_api: BotApi, telegram: Telegram) -> None:
    await bot_api.block(7)
    with pytest.raises(Undeliverable, match="blocked"):
        await telegram.send(a_letter(to=JAYS_CHAT), QUESTION)


async def test_asked_to_wait_we_say_how_long(bot_api: BotApi, telegram: Telegram) -> None:
    bot_api.fail("sendMessage", 429, "Too Many Requests: retry after 37", retry_after=37)
    with pytest.raises(TryLater) as asked:
        await telegram.send(a_letter(to=JAYS_CHAT), QUESTION)
    assert asked.value.after == 37


@pytest.mark.parametrize("way", ["silent", "gone"])
async def test_a_telegram_that_is_not_there_holds_nobody_up_for_ever(bot_api: BotApi, way: str) -> None:
    telegram = Telegram(token=bot_api.token, api=bot_api.address, patience=1, pace=0)
    if way == "silent":
        bot_api.silence()
    else:
        await bot_api.stop()
    with pytest.raises(TryLater) as later:
        await telegram.send(a_letter(to=JAYS_CHAT), QUESTION)
    assert later.value.away == (way == "gone"), "a silent one may have taken it"
    with pytest.raises(TryLater):
        await telegram.check()
    bot_api.speak()
    await telegram.close()


async def test_check_says_who_the_bot_is_and_finds_a_wrong_token(bot_api: BotApi, telegram: Telegram) -> None:
    assert await telegram.check() == "heard_test_bot"
    stranger = Telegram(token="43:WRONG", api=bot_api.address)
    with pytest.raises(TryLater):
        await stranger.check()
    await stranger.close()


async def test_one_chat_is_written_to_in_turn_and_danger_waits_for_no_turn(bot_api: BotApi) -> None:
    telegram = Telegram(token=bot_api.token, api=bot_api.address, pace=0.2)
    began = asyncio.get_running_loop().time()
    waiting = [
        asyncio.create_task(telegram.send(a_letter(to=JAYS_CHAT), Rendered("", str(number)))) for number in range(3)
    ]
    await bot_api.until(lambda: len(bot_api.sent(7)) == 1)
    await telegram.send(a_letter(to=JAYS_CHAT, urgency=Urgency.SAFETY), Rendered("", "danger"))
    await asyncio.gather(*waiting)
    assert [call.args["text"] for call in bot_api.sent(7)] == ["0", "danger", "1", "2"]
    assert asyncio.get_running_loop().time() - began >= 0.4
    await telegram.close()


async def test_what_is_no_chat_is_told_to_a_person(telegram: Telegram) -> None:
    with pytest.raises(Undeliverable, match="not a Telegram chat"):
        await telegram.send(a_letter(to=Address(Channel.TELEGRAM, "jay")), QUESTION)


async def test_clear_wipes_both_sides_and_then_its_own_last_word(bot_api: BotApi) -> None:
    telegram = Telegram(token=bot_api.token, api=bot_api.address, pace=0.0, lingers=0.05)
    await bot_api.text(7, "my social worker never came")
    await telegram.send(a_letter(to=JAYS_CHAT), QUESTION)
    await telegram.send(a_letter(to=JAYS_CHAT, words="bot.clear_done"), Rendered("", "All done."))
    last = [call.args["text"] for call in bot_api.sent(7)][-1]
    wiped = [number for call in bot_api.sent(7, method="deleteMessages") for number in call.args["message_ids"]]
    assert last == "All done."
    assert {1, 2} <= set(wiped)
    await bot_api.until(lambda: bot_api.from_bot(7) == [])
    await telegram.close()


async def test_a_wipe_that_fails_is_tried_again(bot_api: BotApi, telegram: Telegram) -> None:
    await telegram.send(a_letter(to=JAYS_CHAT), QUESTION)
    bot_api.fail("deleteMessages", 500, "Internal Server Error")
    with pytest.raises(TryLater):
        await telegram.send(a_letter(to=JAYS_CHAT, words="bot.clear_done"), Rendered("", "All done."))


async def test_a_link_is_a_button_only_where_telegram_would_take_it(bot_api: BotApi, telegram: Telegram) -> None:
    both = Rendered("", "Open it", choices=(
        Choice("Open", "1.c.abc123.op.xy", url="https://desk.example/LK-7K4Q"), Choice("Here", "1.c.abc123.op.xy", url="http://127.0.0.1:8080/"),
    ))  # fmt: skip
    await telegram.send(a_letter(to=JAYS_CHAT), both)
    (first,), (second,) = bot_api.sent(7)[0].args["reply_markup"]["inline_keyboard"]
    assert first["url"].startswith("https://") and "url" not in second


async def test_words_that_take_a_messages_place_take_its_buttons_too(bot_api: BotApi, telegram: Telegram) -> None:
    number = await telegram.send(a_letter(to=JAYS_CHAT), QUESTION)
    instead = replace(a_letter("staff.already", JAYS_CHAT), replaces=number)
    assert await telegram.send(instead, Rendered("", "Mina dealt with this.")) == number
    (standing,) = bot_api.from_bot(7)
    assert (standing["text"], standing.get("reply_markup")) == ("Mina dealt with this.", None)
    assert await telegram.send(instead, Rendered("", "Mina dealt with this.")) == number, "said twice it is said once"
    gone = replace(instead, replaces="99999")
    assert await telegram.send(gone, Rendered("", "Mina dealt with this.")) == "99999", "deleted there: nothing to do"
    assert len(bot_api.from_bot(7)) == 1


@pytest.mark.parametrize(("code", "becomes"), [(403, Undeliverable), (500, TryLater)])
async def test_a_message_that_cannot_be_changed_now_is_changed_later(
    bot_api: BotApi, telegram: Telegram, code: int, becomes: type[Exception]
) -> None:
    number = await telegram.send(a_letter(to=JAYS_CHAT), QUESTION)
    bot_api.fail("editMessageText", code, "no")
    with pytest.raises(becomes):
        await telegram.send(replace(a_letter("staff.already", JAYS_CHAT), replaces=number), Rendered("", "Done."))
