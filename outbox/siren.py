"""The one voice that needs no database: it rings duty, and tells whoever wrote words of harm whom to call (R715).

It is heard when a message cannot be kept or filed. Duty is rung by every way at once: email, Telegram, and a telephone
service's address, which is given a mark and nothing personal. The writer gets the fixed words that say somebody was
told only if somebody was; else those that say to call one of the numbers now. Whatever fails here is passed over: the
other ways go on, nobody waits longer than `RINGS`, and nothing is raised. The post itself stays where it was.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from casework import names
from casework.frozen import frozen, replace
from casework.letters import Letter, Urgency, write
from casework.messages import Address, Channel, Message, Post
from casework.said.signs import Level, Sign, urgency
from outbox.asking import asked
from outbox.render import Choices, Rendered, render

log = logging.getLogger(__name__)

RINGS = 10.0
"""Seconds that a way of ringing has to succeed. *Taste.*"""

ANSWERS = 3.0
"""Seconds after which the writer is answered, even if nobody on duty has been reached yet. *Taste.*"""

QUIET = timedelta(minutes=5)
"""So long somebody who writes on has the numbers in front of them, and duty knows of them. *Taste.*"""

REMEMBERED = 10_000
"""Writers who are remembered for that."""

CALLS = ThreadPoolExecutor(6, "calls")
"""Who calls the telephone service, and nobody else: while it is silent the other ways of ringing have their threads."""

LEADS_ON = 300
"""From this answer on a telephone service has not rung: it leads elsewhere, or says no."""

SAFETY_WORDS = {
    Channel.TELEGRAM: ("bot.danger", "bot.danger_not_told"),
    Channel.EMAIL: ("email.danger_yp", "bot.danger_not_told"),
    Channel.FORM: ("bot.danger", "bot.danger_not_told"),
}
"""What the writer is told: when somebody on duty was reached, and when nobody was."""

Send = Callable[[Letter, Rendered], Awaitable[str]]


@frozen
class _Heard:
    """What has been done about a writer: since when, whether duty was reached, and how urgent it was."""

    since: datetime
    told: bool
    urgency: int


@frozen
class Duty:
    """Who hears an alarm when all else is down: addresses, chats, and where a telephone service is called."""

    emails: tuple[str, ...] = ()
    chats: tuple[str, ...] = ()
    webhook: str = ""

    def __bool__(self) -> bool:
        """Whether anybody is named at all."""
        return bool(self.emails or self.chats or self.webhook)


class Siren:
    """Call it with a post, its message if it could be read, and the signs found in it (`intake.outcry.Siren`).

    `senders` are a set of their own: a queue of letters must not stand before them. `facts` are what the fixed words
    need: numbers to call, names of teams, and as `safety_promise` a sentence that is true while nothing can be kept.
    """

    def __init__(
        self,
        *,
        duty: Duty,
        senders: Mapping[Channel, Send],
        facts: Callable[[], Mapping[str, str]],
        choices: Choices,
        council: str,
        now: Callable[[], datetime],
    ) -> None:
        self._duty, self._senders, self._facts, self._choices = duty, senders, facts, choices
        self._council, self._now = council, now
        self._heard: OrderedDict[Address, _Heard] = OrderedDict()
        self._going: set[asyncio.Task[bool]] = set()

    async def __call__(self, post: Post, message: Message | None, signs: tuple[Sign, ...]) -> None:
        """Ring duty, and answer whoever wrote. Again only if it got worse, or nobody on duty was reached."""
        how_urgent = min((urgency(sign.level) for sign in signs), default=0)
        before = self._recently(message.sender) if message else None
        if before and before.told and how_urgent >= before.urgency:
            return
        told = await self._any(self._rings(post, signs), post)
        if not told:
            log.critical("nobody on duty could be rung", extra={"post": post.name})
        if message is None:
            return
        self._remember(message.sender, _Heard(before.since if before else self._now(), told, how_urgent))
        if _may_be_answered(message) and (before is None or (told and not before.told)):
            await self._any([self._answer(message, signs, told=told)], post)

    def _rings(self, post: Post, signs: tuple[Sign, ...]) -> list[Awaitable[object]]:
        mark = names.short(post.name).upper()
        now = any(sign.level is Level.IMMEDIATE for sign in signs)
        flag = "someone may be in danger now" if now else "someone may be at risk"
        ways = [Address(Channel.EMAIL, email) for email in self._duty.emails]
        ways += [Address(Channel.TELEGRAM, chat) for chat in self._duty.chats]
        rings: list[Awaitable[object]] = [
            self._say("staff.siren", way, post.name, {"ref": mark, "flag_plain": flag}, staff="duty") for way in ways
        ]
        if self._duty.webhook:
            rings.append(asyncio.get_running_loop().run_in_executor(CALLS, _call, self._duty.webhook, mark))
        return rings

    async def _answer(self, message: Message, signs: tuple[Sign, ...], *, told: bool) -> None:
        reached, unreached = SAFETY_WORDS[message.sender.channel]
        lines = tuple(dict.fromkeys(f"bot.danger_{sign.line}" for sign in signs if sign.line))[:2] if told else ()
        words = reached if told else unreached
        await self._say(words, message.sender, message.name, {}, lines=lines, answers=message.message_id)

    async def _say(
        self, words: str, to: Address, about: str, facts: Mapping[str, str], *,
        lines: tuple[str, ...] = (), staff: str = "", answers: str = "",
    ) -> None:  # fmt: skip
        letter = write(
            words,
            to,
            council=self._council,
            about=about,
            reference="",
            now=self._now(),
            facts={**self._facts(), **facts},
            once="siren",
            urgency=Urgency.SAFETY,
            lines=lines,
            staff=staff,
            answers=answers,
        )
        rendered = render(letter, choices=self._choices)
        # No buttons: the letter they would speak of is nowhere on record. What is typed is read all the same.
        await self._senders[to.channel](letter, replace(rendered, choices=()))

    async def _any(self, doing: Iterable[Awaitable[object]], post: Post) -> bool:
        """Do all at once. True as soon as one has succeeded; the others go on, until their time is up."""
        waiting = {asyncio.create_task(self._done(one, post)) for one in doing}
        self._going |= waiting  # a task that nobody holds may vanish
        for task in waiting:
            task.add_done_callback(self._going.discard)
        end = asyncio.get_running_loop().time() + ANSWERS
        while waiting and (left := end - asyncio.get_running_loop().time()) > 0:
            done, waiting = await asyncio.wait(waiting, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            if any(task.result() for task in done):
                return True
        return False

    async def _done(self, doing: Awaitable[object], post: Post) -> bool:
        try:
            async with asyncio.timeout(RINGS):
                await doing
        except Exception as fault:  # noqa: BLE001 around one way of ringing: the others must go on
            log.error("one way of ringing failed", extra={"post": post.name, "kind": type(fault).__name__})
            return False
        return True

    def _recently(self, writer: Address) -> _Heard | None:
        heard = self._heard.get(writer)
        return heard if heard and self._now() - heard.since < QUIET else None

    def _remember(self, writer: Address, heard: _Heard) -> None:
        self._heard[writer] = heard
        self._heard.move_to_end(writer)
        if len(self._heard) > REMEMBERED:
            self._heard.popitem(last=False)


def _may_be_answered(message: Message) -> bool:
    """A person, by a way that can be written to: a machine is never answered."""
    return message.automatic is None and message.sender.channel in SAFETY_WORDS


def _call(webhook: str, mark: str) -> None:
    """Tell an on-call or telephone service to ring, with a mark and nothing personal. In a loop of its own: a name is
    looked up by a thread, and those of the service's loop may all be waiting for something.
    """
    status, _ = asyncio.run(asked(webhook, seconds=RINGS, told={"reference": mark}, longest=0))
    if status >= LEADS_ON:
        raise ConnectionError(f"it answers with {status}")
