"""From message to message: whoever clears the tray is led on, to what needs somebody most and never in a circle."""

from tests.build import at
from tests.desk.office import COMPLAINT, Office, a_contact, an_alarm

REFERENCES = ("BN-AAAA", "BN-BBBB", "BN-CCCC")


async def test_who_decides_or_leaves_a_message_is_led_to_the_next_and_at_last_to_the_tray(
    office: Office,
) -> None:
    contacts = [
        a_contact(each, received=at(f"2026-03-02 09:0{number}"), reference=each)
        for number, each in enumerate(REFERENCES)
    ]
    await office.keeps(*contacts, an_alarm(contacts[2]))
    mina = await office.signed_in("mina")
    assert (await mina.get("/tray/next")).where == "/contacts/BN-CCCC", "the alarm first"
    assert (await mina.get("/tray/next?after=BN-CCCC")).where == "/contacts/BN-AAAA", "left for now"
    assert (await mina.get("/tray/next?after=BN-BBBB")).where == "/tray", "the last: never round again"
    assert (await mina.get("/tray/next?after=made-up")).where == "/contacts/BN-CCCC"
    await mina.get("/contacts/BN-CCCC")
    assert (await mina.send("open", **COMPLAINT, then="next")).where == "/tray/next"
    await mina.get("/contacts/BN-AAAA")
    assert (await mina.send("aside", kind="compliment", why="Passed on.", then="next")).where == "/tray/next"
    await mina.get("/contacts/BN-BBBB")
    wrong = await mina.send("open", **(COMPLAINT | {"summary_plain": ""}), then="next")
    assert wrong.status == 422, "a mistake is mended first"
    await mina.send("open", **COMPLAINT)
    assert (await mina.get("/tray/next")).where == "/tray"


async def test_nobody_is_led_to_a_message_that_is_not_theirs(office: Office) -> None:
    contact = a_contact("Mina did it.", reference="BN-DDDD")
    await office.keeps(contact, an_alarm(contact, excluded=frozenset({"mina"})))
    mina = await office.signed_in("mina")
    assert (await mina.get("/tray/next")).where == "/tray"
    assert (await (await office.signed_in("dan")).get("/tray/next")).where == "/contacts/BN-DDDD"
