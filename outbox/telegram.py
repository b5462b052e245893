"""Letters by Telegram: words as they stand, buttons under the last of them, at a pace that Telegram allows.

A chat that blocked us is told to a person, and never taken for "withdrew". Asked to wait, we wait as long as we are
asked, within reason. Whatever else goes wrong on Telegram's side, and a token it no longer knows, is tried later. A
reply about danger waits for no pace of ours. Importing aiogram takes seconds: only who talks to Telegram imports this.
"""

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Iterator
from errno import ECONNREFUSED, EHOSTUNREACH, ENETUNREACH

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)
from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from casework.letters import Letter, Urgency
from outbox.outcomes import TryLater, Undeliverable
from outbox.render import Choice, Rendered

log = logging.getLogger(__name__)

LONGEST = 4096
"""UTF-16 units in one message: Telegram's limit."""

TO_ONE_CHAT = 1.0
"""Seconds between two messages to one chat: Telegram's advice."""

TO_ALL = 1 / 30
"""Seconds between two messages to anyone: Telegram's limit is 30 a second."""

CLEARED = "bot.clear_done"
"""The words with which a chat is wiped (conversations 2.5)."""

WIPED = 1_000
"""How many numbers back the wipe reaches. What is not there, or too old to be deleted, Telegram skips. *Taste.*"""

LINGERS = 20.0
"""Seconds after which the last trace, the words that say it is done, goes too (conversations 2.5)."""

NOBODY = (ECONNREFUSED, EHOSTUNREACH, ENETUNREACH)
"""How a system says that there is nobody to speak to."""

REMEMBERED = 10_000
"""Chats whose last message is remembered for the pace."""


class Said(TelegramMethod[object]):
    """`sendMessage`, answered as it comes over the wire: a yes of a shape that aiogram does not know is a yes, and what
    was said is not said again and again.
    """

    __returning__ = object
    __api_method__ = "sendMessage"

    chat_id: int
    text: str
    reply_markup: InlineKeyboardMarkup | None
    link_preview_options: LinkPreviewOptions


class Telegram:
    """A bot's way out. `api` is another Bot API server's address; `patience` is in seconds, for each call."""

    def __init__(
        self,
        *,
        token: str,
        api: str = "",
        patience: int = 20,
        pace: float = TO_ONE_CHAT,
        lingers: float = LINGERS,
    ) -> None:
        server = TelegramAPIServer.from_base(api) if api else None
        session = AiohttpSession(api=server, timeout=patience) if server else AiohttpSession(timeout=patience)
        self.bot = Bot(token, session=session)
        self._pace = _Pace(pace)
        self._lingers, self._going = lingers, set[asyncio.Task[None]]()

    async def send(self, letter: Letter, rendered: Rendered) -> str:
        """Say a letter in its chat; the numbers of its messages there, joined by commas."""
        chat, numbers = _chat(letter), list[int]()
        if letter.replaces:
            return await self._instead(chat, letter.replaces, rendered)
        pieces = split(rendered.text)
        for piece in pieces:
            if letter.urgency is not Urgency.SAFETY:
                await self._pace.turn(chat)
            keyboard = _keyboard(rendered.choices) if piece is pieces[-1] else None
            numbers.append(await self._say(chat, piece, keyboard))
        if letter.words == CLEARED:
            await self._cleared(chat, numbers[-1])
        return ",".join(str(number) for number in numbers if number)

    async def check(self) -> str:
        """The bot's name at Telegram. Raises TryLater if it is not let in."""
        try:
            return (await self.bot.get_me()).username or ""
        except (AiogramError, TimeoutError, OSError) as error:
            raise TryLater(f"Telegram: {type(error).__name__}") from None

    async def called_at(self) -> str:
        """The address that Telegram calls with what people write to the bot; empty if it is asked for it."""
        try:
            return (await self.bot.get_webhook_info()).url
        except (AiogramError, TimeoutError, OSError) as error:
            raise TryLater(f"Telegram: {type(error).__name__}") from None

    async def answer_press(self, press: str) -> None:
        """Let a button stop spinning. Too late is no harm: what it said is kept already."""
        await self._quietly(self.bot.answer_callback_query(press))

    async def leave(self, group: int, words: str) -> None:
        """Say so, and leave a group."""
        await self._quietly(self.bot.send_message(group, words))
        await self._quietly(self.bot.leave_chat(group))

    async def close(self) -> None:
        """End the connection."""
        for task in self._going:
            task.cancel()
        await self.bot.session.close()

    async def _cleared(self, chat: int, last: int) -> None:
        """Both sides' messages of two days go now, and what said so a little later. If it fails it is tried again."""
        numbers = range(max(last - WIPED, 1), last)
        try:
            for start in range(0, len(numbers), 100):
                await self.bot.delete_messages(chat, list(numbers[start : start + 100]))
        except (AiogramError, TimeoutError, OSError) as error:
            raise TryLater(f"Telegram: {type(error).__name__} while wiping") from None
        task = asyncio.create_task(self._gone(chat, last))
        self._going.add(task)  # a task that nobody holds may vanish
        task.add_done_callback(self._going.discard)

    async def _gone(self, chat: int, number: int) -> None:
        await asyncio.sleep(self._lingers)
        await self._quietly(self.bot.delete_messages(chat, [number]))

    async def _say(self, chat: int, text: str, keyboard: InlineKeyboardMarkup | None) -> int:
        """Its number there; 0 where Telegram says only that it is said."""
        with _what_it_means():
            preview = LinkPreviewOptions(is_disabled=True)
            said = await self.bot(Said(chat_id=chat, text=text, reply_markup=keyboard, link_preview_options=preview))
        number = said.get("message_id") if isinstance(said, dict) else None
        return number if isinstance(number, int) else 0

    async def _instead(self, chat: int, number: str, rendered: Rendered) -> str:
        """New words and buttons where a message stands. One that is gone, or says so already, needs none."""
        await self._pace.turn(chat)
        with _what_it_means(), contextlib.suppress(TelegramBadRequest):
            await self.bot.edit_message_text(
                rendered.text,
                chat_id=chat,
                message_id=int(number),
                reply_markup=_keyboard(rendered.choices),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        return number

    async def _quietly(self, call: Awaitable[object]) -> None:
        """What only tidies a chat is not worth an error: nothing that was said depends on it."""
        try:
            await call
        except (AiogramError, TimeoutError, OSError) as error:
            log.info("a chat could not be tidied", extra={"channel": "telegram", "kind": type(error).__name__})


@contextlib.contextmanager
def _what_it_means() -> Iterator[None]:
    """What Telegram's answer means for the letter."""
    try:
        yield
    except TelegramRetryAfter as asked:
        raise TryLater("Telegram: 429", after=asked.retry_after) from None
    except TelegramForbiddenError:
        raise Undeliverable("Telegram: blocked") from None
    except (TelegramBadRequest, TelegramMigrateToChat) as refused:
        raise Undeliverable(f"Telegram: {type(refused).__name__}") from None
    except (AiogramError, TimeoutError, OSError) as error:
        away = getattr(error.__cause__, "errno", None) in NOBODY
        raise TryLater(f"Telegram: {type(error).__name__}", away=away) from None


class _Pace:
    """Turns to speak: so long between two to one chat, so long between any two; given out once, in order."""

    def __init__(self, to_one_chat: float) -> None:
        self._to_one_chat = to_one_chat
        self._to_all = min(TO_ALL, to_one_chat)
        self._anyone = 0.0
        self._by_chat: OrderedDict[int, float] = OrderedDict()

    async def turn(self, chat: int) -> None:
        """Wait for this chat's turn."""
        now = asyncio.get_running_loop().time()
        at = max(now, self._anyone, self._by_chat.get(chat, 0.0))
        self._anyone = max(self._anyone, now) + self._to_all
        self._by_chat[chat] = at + self._to_one_chat
        self._by_chat.move_to_end(chat)
        if len(self._by_chat) > REMEMBERED:
            self._by_chat.popitem(last=False)
        await asyncio.sleep(at - now)


def split(text: str) -> list[str]:
    """A text in pieces that Telegram takes, broken between paragraphs, else lines, else words, else anywhere."""
    pieces = []
    while _length(text) > LONGEST:
        cut = _break(text[: _that_fit(text)])
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*filter(None, pieces), text]


def _break(room: str) -> int:
    return next((at for gap in ("\n\n", "\n", " ") if (at := room.rfind(gap)) > 0), len(room))


def _that_fit(text: str) -> int:
    """How many of the first characters Telegram counts as no more than its limit."""
    length = LONGEST
    while (over := _length(text[:length]) - LONGEST) > 0:
        length -= (over + 1) // 2
    return length


def _length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _keyboard(choices: tuple[Choice, ...]) -> InlineKeyboardMarkup | None:
    """One button a row: easiest to press and to hear. A link Telegram would refuse spoils all, so only https is one."""
    rows = [
        [InlineKeyboardButton(text=choice.label, url=choice.url)]
        if choice.url.startswith("https://")
        else [InlineKeyboardButton(text=choice.label, callback_data=choice.data)]
        for choice in choices
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _chat(letter: Letter) -> int:
    try:
        return int(letter.to.value)
    except ValueError:
        raise Undeliverable("not a Telegram chat") from None
