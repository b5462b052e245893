"""How it was, asked in a chat after the end: what is tapped is kept apart from the case, and from whoever tapped it."""

from dataclasses import dataclass, field, replace

import pytest

from casework import names
from casework.cases import State
from casework.changes import Change
from casework.chase import chase
from casework.letters import Letter
from casework.messages import Address, Channel, Message, Sort
from casework.time_passes import inviting
from store import cases, changes, outbox, returned
from store.database import Connection
from tests import build
from tests.build import a_case, a_contact, a_message, at
from tests.intake.doorway import Door

JAY = Address(Channel.TELEGRAM, "7")
BNES = build.profile("bnes")
ASKS = replace(BNES, team=replace(BNES.team, equality_asked=True))
QUARTER = ("2025-26 Q4",)


@dataclass
class Closed:
    """A case of Jay's in a chat, closed; what is said to Jay since."""

    door: Door
    reference: str
    told: list[Letter] = field(default_factory=list)
    sent: int = 0

    async def say(self, text: str = "", press: str = "") -> list[str]:
        self.sent += 1
        message = Message(f"message/{self.sent}", f"post/{self.sent}", Channel.TELEGRAM, JAY, self.door.now(), text)
        if press:
            asked = self.told[-1]
            data = f"1.v.{names.short(asked.name)}.{press}.aa"
            message = replace(message, sort=Sort.PRESS, press=data)
        await self.door.receive(message)
        return await self.leave()

    async def leave(self) -> list[str]:
        self.door.now.go(minutes=1)

        def work(db: Connection) -> list[Letter]:
            gone: list[Letter] = []
            while left := outbox.claim(db, "bnes", self.door.now(), {Channel.TELEGRAM: 50}):
                for letter in left:
                    outbox.sent(db, letter, self.door.now(), words_sent="", far_id="")
                gone += left
            return gone

        new = [letter for letter in await self.door.database.transact(work) if letter.to == JAY]
        self.told += new
        return [letter.words for letter in new]

    async def sheets(self) -> list[tuple[str, dict[str, list[str]]]]:
        return await self.door.database.look(lambda db: returned.returned(db, "bnes", QUARTER))

    async def messages(self) -> list[str]:
        case = await self.door.database.look(lambda db: cases.one(db, "bnes", self.reference))
        assert case is not None
        return [each.text for each in case.messages]


@pytest.fixture
async def closed(door: Door) -> Closed:
    contact = a_contact(ASKS, a_message(sender=JAY, channel=Channel.TELEGRAM))
    case = a_case(ASKS, contact, sender="young_person")
    ended = tuple(replace(row, closed=at("2026-03-03 10:00").date(), state=State.CLOSED) for row in case.stages)
    case = replace(case, stages=ended, clocks=())
    door.now.at = at("2026-03-10 11:00")

    def work(db: Connection) -> None:
        changes.save(db, Change(contacts=(contact,)), door.now())
        changes.save(db, Change(cases=(case,)), door.now())
        asked = chase(case, ASKS, door.now()).letters
        changes.save(db, Change(letters=tuple(each for each in asked if each.words in inviting.ASKED)), door.now())

    await door.database.transact(work)
    here = Closed(door, case.reference)
    assert await here.leave() == ["bot.survey_1"]
    return here


@pytest.mark.rule("R918")
async def test_three_taps_and_a_line_are_kept_by_procedure_and_quarter_and_nowhere_in_the_case(closed: Closed) -> None:
    before = await closed.messages()
    assert await closed.say(press="ye") == ["bot.survey_2"]
    assert await closed.say(press="ab") == ["bot.survey_3"]
    assert await closed.say(press="no") == ["bot.survey_4"]
    assert await closed.say("ring when you say you will") == ["bot.ok"]
    sheets = await closed.sheets()
    assert {procedure for procedure, _ in sheets} == {"statutory"}
    assert sorted(sheets[at][1].popitem() for at in range(4)) == [
        ("clear", ["No"]), ("listened", ["Yes"]), ("told", ["A bit"]), ("words", ["ring when you say you will"]),
    ]  # fmt: skip
    assert await closed.messages() == before
    back = await closed.door.database.look(lambda db: returned.beyond(db, "bnes").feedback)
    assert len([each for each in back if each.returned]) == 1, "one sheet, however many taps it took"


async def test_typing_the_label_is_tapping_it_and_a_second_tap_changes_nothing(closed: Closed) -> None:
    first = closed.told[-1]
    assert await closed.say("a bit") == ["bot.survey_2"]
    closed.told.append(first)
    assert await closed.say(press="no") == []
    assert [answers for _, answers in await closed.sheets()] == [{"listened": ["A bit"]}]


async def test_no_survey_please_ends_it_and_keeps_nothing(closed: Closed) -> None:
    assert await closed.say(press="sk") == ["bot.ok"]
    assert await closed.sheets() == []


@pytest.mark.rule("R702")
async def test_words_of_harm_in_the_survey_are_answered_as_anywhere(closed: Closed) -> None:
    for press in ("ye", "ye", "ye"):
        await closed.say(press=press)
    assert "bot.danger" in await closed.say("nobody cares im going to kill myself tonight")
    assert "nobody cares im going to kill myself tonight" in await closed.messages()


async def test_anything_else_typed_before_the_last_question_is_a_message_like_any(closed: Closed) -> None:
    assert await closed.say("can i ask you about something else that happened at school") == ["bot.more_saved_closed"]
    assert await closed.sheets() == []


async def test_after_three_days_it_is_over(closed: Closed) -> None:
    closed.door.now.go(days=4)
    assert "bot.survey_2" not in await closed.say(press="ye")
    assert await closed.sheets() == []


@pytest.mark.rule("R917")
def test_a_chat_is_asked_only_where_the_council_says_so() -> None:
    contact = a_contact(BNES, a_message(sender=JAY, channel=Channel.TELEGRAM))
    case = a_case(BNES, contact, sender="young_person")
    ended = tuple(replace(row, closed=at("2026-03-03 10:00").date(), state=State.CLOSED) for row in case.stages)
    closed = replace(case, stages=ended, clocks=())
    now = at("2026-03-10 11:00")
    assert [each.words for each in inviting.letters(closed, BNES, now)] == []
    assert [each.words for each in inviting.letters(closed, ASKS, now)] == ["bot.survey_1"]
