"""An officer decides: the case opens, its clock runs from receipt, letters wait to leave; whatever goes wrong keeps
what was typed.
"""

from dataclasses import replace
from datetime import date

import pytest

from casework.cases import clock
from casework.contacts import Reason, Standing
from casework.messages import File
from desk.fields import LINE, TEXT
from desk.forms import aside, opening
from tests import build
from tests.build import FAMILY, at
from tests.desk.office import COMPLAINT, Office, a_contact, a_suggestion, council

HERE = "/contacts/BN-7K4Q"


@pytest.mark.rule("R360", "R270")
async def test_a_decision_opens_the_case_with_its_clock_from_receipt_and_queues_the_letters(office: Office) -> None:
    await office.keeps(a_contact(received=at("2026-02-27 16:45")))
    mina = await office.signed_in("mina")
    await mina.get(HERE)
    office.desk.wake.clear()
    assert (await mina.send("open", **COMPLAINT)).where == "/cases/BN-7K4Q"
    case = await office.case()
    running = clock(case, "s1_statutory")
    assert running is not None
    assert (running.day_0, running.due) == (date(2026, 2, 27), date(2026, 3, 13))
    assert (case.handler, case.officer, case.decisions[0].role) == ("priya", "mina", "CO")
    assert (await office.queued())[0] == "email.ack_complaint_statutory_adult"
    assert office.desk.wake.is_set()
    assert ("mina", "open", "BN-7K4Q") in await office.record()
    shown = await mina.get("/cases/BN-7K4Q")
    assert "The Stage 1 reply: Friday 13 March" in shown.words
    assert "Tray: 0 waiting" in (await mina.get("/tray")).words


@pytest.mark.rule("R114", "R003")
async def test_a_contact_is_set_aside_only_with_a_reason(office: Office) -> None:
    await office.keeps(a_contact())
    mina = await office.signed_in("mina")
    await mina.get(HERE)
    refused = await mina.send("aside", kind="compliment")
    assert refused.status == 422
    assert refused.errors == {"aside-why": "Write why it is set aside, and what was done about it."}
    assert refused.value("select#aside-kind") == "compliment"
    assert "open" in refused.html.css("details.other")[-1].attributes
    assert (await mina.send("aside", kind="compliment", why="Passed on to Priya.")).where == "/tray"
    contact = await office.contact()
    assert (contact.standing, contact.clocks) == (Standing.SET_ASIDE, ())
    assert ("mina", "set_aside", "BN-7K4Q") in await office.record()


async def test_an_empty_form_names_each_question_and_opens_nothing(office: Office) -> None:
    await office.keeps(a_contact())
    mina = await office.signed_in("mina")
    await mina.get(HERE)
    page = await mina.send("open")
    assert page.status == 422
    assert page.all("title")[0].startswith("Error: ")
    assert list(page.errors) == [
        f"open-{n}" for n in ("kind", "procedure", "sender", "service", "handler", "summary_plain")
    ]
    for wrong in page.html.css("[aria-invalid=true]"):
        named = str(wrong.attributes["aria-describedby"]).split()
        assert f"{wrong.attributes['id']}-error" in named
        assert all(page.html.css_first(f"[id='{each}']") is not None for each in named)
    assert (await office.contact()).standing is Standing.WAITING


async def test_everything_typed_is_still_there_after_a_mistake(office: Office) -> None:
    await office.keeps(a_contact())
    mina = await office.signed_in("mina")
    await mina.get(HERE)
    typed: dict[str, str | list[str]] = {
        **COMPLAINT, "summary_plain": "she cancelled\n\n\"again\" <and> again & again", "known_as": "Jay O’Neil",
        "procedure": "", "category_b": "quality_of_service", "category_d": "delay", "complained_of": ["tom", "hana"],
    }  # fmt: skip
    page = await mina.send("open", **typed)
    assert page.errors == {"open-procedure": "Choose a procedure."}
    for name in ("kind", "sender", "service", "handler", "category_b", "category_d"):
        assert page.value(f"select#open-{name}") == typed[name]
    assert page.value("#open-known_as") == typed["known_as"]
    assert page.value("#open-summary_plain") == typed["summary_plain"]
    ticked = [each.attributes["value"] for each in page.html.css("input[name=complained_of][checked]")]
    assert sorted(map(str, ticked)) == ["hana", "tom"]
    assert (await mina.send("open", **(typed | {"procedure": "statutory"}))).where == "/cases/BN-7K4Q"
    case = await office.case()
    assert case.issues[0].text == typed["summary_plain"]
    assert case.excluded == {"tom", "hana"}


REFUSED = [
    ("handler", {"complained_of": "priya"}, "You ticked this manager as complained of"),
    ("complained_of-1", {"complained_of": "mina"}, "You are complained of, so somebody else must decide"),
    ("procedure", {"kind": "correspondence", "procedure": "school"}, "That sort of contact does not follow"),
    ("team_praised", {"kind": "compliment", "staff_praised": "Sam"}, "Write which team they thank."),
    ("course", {"course": "adult_social_care"}, "Choose one of: children's social care"),
    ("summary_plain", {"summary_plain": "x" * (TEXT + 1)}, f"Use at most {TEXT} characters: this has {TEXT + 1}."),
    ("known_as", {"known_as": "x" * (LINE + 1)}, f"Use at most {LINE} characters"),
    ("kind", {"kind": "made_up"}, "Choose from the list."),
    ("procedure", {"procedure": "<script>"}, "Choose from the list."),
    ("sender", {"sender": "none"}, "Choose from the list."),
    ("service", {"service": "../../etc"}, "Choose from the list."),
    ("category_b", {"category_b": "1"}, "Choose from the list."),
    ("category_d", {"category_d": "' or 1=1"}, "Choose from the list."),
    ("handler", {"handler": "rosa"}, "Choose from the list."),
    ("handler", {"handler": "nobody"}, "Choose from the list."),
    ("complained_of-1", {"complained_of": "nobody"}, "Choose from the list."),
]


async def test_what_cannot_be_is_said_beside_its_field_and_saves_nothing(office: Office) -> None:
    await office.keeps(a_contact())
    mina = await office.signed_in("mina")
    await mina.get(HERE)
    for field, typed, says in REFUSED:
        page = await mina.send("open", **(COMPLAINT | typed))
        assert page.status == 422
        assert list(page.errors) == [f"open-{field}"]
        assert page.errors[f"open-{field}"].startswith(says)
    assert (await office.contact()).standing is Standing.WAITING


async def test_nobody_slips_a_fact_of_their_own_into_a_letter(office: Office) -> None:
    await office.keeps(a_contact())
    mina = await office.signed_in("mina")
    await mina.get(HERE)
    sneaked = {"due_date": "never", "phone": "090 555", "quiet": "yes", "advocacy": "declined", "manager_name": "Eve"}
    await mina.send("open", **(COMPLAINT | sneaked))
    case = await office.case()
    assert (case.quiet, case.advocacy) == (False, None)
    assert not sneaked.keys() & case.decisions[0].facts.keys()


async def test_the_field_is_shown_again_as_it_was_even_when_what_was_typed_is_not_in_the_list(office: Office) -> None:
    await office.keeps(a_contact())
    mina = await office.signed_in("mina")
    await mina.get(HERE)
    strange = "\x00\x1b[31mred\x7f\u202e \ud7ff"
    page = await mina.send("open", **(COMPLAINT | {"known_as": strange, "kind": ""}))
    assert page.status == 422
    assert not {"\x00", "\x1b", "\x7f"} & set(page.answer.text)


@pytest.mark.rule("R120")
async def test_a_button_pressed_twice_opens_one_case_and_a_further_case_has_its_own_reference(office: Office) -> None:
    await office.keeps(a_contact())
    mina = await office.signed_in("mina")
    page = await mina.get(HERE)
    assert (await mina.send("open", **COMPLAINT)).status == 303
    mina.last = page
    twice = await mina.send("open", **COMPLAINT)
    assert twice.status == 422
    assert "Mina Shaw changed this" in twice.words
    further = await mina.send("open", **COMPLAINT)
    assert further.where.startswith("/cases/BN-")
    assert further.where != "/cases/BN-7K4Q"
    assert (await office.contact()).cases == ("BN-7K4Q", further.where.rpartition("/")[2])


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}${7*7}"


async def test_hostile_words_in_any_field_are_only_words(office: Office) -> None:
    message = {
        "subject": HOSTILE, "quoted": HOSTILE, "sender_name": HOSTILE, "files": (File(HOSTILE, HOSTILE, 1),),
        "problems": (HOSTILE,),
    }  # fmt: skip
    contact = a_contact(
        HOSTILE, message=message, held=HOSTILE,
        suggestion=a_suggestion(second={"sender": HOSTILE}, because=(Reason("kind", (HOSTILE,), HOSTILE),)),
    )  # fmt: skip
    await office.keeps(contact)
    mina = await office.signed_in("mina")
    pages = [await mina.get("/tray"), await mina.get(HERE)]
    asked = opening(contact, council()) + aside()
    pages.append(await mina.send("open", **{each.name: HOSTILE for each in asked}))
    pages.append(await mina.send("aside", kind=HOSTILE, why=HOSTILE))
    await mina.send("open", **(COMPLAINT | {"summary_plain": HOSTILE, "known_as": HOSTILE}))
    pages.append(await mina.get("/cases/BN-7K4Q"))
    pages.append(await mina.send("verify", how=HOSTILE))
    pages.append(await mina.get("/cases/BN-7K4Q"))
    pages.append(await mina.send("respond", **dict.fromkeys(("point_1", "found_1", "remedy_by-day"), HOSTILE)))
    pages.append(await mina.get(f"/cases/{HOSTILE.replace('/', '')}"))
    for page in pages:
        assert not page.html.css("script:not([src]), img")
        assert "{{ 7*7 }}" in page.words or "49" not in page.words
    assert sum(HOSTILE in page.words for page in pages) >= 6
    assert FAMILY.value in pages[1].words


@pytest.mark.rule("R404")
async def test_where_the_calendar_ends_no_date_is_made_up(office: Office) -> None:
    last = max(each.last for each in council().calendars.values())
    came = at(f"{last.isoformat()} 09:00")
    await office.keeps(replace(a_contact(), received=came, clocks=()))
    office.now.at = came
    mina = await office.signed_in("mina")
    await mina.get(HERE)
    page = await mina.send("open", **COMPLAINT)
    assert page.errors["open"].startswith("The calendar of working days ends before the date.")
    assert page.value("#open-summary_plain") == COMPLAINT["summary_plain"]


@pytest.mark.rule("R602")
async def test_of_two_cases_made_of_one_message_whoever_is_complained_of_in_one_sees_neither(office: Office) -> None:
    await office.keeps(a_contact("I was moved without a word. And Dan Marsh never calls me back."))
    mina = await office.signed_in("mina")
    await mina.get(HERE)
    assert (await mina.send("open", **COMPLAINT)).where == "/cases/BN-7K4Q"
    dan = await office.signed_in("dan")
    assert "never calls me back" in (await dan.get("/cases/BN-7K4Q")).words
    await mina.get(HERE)
    refused = await mina.send("open", **COMPLAINT | {"handler": "tom", "complained_of": "priya"})
    assert refused.status == 422 and "Priya Holt answers BN-7K4Q" in refused.words
    await mina.get(HERE)
    further = await mina.send("open", **COMPLAINT | {"complained_of": "dan"})
    assert further.status == 303
    for path in ("/cases/BN-7K4Q", further.where, HERE):
        assert (await dan.get(path)).status == 404
    assert (await mina.get("/cases/BN-7K4Q")).status == 200


@pytest.mark.rule("R602")
async def test_a_message_that_complains_of_somebody_takes_that_with_it_where_it_is_joined(office: Office) -> None:
    first, second = a_contact("I was moved.", reference="BN-2222"), a_contact("Dan Marsh never calls me back.")
    case = build.a_case(council(), first)
    await office.keeps(replace(first, standing=Standing.DECIDED, cases=(case.reference,)), case, second)
    mina, dan = await office.signed_in("mina"), await office.signed_in("dan")
    await mina.get(HERE)
    assert (await mina.send("open", **COMPLAINT | {"complained_of": "dan"})).status == 303
    assert (await dan.get("/cases/BN-2222")).status == 200
    await mina.get(HERE)
    assert (await mina.send("join", case="BN-2222")).status == 303
    assert (await dan.get("/cases/BN-2222")).status == 404
