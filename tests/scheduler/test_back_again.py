"""Telegram was away for long: whoever has something open in a chat hears of it once, from when to when."""

from dataclasses import replace
from datetime import timedelta

from casework.cases import Case
from casework.changes import Change
from casework.letters import Letter
from casework.messages import Address, Channel
from casework.time_passes import outage
from outbox.render import render
from scheduler import back_again
from store import changes
from tests.build import a_contact, a_message, at, opened, profile
from tests.scheduler.conftest import Office

BNES = profile("bnes")
AWAY, BACK = at("2026-03-10 10:00"), at("2026-03-10 14:30")


def in_chat(number: str) -> Address:
    return Address(Channel.TELEGRAM, number)


async def keep(office: Office) -> None:
    """One contact in a chat, one case in another, and one by email."""
    jay = a_contact(BNES, a_message(sender=in_chat("7"), channel=Channel.TELEGRAM, name="message/7"))
    mo = a_contact(
        BNES, a_message(sender=in_chat("8"), channel=Channel.TELEGRAM, name="message/8"), reference="BN-2222"
    )
    sam = a_contact(BNES, a_message(name="message/9"), reference="BN-3333")
    change = opened(BNES, mo)

    await office.transact(lambda db: changes.save(db, Change(contacts=(jay, mo, sam)), office.now()))
    await office.transact(lambda db: changes.save(db, Change(cases=change.cases), office.now()))


async def heard(office: Office, when: str) -> int:
    office.now.at = at(when)
    return await back_again.noted(
        office.now(), council=BNES, transact=office.transact, look=office.look, now=office.now()
    )


async def test_each_chat_with_something_open_is_told_once_and_nobody_by_mail(office: Office) -> None:
    await keep(office)
    assert await heard(office, "2026-03-10 10:00") == 0, "it has just begun"
    assert await heard(office, "2026-03-10 10:50") == 0, "not for long"
    assert await heard(office, "2026-03-10 14:30") == 2
    assert await heard(office, "2026-03-10 14:31") == 0
    said = [each for each in await office.letters("bot.") if each.words == "bot.outage_back"]
    assert {each.to.value for each in said} == {"7", "8"}
    assert "from 10.50am to 2.30pm" in render(said[0], choices={}).text


def test_who_asked_us_to_stop_is_left_alone() -> None:
    contact = a_contact(BNES, a_message(sender=in_chat("7"), channel=Channel.TELEGRAM))
    case: Case = opened(BNES, contact).cases[0]
    said: Letter | None = outage.letter(case, AWAY, BACK, BNES, BACK)
    assert said is not None and said.facts["from_time"] == "10am"
    assert outage.letter(replace(case, quiet=True), AWAY, BACK, BNES, BACK) is None
    assert outage.letter(case, AWAY, AWAY + timedelta(minutes=59), BNES, BACK) is None
