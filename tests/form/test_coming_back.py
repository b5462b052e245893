"""Number and secret word open one contact, to whoever has both; to anybody else nothing is said, always in one way."""

from dataclasses import replace

import pytest

from casework.changes import Change
from casework.contacts import Standing
from casework.letters import Urgency, write
from casework.records.retention import ASKED
from form import secret_words
from form.tries import FOR_ONE_NUMBER, Tries
from store import changes
from store.database import Connection
from store.retention import going
from store.retention.words import CONTACT, Approved
from tests.conftest import Moment
from tests.form.porch import Porch, Seen, Visitor

CANCELLED = "My social worker cancelled again."
MATCH = "That number and secret word don't match."


async def told(porch: Porch) -> Seen:
    return await porch.visitor().tells(CANCELLED)


@pytest.mark.rule("R524")
async def test_both_together_show_where_it_is_and_nothing_of_what_was_said(porch: Porch) -> None:
    page = await told(porch)
    seen = await porch.visitor().comes_back(page.number, page.word)
    assert seen.status == 200 and "We have it" in seen.words and "by Wednesday 4 March" in seen.words
    assert "cancelled" not in seen.words and page.word not in seen.words


@pytest.mark.parametrize("how", ["{} ", " {}", "{0}"])
async def test_they_may_be_typed_as_people_type_them(porch: Porch, how: str) -> None:
    page = await told(porch)
    number, word = page.number.replace("-", " ").lower(), how.format(page.word.replace("-", " ").upper())
    assert (await porch.visitor().comes_back(number, word)).status == 200


@pytest.mark.rule("R524")
async def test_every_wrong_pair_is_answered_alike(porch: Porch) -> None:
    page = await told(porch)
    other = await told(porch)
    pairs = [
        (page.number, "otter-lamp-47"), ("BN-2222", page.word), (page.number, other.word), ("", page.word),
        ("x' or 1=1", "y"), (page.number, "é" * 500),
    ]  # fmt: skip
    answers = []
    for number, word in pairs:
        seen = await porch.visitor().comes_back(number, word)
        assert seen.status == 403 and MATCH in seen.words
        answers.append(seen.words)
        porch.form.tries.wrong.clear()
    assert len(set(answers)) == 1


async def test_after_five_tries_even_the_right_pair_must_wait_an_hour(porch: Porch) -> None:
    page = await told(porch)
    for _ in range(5):
        await porch.visitor().comes_back(page.number, "otter-lamp-47")
    waits = await porch.visitor().comes_back(page.number, page.word)
    assert waits.status == 403 and MATCH in waits.words
    porch.now.go(hours=1, minutes=1)
    assert (await porch.visitor().comes_back(page.number, page.word)).status == 200


async def test_a_telephone_that_takes_a_fresh_address_for_each_try_has_five_like_any_other(porch: Porch) -> None:
    page = await told(porch)
    for number in range(5):
        await calling(porch, f"2001:db8:1:2::{number}").comes_back(page.number, "otter-lamp-47")
    waits = await calling(porch, "2001:db8:1:2:aaaa::1").comes_back(page.number, page.word)
    assert waits.status == 403 and MATCH in waits.words
    assert (await calling(porch, "2001:db8:1:3::1").comes_back(page.number, page.word)).status == 200


def calling(porch: Porch, address: str) -> Visitor:
    visitor = porch.visitor()
    visitor.client.headers["X-Forwarded-For"] = address
    return visitor


async def test_what_is_added_joins_the_same_contact(porch: Porch) -> None:
    page = await told(porch)
    visitor = porch.visitor()
    seen = await visitor.comes_back(page.number, page.word)
    more = await visitor.post(
        "/more", seen.hidden("/more") | {"text": "It happened again today."}, [("files", ("", b""))]
    )
    assert more.status == 200 and "Saved. Thank you." in more.words
    assert [each.text for each in (await porch.contact(page.number)).messages] == [
        CANCELLED,
        "It happened again today.",
    ]


async def forgotten(porch: Porch, reference: str) -> None:
    contact = await porch.contact(reference)

    def work(db: Connection) -> None:
        changes.save(db, Change(contacts=(replace(contact, standing=Standing.SET_ASIDE, clocks=()),)), porch.now())
        said = [Approved(CONTACT, contact.id, ASKED, "dan", porch.now())]
        assert not [each.kept for each in going.go(db, porch.form.council, said, porch.now()) if each.kept]

    await porch.database.transact(work)


@pytest.mark.rule("R905")
async def test_whoever_was_forgotten_while_their_page_stood_open_begins_anew_and_is_told_so(porch: Porch) -> None:
    page, visitor = await told(porch), porch.visitor()
    await forgotten(porch, page.number)
    assert MATCH in (await visitor.comes_back(page.number, page.word)).words
    typed = page.hidden("/more") | {"text": "It happened again."}
    more = await visitor.post("/more", typed, [("files", ("", b""))])
    assert more.status == 200 and more.number != page.number and page.number not in more.words
    assert [each.text for each in (await porch.contact(more.number)).messages] == ["It happened again."]
    answers = page.hidden("/answers") | {"reach": "Ring 01632 960 777"}
    assert (await visitor.post("/answers", answers)).number == more.number, "it is one page, and one matter"
    assert (await visitor.comes_back(more.number, more.word)).status == 200


async def test_a_page_left_open_too_long_asks_for_both_and_keeps_what_was_typed(porch: Porch) -> None:
    page = await told(porch)
    visitor, late = porch.visitor(), page.hidden("/more") | {"text": "Typed all night."}
    porch.now.go(hours=2)
    asked = await visitor.post("/more", late, [("files", ("", b""))])
    assert asked.status == 401 and "What you typed is still here." in asked.words
    carried = asked.hidden("/more")
    assert carried["text"] == "Typed all night."
    wrong = await visitor.post("/more", carried | {"number": page.number, "word": "x"})
    assert wrong.status == 403 and wrong.hidden("/more")["text"] == "Typed all night."
    done = await visitor.post("/more", carried | {"number": page.number, "word": page.word})
    assert done.status == 200 and (await porch.contact(page.number)).messages[-1].text == "Typed all night."


async def test_a_key_that_we_did_not_sign_opens_nothing(porch: Porch) -> None:
    page = await told(porch)
    key = page.hidden("/more")["key"]
    other = await told(porch)
    forged = key.replace(page.number, other.number)
    for wrong in (forged, key[:-1] + ("0" if key[-1] != "0" else "1"), "", "a.b.c.d"):
        seen = await porch.visitor().post("/more", {"key": wrong, "text": "hello"})
        assert seen.status == 401
    assert len((await porch.contact(other.number)).messages) == 1


@pytest.mark.rule("R524")
async def test_a_letter_to_the_form_is_read_there_by_its_reader_and_by_nobody_else(porch: Porch) -> None:
    page, other = await told(porch), await told(porch)
    contact = await porch.contact(page.number)
    letter = write(
        "bot.more_saved", contact.sender, council="bnes", about=contact.id, reference=contact.reference,
        now=porch.now(), facts={}, urgency=Urgency.LETTER,
    )  # fmt: skip
    await porch.database.transact(lambda db: changes.save(db, Change(letters=(letter,)), porch.now()))
    assert await porch.delivers() == 3
    mine = await porch.visitor().comes_back(page.number, page.word)
    theirs = await porch.visitor().comes_back(other.number, other.word)
    assert "I've added that to what you told us." in mine.words
    assert "I've added that" not in theirs.words and page.number not in theirs.words


def test_five_million_secret_words_and_none_that_reads_two_ways() -> None:
    assert len(set(secret_words.WORDS)) == len(secret_words.WORDS) > 200
    assert len(secret_words.WORDS) ** 2 * len(secret_words.NUMBERS) > 4_900_000
    made = [secret_words.made(str(number), b"key") for number in range(500)]
    assert all(secret_words.plain(each) == each for each in made) and len(set(made)) > 490


def test_whoever_tries_all_day_takes_no_more_of_us_than_whoever_tried_thirty_times(now: Moment) -> None:
    tries = Tries()
    for _ in range(2_000):
        tries.failed("10.0.0.9", "BN-7K4Q", now.go(seconds=0.1))
    assert {len(held) for held in tries.wrong.values()} == {FOR_ONE_NUMBER}
    assert tries.too_many("10.0.0.9", "BN-2222", now()) and tries.too_many("10.0.0.10", "BN-7K4Q", now())
    now.go(minutes=61)
    assert not tries.too_many("10.0.0.9", "BN-7K4Q", now())
