"""What somebody may not see is hinted at by no count, no check of a letter, no paper of a request, no time that an
answer takes (R602); and a form's token is somebody's at one council alone.
"""

import math
from dataclasses import replace
from datetime import date
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.contacts import Standing
from casework.messages import Address, Channel
from desk import beat
from desk.access import token_for
from desk.desk import Desk
from tests.conftest import Moment
from tests.desk import office as place
from tests.desk.office import FINDING, Browser, Office, a_contact, council
from tests.desk.test_conflicts import BESIDE, JOINED, NAMED, RUNG, SECRET, named
from tests.desk.test_previews import hidden

__all__ = ["named"]

OLD = Address(Channel.EMAIL, "old@family.example")


@pytest.mark.rule("R602")
async def test_who_serves_in_a_case_that_names_them_seems_to_serve_nowhere(named: Office) -> None:
    kit, dan = await named.signed_in("kit"), await named.signed_in("dan")
    assert "1 role" in (await dan.get("/register")).words
    listed = (await kit.get("/register")).words
    assert "Odile Marsh" in listed and "Nowhere" in listed and "1 role" not in listed


@pytest.mark.rule("R602")
async def test_letters_that_came_back_are_counted_for_whoever_may_read_of_them(named: Office) -> None:
    async def came_back(who: str) -> int:
        page = await (await named.signed_in(who)).get("/service")
        return int(page.words.partition("Letters that came back")[2].split()[0].strip(":"))

    assert (await came_back("dan"), await came_back("kit")) == (2, 0)


@pytest.mark.rule("R602", "R522")
async def test_a_name_of_a_case_that_names_them_cannot_be_tried_out_in_a_letter_of_another(named: Office) -> None:
    kit, dan = await named.signed_in("kit"), await named.signed_in("dan")
    case = f"/cases/{BESIDE}"
    await dan.get(case)
    await dan.send("verify", how="Rang the number we hold.")

    async def checked(browser: Browser) -> str:
        await browser.get(f"{case}/respond")
        typed = FINDING | {"found_1": f"We agree with {SECRET}."}
        return (await browser.post(f"{case}/respond/look", **hidden(browser), **typed)).words

    says = f"It names {SECRET}"
    assert says in await checked(dan)
    for_kit = await checked(kit)
    assert "As it will go" in for_kit and says not in for_kit


@pytest.mark.rule("R602", "R905")
async def test_a_message_whose_case_names_them_is_no_paper_though_its_writer_has_no_part_in_the_case(
    named: Office,
) -> None:
    begun = await named.case(NAMED)
    first = a_contact(f"{SECRET} again", reference="BN-8W8W", id="contact/8", message={"sender": OLD})
    first = replace(first, sender=OLD, standing=Standing.DECIDED, cases=("BN-8W8W",), clocks=())
    put_right = replace(
        begun,
        reference="BN-8W8W",
        contact=first.id,
        joined=(),
        appointments=(),
        messages=(),
        said=(),
        alarms=(),
        version=0,
    )
    await named.keeps(first, put_right)
    said = {}
    for who in ("dan", "kit"):
        browser = await named.signed_in(who)
        await browser.get("/one-person")
        asked = {"who": OLD.value, "why": "they asked for it", "request": BESIDE}
        said[who] = (await browser.send("person", **asked)).words
    assert "1 paper" in said["dan"] and "BN-8W8W" in said["dan"]
    assert "BN-8W8W" not in said["kit"] and "Nothing is held under these" in said["kit"]


async def test_a_namesake_at_another_council_with_the_same_key_has_another_token(office: Office) -> None:
    day, there = date(2026, 3, 2), replace(office.desk, council=replace(council("dorset"), name="dorset"))
    mina = await office.signed_in("mina")
    assert await mina.token() == token_for("mina", day, office.desk)
    assert token_for("mina", day, there) != token_for("mina", day, office.desk)
    theirs = await mina.post("/search", token=token_for("mina", day, there), words="Sam Hill", which="all")
    assert theirs.status == 403


# ---------------------------------------------------------------- how long it takes


@given(st.floats(0, 3600), st.sampled_from((beat.MISSING, beat.FOUND)))
def test_whatever_took_less_than_a_beat_ends_on_the_same_one(took: float, each: float) -> None:
    ends = (took + beat.left(took, each)) / each
    assert math.isclose(ends, round(ends), abs_tol=1e-6)
    assert 0 < beat.left(took, each) <= each


async def test_an_answer_waits_for_its_beat() -> None:
    began = perf_counter()
    await beat.kept(began, beat.FOUND)
    assert perf_counter() - began >= beat.FOUND * 0.99, "a clock may be a little coarse"


@pytest.mark.rule("R602")
async def test_what_is_not_there_and_what_is_not_theirs_wait_for_the_same_beat(url: str, now: Moment) -> None:
    waited: list[float] = []

    async def noted(began: float, each: float) -> None:
        waited.append(each)

    async with place.opened(url, now, on_the_beat=noted) as office:
        await office.keeps(a_contact(reference=RUNG))
        dan = await office.signed_in("dan")
        token = await dan.token()
        for path in (f"/cases/{NAMED}", f"/contacts/{JOINED}", f"/retention/{NAMED}", f"/files/{NAMED}/{'0' * 32}/1"):
            waited.clear()
            assert ((await dan.get(path)).status, waited) == (404, [beat.MISSING]), path
        waited.clear()
        assert (await dan.post("/search", token=token, words="Kit Moss", which="all")).status == 200
        assert (await dan.post(f"/cases/{NAMED}/verify", token=token, how="x")).status == 404
        assert waited == [beat.FOUND, beat.MISSING]
        assert (await dan.get(f"/contacts/{RUNG}")).status == 200
        assert len(waited) == 2, "what they may read is there at once"


async def test_the_desk_keeps_the_beat_unless_it_is_told_otherwise(office: Office) -> None:
    given = office.desk
    made = Desk(given.council, given.transact, given.look, given.now, key=given.key, wake=given.wake)
    assert made.on_the_beat is beat.kept
