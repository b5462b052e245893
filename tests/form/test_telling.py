"""The first box: kept at once, answered with a number and a secret word, and nothing typed is ever lost."""

import pytest

from store import inbox
from store.database import Connection
from tests.form.porch import Porch, Visitor

CANCELLED = "My social worker cancelled again."
PHOTO = b"\x89PNG\r\n\x1a\n" + b"0" * 500


@pytest.mark.rule("R123", "R270")
async def test_one_line_is_enough_for_a_number_a_secret_word_and_a_clock(porch: Porch) -> None:
    page = await porch.visitor().tells(CANCELLED)
    assert page.status == 200 and page.word
    contact = await porch.contact(page.number)
    assert [each.text for each in contact.messages] == [CANCELLED]
    assert {each.name for each in contact.clocks} == {"s1_statutory", "triage"} and not contact.held
    assert "Four quick questions. Skip any you like." in page.words
    assert "A person in the complaints team will read it by 5.30pm on Tuesday." in page.words


async def test_every_byte_is_on_disk_before_the_page_says_so(porch: Porch) -> None:
    page = await porch.visitor().tells(CANCELLED, files=[("files", ("mine.png", PHOTO, "image/png"))])
    (message,) = (await porch.contact(page.number)).messages
    (file,) = message.files
    assert (file.name, file.type, file.size) == ("mine.png", "image/png", len(PHOTO))

    def kept(db: Connection) -> tuple[bytes, bytes]:
        from form.reading import name_of

        return inbox.raw(db, "bnes", message.post), inbox.raw(db, "bnes", name_of(file.fetch))

    raw, content = await porch.database.look(kept)
    assert CANCELLED.encode() in raw and content == PHOTO


@pytest.mark.parametrize(
    "text",
    [
        "مشرفي الاجتماعي لم يأت مرة أخرى",
        "she never comes 😢😡 👩‍👧",
        "word " * 3_000,
        "<b>x</b> {{ 7*7 }} & \x00\x1b\u202e",
        "a\n\nb\nc",
    ],
    ids=["from the right", "emoji", "three thousand words", "markup", "lines"],
)
async def test_words_are_kept_as_they_were_written(porch: Porch, text: str) -> None:
    page = await porch.visitor().tells(text)
    wanted = "".join(each for each in text if each not in "\x00\x1b\u202e").strip()
    assert (await porch.contact(page.number)).messages[0].text == wanted


async def test_the_same_form_sent_twice_is_one_and_is_told_the_same_words(porch: Porch) -> None:
    visitor = porch.visitor()
    shown = await visitor.get("/tell")
    first, second = [await visitor.tells(CANCELLED, page=shown) for _ in range(2)]
    assert (first.number, first.word) == (second.number, second.word)
    assert len((await porch.contact(first.number)).messages) == 1 and await porch.count() == 1


async def test_more_typed_into_the_same_form_after_going_back_joins_what_was_sent(porch: Porch) -> None:
    visitor = porch.visitor()
    shown = await visitor.get("/tell")
    first = await visitor.tells(CANCELLED, page=shown)
    second = await visitor.tells(f"{CANCELLED} And she shouted.", page=shown)
    assert second.number == first.number and await porch.count() == 1
    assert len((await porch.contact(first.number)).messages) == 2


async def test_two_tabs_are_two_matters_with_words_of_their_own(porch: Porch) -> None:
    visitor = porch.visitor()
    tabs = [await visitor.get("/tell"), await visitor.get("/tell")]
    pages = [await visitor.tells(f"{CANCELLED} {number}", page=tab) for number, tab in enumerate(tabs)]
    assert pages[0].number != pages[1].number and pages[0].word != pages[1].word


async def test_a_form_sent_again_later_shows_nobody_the_secret_word(porch: Porch) -> None:
    visitor = porch.visitor()
    shown = await visitor.get("/tell")
    assert (await visitor.tells(CANCELLED, page=shown)).word
    porch.now.go(minutes=11)
    again = await visitor.tells(CANCELLED, page=shown)
    assert not again.word and "You sent this before." in again.words


async def test_nothing_typed_is_an_error_that_leads_to_the_box(porch: Porch) -> None:
    page = await porch.visitor().tells("   ")
    assert page.status == 422 and page.one(".govuk-error-summary a").attributes["href"] == "#text"
    assert page.one("title").text().startswith("Error: ") and await porch.count() == 0


async def test_too_many_words_come_back_all_of_them(porch: Porch) -> None:
    text = "word " * 25_000
    page = await porch.visitor().tells(text)
    assert page.status == 422 and page.one("textarea").text().strip() == text.strip()


async def test_forty_megabytes_cost_nobody_their_words(porch: Porch) -> None:
    film = [("files", ("film.mp4", b"0" * 40_000_000, "video/mp4"))]
    page = await porch.visitor().tells(CANCELLED, files=film)
    assert page.status == 200 and "We could not take all of your files" in page.words
    (message,) = (await porch.contact(page.number)).messages
    assert message.text == CANCELLED and "too_big" in message.problems and not message.files


async def test_of_too_many_files_the_first_ten_are_kept_with_the_words(porch: Porch) -> None:
    many = [("files", (f"{number}.txt", b"a letter", "text/plain")) for number in range(12)]
    page = await porch.visitor().tells(CANCELLED, files=many)
    (message,) = (await porch.contact(page.number)).messages
    assert len(message.files) == 10 and message.text == CANCELLED and "We could not take all" in page.words


async def test_a_recording_without_words_is_for_somebody_to_hear_soon(porch: Porch) -> None:
    voice = [("files", ("note.ogg", b"OggS" + b"0" * 99, "audio/ogg"))]
    page = await porch.visitor().tells("", files=voice)
    (alarm,) = (await porch.contact(page.number)).alarms
    assert alarm.signs == ("voice_not_heard",) and page.word


@pytest.mark.parametrize(
    "path", ["/", "/before", "/tell", "/back", "/safety", "/who-reads", "/nowhere", "/static/exit.js"]
)
async def test_no_page_sets_a_cookie_is_kept_or_runs_what_is_not_ours(porch: Porch, path: str) -> None:
    headers = (await porch.visitor().get(path)).answer.headers
    assert "set-cookie" not in headers
    assert headers["cache-control"] == ("no-cache" if path.startswith("/static") else "no-store")
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert headers["referrer-policy"] == "no-referrer" and headers["x-content-type-options"] == "nosniff"
    assert ("x-robots-tag" in headers) == (path != "/")


async def test_every_page_can_be_left_at_once_by_its_second_link(porch: Porch) -> None:
    for path in ("/", "/before", "/tell", "/back", "/safety", "/who-reads", "/nowhere"):
        page = await porch.visitor().get(path)
        second = page.html.css("a")[1]
        assert second.text(strip=True) == "Exit this page" and str(second.attributes["href"]).startswith(
            "https://www.bbc.co.uk/"
        )
        assert len(page.html.css("h1")) == 1


async def test_another_site_cannot_send_the_form_for_somebody(porch: Porch) -> None:
    visitor = porch.visitor()
    visitor.client.headers["Sec-Fetch-Site"] = "cross-site"
    page = await visitor.tells(CANCELLED)
    assert page.status == 400 and await porch.count() == 0


@pytest.mark.parametrize("body", [b"", b"--x\r\nbroken", b"\xff\xfe" * 50])
async def test_bytes_that_are_no_form_get_a_plain_answer(porch: Porch, body: bytes) -> None:
    visitor: Visitor = porch.visitor()
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data", "application/x-www-form-urlencoded", ""):
        answer = await visitor.client.post("/tell", content=body, headers={"content-type": kind})
        assert answer.status_code in (400, 422) and "01632 960 100" in answer.text


async def test_no_answer_leads_to_whatever_the_caller_says_our_name_is(porch: Porch) -> None:
    visitor = porch.visitor()
    for path, there in {"/tell/": "/tell", "/tell//?x=1": "/tell?x=1", "/static/": "/static", "/nowhere/": "/nowhere",
                        "//evil.example/": "/evil.example", "/\\\\evil.example/": "/%5C%5Cevil.example",
                        "/static": "", "/nowhere": ""}.items():  # fmt: skip
        answer = await visitor.client.get(f"{porch.address}{path}", headers={"Host": "evil.example"})
        assert (answer.status_code, answer.headers.get("location", "")) == (307 if there else 404, there), path
        assert "evil.example" not in answer.text, path
