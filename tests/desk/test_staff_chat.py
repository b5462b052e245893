"""Chats and emails of people who work here: answered as theirs, never taken for a young person's."""

from dataclasses import replace

import pytest

from casework import names
from casework.cases import clock
from casework.councils import Role
from casework.messages import Automatic, Channel, Sort
from casework.said.signs import Level
from casework.staff_answers import records
from casework.staff_answers.settling import DELAY
from store import people
from store.people import Purpose
from tests.desk.chats import Telephones, a_case
from tests.desk.office import KEY, Office, a_contact, an_alarm

THREE_LEFT = "2026-03-11 09:00"


@pytest.fixture
async def phones(office: Office) -> Telephones:
    """Three of them linked, a case that is due in three working days, and everybody chased."""
    phones = Telephones(office)
    await phones.linked("priya", "tom", "dan")
    await a_case(office)
    await phones.chased(THREE_LEFT)
    return phones


@pytest.mark.rule("R274")
async def test_the_whole_way_of_more_time_through_the_store(office: Office, phones: Telephones) -> None:
    await phones.press("priya", "Extend")
    await phones.press("priya", "Complex")
    assert [await phones.last(who) for who in ("priya", "tom")] == ["staff.noted", "staff.already"]
    await phones.press("dan", "Yes, more time")
    running = clock(await office.case(), "s1_statutory")
    assert running is not None and running.extended
    assert await phones.last("priya") == "staff.more_time_agreed"
    assert await office.record() == [
        ("priya", "more_time_asked in a chat", "BN-7K4Q"), ("dan", "more_time_agreed in a chat", "BN-7K4Q"),
        ("dan", "extend in a chat", "BN-7K4Q"),
    ]  # fmt: skip


@pytest.mark.rule("R274")
async def test_at_the_desk_the_manager_finds_what_was_asked_for_and_whoever_asked_hears_of_it(
    office: Office, phones: Telephones
) -> None:
    await phones.press("priya", "Extend")
    await phones.press("priya", "Not enough staff")
    dan = await office.signed_in("dan")
    page = await dan.get("/cases/BN-7K4Q")
    assert "More time is asked for" in page.words and "Priya Holt" in page.one("#more-time").text()
    page = await dan.get("/cases/BN-7K4Q/extend")
    assert page.value("#extend-reason") == "service_pressure"
    drafted = {name: page.value(f"#extend-{name}") for name in DELAY}
    assert drafted["reason_plain"] == "the team has not had enough people to do this properly"
    assert (await dan.send("extend", reason="service_pressure", **drafted)).status == 303
    await phones.leave()
    assert await phones.last("priya") == "staff.more_time_agreed"
    assert not (await dan.get("/cases/BN-7K4Q")).html.css("#more-time")
    await phones.press("dan", "Yes, more time")
    assert await phones.last("dan") == "staff.moved_on", "decided already"


async def test_the_same_press_twice_and_the_same_press_brought_twice_do_nothing_more(
    office: Office, phones: Telephones
) -> None:
    snooze = (await phones.said_to("priya"))[-1]
    data = f"1.c.{names.short(snooze.name)}.sn.{names.short(snooze.name + '#')[:2]}"
    message = replace(phones.message(snooze.to, Channel.TELEGRAM, ""), sort=Sort.PRESS, press=data)
    await phones.receives(message)
    after = await office.case()
    await phones.receives(message)
    await phones.push("priya", data)
    assert (await office.case()).decisions == after.decisions
    assert [each.move for each in after.decisions if each.facts.get("press")] == ["snoozed"]


async def test_a_button_of_somebody_elses_message_is_not_ours_to_press(office: Office, phones: Telephones) -> None:
    to_priya = (await phones.said_to("priya"))[-1]
    await phones.push("tom", f"1.c.{names.short(to_priya.name)}.sn.xx")
    assert await phones.last("tom") == "bot.old_button"
    assert not [each for each in (await office.case()).decisions if each.facts.get("press")]


@pytest.mark.parametrize(
    "data", ["", "1.c.zzzzzz.dn.xx", "1.c.zzzzzz.dn", "2.c.x.y.z", "1.c.zzzzzz.\u0000.xx", "x" * 64]
)
async def test_data_that_nobody_knows_is_answered_and_moves_nothing(
    office: Office, phones: Telephones, data: str
) -> None:
    before = await office.case()
    await phones.push("priya", data)
    assert await phones.last("priya") == "bot.old_button"
    assert (await office.case()).version == before.version


async def test_who_works_here_can_complain_too_in_a_linked_chat(phones: Telephones) -> None:
    await phones.says("priya", "The contact room at Long Street has been without heating since January")
    (contact,) = await phones.contacts("priya")
    assert contact.clocks and not contact.alarms
    assert "bot.received" in [each.words for each in await phones.said_to("priya")]
    await phones.says("priya", "no name please")
    assert len((await phones.contacts("priya"))[0].messages) == 2, "and what follows is theirs too"
    await phones.says("priya", "my chases")
    assert await phones.last("priya") == "staff.digest_manager", "while the words of this chat still work"


async def test_a_few_words_in_a_linked_chat_open_nothing(phones: Telephones) -> None:
    for text in ("hello", "done that now", "stop", "status", "Priya here", "12345678", "hmmmmmmm"):
        assert await phones.says("priya", text) is None
    await phones.says("priya", "", sort=Sort.STARTED)
    await phones.says("priya", "", sort=Sort.OTHER, media="sticker")
    await phones.says("priya", "", media="voice")
    assert await phones.contacts("priya") == ()
    assert await phones.last("priya") == "staff.not_read"


@pytest.mark.rule("R701")
async def test_words_of_harm_in_a_linked_chat_ring_as_anybodys_do(office: Office, phones: Telephones) -> None:
    await phones.says("priya", "i want to kill myself")
    (contact,) = await phones.contacts("priya")
    assert contact.alarms[0].level is Level.IMMEDIATE
    assert "bot.danger" in [each.words for each in await phones.said_to("priya")]
    await phones.says("priya", "i am scared")
    assert len((await phones.contacts("priya"))[0].messages) == 2, "and what follows goes the same way"


async def test_my_chases_counts_what_is_mine_and_says_so_when_there_is_nothing(phones: Telephones) -> None:
    await phones.says("priya", "my chases")
    said = (await phones.said_to("priya"))[-1]
    assert (said.words, said.facts["open_count"]) == ("staff.digest_manager", "1")
    await phones.linked("rosa")
    await phones.says("rosa", "My chases")
    assert await phones.last("rosa") == "staff.nothing_open"


async def test_off_unlinks_and_the_next_chase_comes_by_email_only(office: Office, phones: Telephones) -> None:
    await phones.says("priya", "Off")
    assert await phones.last("priya") == "staff.unlinked"
    await phones.chased("2026-03-12 09:00")
    chased = [each for each in await phones.letters() if each.words == "staff.chase_2_days"]
    assert {(each.staff, each.to.channel.value) for each in chased} == {
        ("priya", "email"), ("tom", "email"), ("tom", "telegram"),
    }  # fmt: skip


async def test_a_chat_that_blocked_us_is_unlinked(office: Office, phones: Telephones) -> None:
    await phones.says("priya", "", sort=Sort.BLOCKED)
    assert await office.database.look(lambda db: people.by_chat(db, "bnes", "901")) is None


async def test_another_role_or_none_unlinks_the_chat_at_once(office: Office, phones: Telephones) -> None:
    staff = await office.database.look(lambda db: {each.id: each for each in people.staff(db, "bnes")})
    promoted = replace(staff["tom"], roles=frozenset({Role.HOS}))
    await office.database.transact(lambda db: people.change(db, "bnes", promoted))
    await office.database.transact(lambda db: people.remove(db, "bnes", "priya", office.now()))
    for who in ("tom", "priya"):
        before = await office.case()
        await phones.press(who, "Snooze until tomorrow")
        assert (await office.case()).decisions == before.decisions, who


async def test_a_childs_chat_never_meets_the_words_for_staff(phones: Telephones) -> None:
    for text in ("hmmmmmmm", "pfffffft", "my social worker never comes", "WRNG2345"):
        await phones.says("7", text)
    said = [each.words for each in await phones.said_to("7")]
    assert said and not [words for words in said if words.startswith("staff.")]
    assert len((await phones.contacts("7"))[0].messages) == 4, "a code that is none is what they wrote"


async def test_a_code_comes_in_any_writing_and_by_the_start_link(office: Office) -> None:
    phones = Telephones(office)
    for chat, writing in (("21", str.lower), ("22", lambda code: f" {code[:4]}-{code[4:]} ")):
        code = await office.database.transact(
            lambda db: people.issue_link(db, "bnes", "mina", office.now(), Purpose.CHAT)
        )
        await phones.says(chat, writing(code))
        assert await phones.last(chat) == "staff.link_ok"
    code = await office.database.transact(lambda db: people.issue_link(db, "bnes", "mina", office.now(), Purpose.CHAT))
    await phones.says("23", code, sort=Sort.STARTED)
    assert await phones.last("23") == "staff.link_ok"
    assert await phones.contacts("23") == ()


@pytest.mark.rule("R609")
async def test_a_reply_by_email_is_filed_with_the_case_and_waits_for_a_person(
    office: Office, phones: Telephones
) -> None:
    (chase,) = [each for each in await phones.letters() if each.staff == "priya" and each.words == "staff.chase_3_days"
                and each.to.channel is Channel.EMAIL]  # fmt: skip
    ours = names.message_id(chase.name, "council.example")
    joined = await phones.writes("priya@council.example", "Draft attached, sorry it is late.", thread=(ours,))
    assert joined is None, "no contact, no receipt, no clock"
    case = await office.case()
    assert [(each.by_staff, each.text) for each in records.unread(case)] == [
        ("priya", "Draft attached, sorry it is late.")
    ]
    tasks = [each for each in await phones.letters() if each.facts.get("step_plain", "").startswith("reading")]
    assert {(each.staff, each.facts["step_plain"]) for each in tasks} == {("mina", "reading what Priya wrote back")}
    mina = await office.signed_in("mina")
    page = await mina.get("/cases/BN-7K4Q")
    assert "Draft attached" in page.words and "Priya Holt, who works here, wrote" in page.words
    assert "BN-7K4Q" in (await mina.get("/tray")).one("#replies").text()
    await mina.get("/cases/BN-7K4Q")
    assert (await mina.send("read_replies")).status == 303
    assert records.unread(await office.case()) == ()
    assert not (await mina.get("/tray")).html.css("#replies")


async def test_what_staff_write_back_is_no_part_of_what_the_family_said(office: Office, phones: Telephones) -> None:
    from casework import questions

    (chase,) = [each for each in await phones.letters() if each.staff == "tom" and each.words == "staff.chase_3_days"
                and each.to.channel is Channel.EMAIL]  # fmt: skip
    before = questions.told_on(await office.case())
    ours = names.message_id(chase.name, "council.example")
    await phones.writes("tom@council.example", "STOP. My name is Tom. No advocate.", thread=(ours,))
    case = await office.case()
    assert questions.told_on(case) == before
    sent = [each for each in case.said if not each.staff]
    assert len(sent) == 1, "the acknowledgement, and nothing since"


async def test_only_somebody_who_works_here_and_answers_us_writes_back(office: Office, phones: Telephones) -> None:
    (chase,) = [each for each in await phones.letters() if each.staff == "tom" and each.words == "staff.chase_3_days"
                and each.to.channel is Channel.EMAIL]  # fmt: skip
    ours = (names.message_id(chase.name, "council.example"),)
    assert await phones.writes("stranger@family.example", "I am Tom.", thread=ours)
    assert await phones.writes("tom@council.example", "A new complaint I was handed.")
    assert records.unread(await office.case()) == ()
    await phones.writes("tom@council.example", "I am away.", thread=ours, automatic=Automatic.AUTO_REPLY)
    assert records.unread(await office.case()) == (), "a machine's answer is nobody's reply"
    clue = names.sign("BN-7K4Q", KEY)
    assert await phones.writes("tom@council.example", "To the address under it.", clue=clue) is None
    assert [each.by_staff for each in records.unread(await office.case())] == ["tom"]


@pytest.mark.rule("R602")
async def test_whoever_is_complained_of_can_answer_nothing(office: Office, phones: Telephones) -> None:
    case = await office.case()
    await office.keeps(replace(case, excluded=frozenset({"tom"})))
    await phones.press("tom", "Snooze until tomorrow")
    assert await phones.last("tom") == "staff.on_desk"
    (chase,) = [each for each in await phones.letters() if each.staff == "tom" and each.words == "staff.chase_3_days"
                and each.to.channel is Channel.EMAIL]  # fmt: skip
    ours = (names.message_id(chase.name, "council.example"),)
    assert await phones.writes("tom@council.example", "It was not like that.", thread=ours)
    after = await office.case()
    assert not [each for each in after.messages if each.by_staff]
    assert not [each for each in after.decisions if each.facts.get("press")]


@pytest.mark.rule("R706")
async def test_an_alert_is_taken_in_a_chat_and_stops_ringing_in_the_others(office: Office) -> None:
    from casework.changes import Change
    from casework.councils import with_staff
    from casework.time_passes import climbing
    from store import changes
    from tests.desk.office import council

    phones = Telephones(office)
    await phones.linked("rosa", "dan")
    contact = a_contact("I am not safe.", reference="BN-9T3D")
    rung = an_alarm(contact)
    await office.keeps(contact, rung)
    office.now.go(minutes=10)

    def ring(db: object) -> None:
        staffed = with_staff(council(), people.staff(db, "bnes"))  # type: ignore[arg-type]
        change = climbing.climb(rung, staffed, office.now())
        changes.save(db, Change(letters=change.letters), office.now())  # type: ignore[arg-type]

    await office.database.transact(ring)
    await phones.leave()
    assert await phones.last("rosa") == "staff.safeguarding_alert"
    before = len(await phones.said_to("rosa"))
    await phones.press("rosa", "Pass on")
    assert [each.words for each in (await phones.said_to("rosa"))[before:]][-1] == "staff.passed_on"
    await phones.press("rosa", "I have it")
    taken = await office.alarm(rung.name)
    assert taken.acknowledged_by == "rosa"
    assert await phones.last("rosa") == "staff.have_it"
    said = [each for each in await phones.said_to("dan") if each.words.startswith("staff.s")]
    assert not said or await phones.last("dan") == "staff.already"
    assert ("rosa", "alarm taken in a chat", "BN-9T3D") in await office.record()
