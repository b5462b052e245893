"""An advocate who writes of several young people at once is asked, and each is kept apart on that word alone
(conversations 2.13).
"""

from dataclasses import dataclass, field, replace

import pytest

from casework import names
from casework.contacts import Contact, Standing
from casework.letters import Letter
from casework.messages import Address, Channel, File, Message, Sort
from casework.questions import labelled
from store import outbox
from store.database import Connection
from tests.intake.doorway import Door

DANA = Address(Channel.TELEGRAM, "8")
HELLO = "Hi, I'm an advocate with Voices."
PARTS = ("1. J, 15: moved placement twice.", "2. T, 12: contact with dad stopped.", "3. M, 17: no PA allocated.")
LIST = " ".join(PARTS)
PHOTO = File("photo.jpg", "image/jpeg", 1000, fetch="far")


@dataclass
class Danas:
    """Dana's chat, with a real store behind it: what she sends, and what leaves for her."""

    door: Door
    told: list[Letter] = field(default_factory=list)
    sent: int = 0

    async def say(self, text: str, **other: object) -> list[str]:
        self.sent += 1
        said = Message(f"message/{self.sent}", f"post/{self.sent}", Channel.TELEGRAM, DANA, self.door.now(), text)
        await self.door.receive(replace(said, **other))  # type: ignore[arg-type]
        self.door.now.go(minutes=1)
        new = [letter for letter in await self.door.database.transact(self.leave) if letter.to == DANA]
        self.told += new
        return [letter.words for letter in new]

    def leave(self, db: Connection) -> list[Letter]:
        """Everything whose moment has come, as the courier takes it: of one chat, one at a time."""
        gone: list[Letter] = []
        while left := outbox.claim(db, "bnes", self.door.now(), {Channel.TELEGRAM: 50}):
            for letter in left:
                outbox.sent(db, letter, self.door.now(), words_sent="", far_id="")
            gone += left
        return gone

    async def press(self, code: str) -> list[str]:
        asked = next(letter for letter in self.told if letter.words == "adv.several")
        return await self.say("", sort=Sort.PRESS, press=f"1.q.{names.short(asked.name)}.{code}.aa")

    async def contacts(self) -> dict[str, Contact]:
        return {labelled(each): each for each in await self.door.of(DANA)}


@pytest.mark.parametrize("yes", ["yes", "Yes, keep them apart", ""])
async def test_three_young_people_in_one_message_become_three_by_the_advocates_own_word(door: Door, yes: str) -> None:
    dana = Danas(door)
    assert await dana.say(HELLO) == ["adv.start"]
    assert await dana.say(LIST) == ["adv.several"]
    assert dana.told[-1].facts["yp_labels"] == "J, T and M" and dana.told[-1].facts["yp_count"] == "3"
    assert list(await dana.contacts()) == [""]
    answered = await dana.say(yes) if yes else await dana.press("ye")
    assert answered == ["adv.consent"] * 3
    found = await dana.contacts()
    assert {name: each.standing for name, each in found.items() if name} == dict.fromkeys("JTM", Standing.WAITING)
    assert [[message.text for message in found[name].messages] for name in "JTM"] == [[part] for part in PARTS]
    assert all(found[name].clocks == found["J"].clocks != () for name in "JTM")
    assert len({each.reference for each in found.values()}) == 4
    mixture = found[""]
    assert (mixture.standing, mixture.clocks, mixture.wake_at) == (Standing.SET_ASIDE, (), None)
    assert [message.text for message in mixture.messages][:2] == [HELLO, LIST]
    told = {letter.reference: letter for letter in dana.told if letter.words == "adv.consent"}
    assert {told[found[name].reference].facts["yp_label"] for name in "JTM"} == {"J", "T", "M"}
    assert all(letter.lines == ("adv.for_whom",) for letter in told.values())


async def test_the_same_answer_twice_makes_nothing_twice_and_what_was_set_aside_stays_so(door: Door) -> None:
    dana = Danas(door)
    await dana.say(f"{HELLO} {LIST}")
    await dana.press("ye")
    for code in ("ye", "no"):
        assert await dana.press(code) == ["bot.old_button"]
        found = await door.of(DANA)
        assert len(found) == 4 and [each.standing for each in found].count(Standing.SET_ASIDE) == 1


@pytest.mark.parametrize("no", ["no", ""])
async def test_on_no_it_is_one_matter_and_nobodys_label(door: Door, no: str) -> None:
    dana = Danas(door)
    await dana.say(HELLO)
    await dana.say(LIST)
    assert (await dana.say(no) if no else await dana.press("no")) == ["adv.new"]
    (one,) = await door.of(DANA)
    assert (one.standing, labelled(one)) == (Standing.WAITING, "") and one.clocks
    assert await dana.say("J") == ["adv.consent"]
    assert await dana.press("ye") == ["bot.old_button"] and len(await door.of(DANA)) == 1


async def test_who_is_there_already_gets_their_own_part_and_a_list_lands_on_nobody(door: Door) -> None:
    dana = Danas(door)
    await dana.say(HELLO)
    await dana.say("For T: his bus pass never came.")
    assert await dana.say(LIST) == ["adv.several"]
    assert len(await door.of(DANA)) == 2
    await dana.say("yes")
    found = await dana.contacts()
    assert sorted(found) == ["", "J", "M", "T"]
    assert [message.text for message in found["T"].messages][-1] == PARTS[1]


async def test_what_else_was_sent_keeps_its_own_matter_open_and_files_go_to_nobody(door: Door) -> None:
    dana = Danas(door)
    await dana.say(HELLO)
    await dana.say(LIST, files=(PHOTO,), media="photo")
    await dana.press("ye")
    found = await dana.contacts()
    assert found[""].standing is Standing.WAITING and found[""].clocks
    assert [found[name].messages[0].files for name in "JTM"] == [()] * 3


@pytest.mark.rule("R701", "R702")
async def test_harm_in_one_part_rings_at_once_and_nothing_is_asked_first(door: Door) -> None:
    dana = Danas(door)
    await dana.say(HELLO)
    said = await dana.say(f"{LIST} 4. B, 14: she says her foster dad hits her.")
    (one,) = await door.of(DANA)
    assert one.alarms and "adv.several" not in said and said
    assert one.standing is Standing.WAITING
