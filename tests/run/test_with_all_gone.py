"""With the store gone and no model at all, words of harm are answered and rung within the second (R715, R701)."""

import asyncio
from pathlib import Path
from time import perf_counter

import pytest

from bot.keeping import Keeping, NotKept
from bot.terminal.chat import FIRST, Chat
from bot.updates import Json
from casework.letters import Letter
from casework.messages import Channel
from outbox.render import Rendered
from run import parts
from run import service as services
from run.service import Service
from tests.conftest import Moment
from tests.run import whole

DUTY = "duty@council.example"


def written(now: Moment) -> list[tuple[Chat, Json]]:
    """Harm as it may come, each from somebody else: typed, in another language, put in afterwards, under a picture."""
    typed, polish, edited, caption = (Chat(FIRST + number, now) for number in range(4))
    edited.says("hello")
    changed = edited.edits(1, "he hits me when hes drunk")
    assert changed is not None
    return [
        (typed, typed.says("can u say bye to my dog for me")),
        (polish, polish.says("tata mnie bije")),
        (edited, changed),
        (caption, caption.shows("photo", "a bruise", "he did this to me, i want to die")),
    ]


async def _nobody(_: object) -> None:
    """No button spins and no group is left here."""


@pytest.mark.rule("R715")
@pytest.mark.rule("R701")
async def test_harm_is_answered_and_rung_with_neither_a_store_nor_a_model(tmp_path: Path, now: Moment) -> None:
    said = whole.settings(tmp_path, whole.ports(), outbox__siren__email=DUTY, classifier__model=tmp_path / "none")
    async with services.opened(said, now=now) as service:
        assert service.model is None
        await service.database.stop()
        heard: list[tuple[str, str, str]] = []

        async def sends(letter: Letter, rendered: Rendered) -> str:
            heard.append((letter.to.value, letter.words, rendered.text))
            return letter.name

        service.siren_senders.by_channel.update({Channel.EMAIL: sends, Channel.TELEGRAM: sends})
        keeping = _keeping(service)
        for number, (chat, update) in enumerate(written(now), start=1):
            began = perf_counter()
            with pytest.raises(NotKept):
                await keeping.keep([update])
            assert perf_counter() - began < 5  # one, on a machine of its own; a test shares it
            answered = [text for to, words, text in heard if to == chat.person.value and words == "bot.danger"]
            assert len(answered) == 1 and "999" in answered[0] and "0800 1111" in answered[0]
            assert len([to for to, _, _ in heard if to == DUTY]) == number


def _keeping(service: Service) -> Keeping:
    return Keeping(
        source="bot",
        council=service.council.name,
        transact=service.database.transact,
        now=service.now,
        wake=asyncio.Event(),
        files_wake=asyncio.Event(),
        outcry=parts.outcry(service).post,
        sorry=_nobody,
        answer=_nobody,
        leave=_nobody,
    )
