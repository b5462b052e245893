"""Every kind of matter through the desk's own forms: opened by the team, moved on by whoever may, closed."""

import pytest

from casework.cases import Closure, State
from casework.contacts import Standing
from tests.build import at
from tests.desk.office import COMPLAINT, Browser, Office, a_contact

HERE, CASE = "/contacts/BN-7K4Q", "/cases/BN-7K4Q"
KNOWN = ("verify", {"how": "rang the number on file"})
DONE = ("answer", {"what_we_did": "the pass is in the post"})


def day(name: str, text: str) -> dict[str, str]:
    """A date as it is typed, in three boxes."""
    year, month, number = text.split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


KINDS = [
    ("mina", {"kind": "representation", "procedure": "statutory"}, [KNOWN, DONE, ("accept", {})], Closure.RESOLVED),
    ("mina", {"kind": "complaint", "procedure": "adult_social_care"}, [
        ("agree_plan", {"what_we_will_do": "visit", "agreed_how": "rang"} | day("new_due_date", "2026-04-01")),
        ("withdraw", {"why": "they said so"}),
    ], Closure.NOT_PURSUED),
    ("mina", {"kind": "compliment", "procedure": "none", "team_praised": "duty", "staff_praised": "Sam"},
     [("pass_on", {"may_quote": "no"})],
     Closure.RESOLVED),
    ("mina", {"kind": "enquiry", "procedure": "none", "course": "question"}, [DONE], Closure.RESOLVED),
    ("mina", {"kind": "enquiry", "procedure": "none", "course": "member_enquiry", "sender": "mp_or_councillor"}, [
        KNOWN, ("progress", {"step": "drafted"}), ("progress", {"step": "approved"}), DONE,
    ], Closure.RESOLVED),
    ("pat", {"kind": "information_request", "procedure": "data_protection", "course": "records", "handler": "pat"}, [
        ("progress", {"step": "searching"}), ("progress", {"step": "redacting"}),
    ], None),
    ("mina", {"kind": "information_request", "procedure": "none"}, [DONE], Closure.RESOLVED),
    ("mina", {"kind": "complaint", "procedure": "data_protection"}, [("withdraw", {"why": "they asked"})],
     Closure.NOT_PURSUED),
    ("mina", {"kind": "complaint", "procedure": "school"}, [("sign_school", {"school_name": "Hill School"})],
     Closure.OUTSIDE_SCOPE),
    ("mina", {"kind": "complaint", "procedure": "councillor_conduct"}, [("sign_councillor", {})],
     Closure.OUTSIDE_SCOPE),
    ("mina", {"kind": "concern_about_child", "procedure": "none"}, [
        ("hand_over", {"receiver": "the duty team", "handed_how": "rang"}), ("acknowledged", {"receiver": "Femi"}),
    ], Closure.OUTSIDE_SCOPE),
    ("lena", {"kind": "complaint", "procedure": "lado"}, [
        ("hand_over", {"receiver": "the duty officer", "handed_how": "rang"}), ("acknowledged", {"receiver": "Lena"}),
    ], Closure.OUTSIDE_SCOPE),
    ("mina", {"kind": "complaint", "procedure": "corporate", "course": "ombudsman"}, [
        ("lg_enquiry", day("sent_date", "2026-03-02") | day("lgsco_enquiry_due", "2026-03-20")),
        ("lg_answered", {"what_we_did": "sent the file"}),
        ("lg_not_upheld", day("sent_date", "2026-03-02")),
    ], Closure.RESOLVED),
]  # fmt: skip


async def opened(office: Office, **chosen: str) -> Browser:
    """An officer opens a case from the message that waits."""
    await office.keeps(a_contact())
    mina = await office.signed_in("mina")
    await mina.get(HERE)
    page = await mina.send("open", **(COMPLAINT | chosen))
    assert page.where == CASE, page.errors or page.words
    return mina


@pytest.mark.rule("R384", "R385", "R386", "R387", "R388", "R389", "R391", "R115", "R116")
@pytest.mark.parametrize(("by", "what", "steps", "closure"), KINDS, ids=[str(what) for _, what, *_ in KINDS])
async def test_each_kind_is_opened_moved_on_and_ended_by_the_buttons_on_its_page(
    office: Office, by: str, what: dict[str, str], steps: list[tuple[str, dict[str, str]]], closure: Closure | None
) -> None:
    await opened(office, **what)
    browser = await office.signed_in(by)
    for move, typed in steps:
        await browser.read(CASE)
        page = await browser.send(move, **typed)
        assert page.where == CASE, (move, page.errors or page.words)
    case = await office.case()
    assert case.stages[0].closure is closure
    assert (case.state is State.CLOSED) is (closure is not None)


@pytest.mark.rule("R387", "R418")
async def test_a_word_makes_a_representation_a_complaint_and_the_button_is_gone_afterwards(office: Office) -> None:
    mina = await opened(office, kind="representation")
    await mina.get(CASE)
    page = await mina.send("becomes_complaint", chosen_by="sender", **day("asked_on", "2026-03-02"))
    assert page.where == CASE, page.errors or page.words
    case = await office.case()
    assert [row.stage for row in case.stages] == ["representation", "stage1"]
    assert "Becomes a complaint" not in (await mina.get(CASE)).all("ul.tasks a")


@pytest.mark.rule("R113", "X51")
async def test_a_message_is_put_with_the_case_it_is_about_and_the_earlier_receipt_counts(office: Office) -> None:
    mina = await opened(office)
    earlier = a_contact("I wrote before.", received=at("2026-02-27 10:00"), id="contact/earlier", reference="BN-3H2P")
    await office.keeps(earlier)
    page = await mina.get("/contacts/BN-3H2P")
    assert "This sender’s: BN-7K4Q." in page.words
    wrong = await mina.send("join", case="BN-0000")
    assert wrong.errors == {"join-case": "There is no case with this reference."}
    assert (await mina.send("join", case="BN-7K4Q")).where == CASE
    case = await office.case()
    assert case.joined == ("contact/earlier",)
    assert str(case.clocks[0].due) == "2026-03-13" and str(case.stages[0].received) == "2026-02-27"
    assert (await office.contact("BN-3H2P")).standing is Standing.DECIDED


@pytest.mark.rule("R120", "R386")
async def test_a_further_case_from_the_same_message_and_the_first_lead_to_each_other(office: Office) -> None:
    mina = await opened(office)
    await mina.get(HERE)
    page = await mina.send("open", **(COMPLAINT | {
        "kind": "compliment", "procedure": "none", "team_praised": "duty", "staff_praised": "Sam",
    }))  # fmt: skip
    further = page.where.rpartition("/")[2]
    assert (await office.case(further)).links == ("BN-7K4Q",)
    assert (await office.case()).links == (further,)
    assert f'href="/cases/{further}"' in (await mina.get(CASE)).answer.text


@pytest.mark.rule("R247")
async def test_somebody_else_acts_as_complaints_manager_where_the_manager_is_complained_of(office: Office) -> None:
    await opened(office, complained_of="dan")
    case = await office.case()
    assert case.excluded == {"dan"}
    hana = await office.signed_in("hana")
    await hana.get(CASE)
    assert (await hana.send("other_manager", acting="tom")).where == CASE
    tom = await office.signed_in("tom")
    page = await tom.get(CASE)
    assert page.html.css_first("#to-extend") is not None, "he decides what the complaints manager would"
    dan = await office.signed_in("dan")
    assert (await dan.get(CASE)).status == 404
