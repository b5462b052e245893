"""Files that strangers send, at the desk: seen by who may see the matter, known by content, and never run."""

import zlib
from dataclasses import replace
from email.message import EmailMessage
from functools import cache

import pytest

from casework import names
from casework.messages import Channel, File, Message, Post
from casework.names import of_file
from intake import viruses
from intake.parsing import message
from store import inbox
from store.inbox import Read
from tests.build import CHAT, at
from tests.desk.office import Browser, Office, a_contact
from tests.desk.test_cases import CASE, a_case

HERE = "/files/BN-7K4Q"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\x02\0\0\0")
    + _chunk(b"IDAT", zlib.compress(b"\0\x0b\x0c\x0d"))
    + _chunk(b"IEND", b"")
)
PAGE = b"<!doctype html><html><script>alert(1)</script><p>he hits us</p></html>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><text>look</text></svg>'
SENT = (
    ("room.png", "image/png", PNG),
    ("letter.html", "text/html", PAGE),
    ("picture.png", "image/png", DRAWING),
    ("notes.txt", "text/plain", b"Dear all, <script>alert(1)</script> she said no"),
    ("../../<b>x</b>\u202egpj.exe", "image/jpeg", b"MZ" + b"\0" * 60 + b"This program cannot be run"),
    ("form.pdf", "application/pdf", b"%PDF-1.4\n1 0 obj <</JavaScript (app.alert(1))>> endobj"),
)


@cache
def a_mail() -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Message-ID"] = (
        "sam@family.example",
        "hello@council.example",
        "<files@family.example>",
    )
    made["Subject"] = "Pictures of my room"
    made.set_content("Look at these.")
    for name, kind, content in SENT:
        main, _, sub = kind.partition("/")
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return bytes(made)


async def came(office: Office, staff: str = "mina", **other: object) -> tuple[Browser, Message]:
    """A contact with files in its mail, and somebody who has its page open."""
    raw = a_mail()
    understood = message(raw, post="post/files", received=at("2026-03-02 09:00"))
    understood = replace(understood, **other)  # type: ignore[arg-type]
    post = Post("post/files", "bnes", Channel.EMAIL, "mailbox", "1", understood.received, raw)
    await office.database.transact(lambda db: inbox.keep(db, post))
    contact = replace(a_contact(), sender=understood.sender, messages=(understood,))
    await office.keeps(contact)
    browser = await office.signed_in(staff)
    return browser, understood


def address(of: Message, what: object) -> str:
    return f"{HERE}/{of.name.partition('/')[2]}/{what}"


@pytest.mark.rule("R904")
async def test_each_file_is_known_by_its_content_and_each_look_is_on_record(office: Office) -> None:
    mina, mail = await came(office)
    listed = await mina.get("/contacts/BN-7K4Q")
    links = [str(each.attributes["href"]) for each in listed.html.css(".files a")]
    assert links == [address(mail, number) for number in range(1, 7)]
    for number, said in enumerate(("Picture", "Web page", "Drawing", "Plain text", "File of another kind", "PDF"), 1):
        page = await mina.get(address(mail, number))
        assert page.status == 200 and f"What it is {said}, by its content" in page.words, said
    await mina.get(address(mail, "1/content"))
    digest = mail.name.partition("/")[2][:8]
    done = [did for who, did, about in await office.record() if (who, about) == ("mina", "BN-7K4Q")]
    assert done == ["opened", *(f"opened file {n} of message {digest}" for n in range(1, 7)),
                    f"took file 1 of message {digest}"]  # fmt: skip


async def test_only_a_picture_is_shown_and_everything_else_is_saved_as_mere_bytes(office: Office) -> None:
    mina, mail = await came(office)
    for number, (_, _, content) in enumerate(SENT, 1):
        answer = (await mina.get(address(mail, f"{number}/content"))).answer
        kind = "image/png" if number == 1 else "application/octet-stream"
        how = "inline" if number == 1 else "attachment"
        assert (answer.headers["content-type"], answer.content) == (kind, content), number
        assert answer.headers["content-disposition"].startswith(f"{how}; filename*=UTF-8''")
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
    saved = (await mina.get(address(mail, "1/content?save"))).answer.headers
    assert (saved["content-type"], saved["content-disposition"][:10]) == ("application/octet-stream", "attachment")


async def test_what_can_act_says_so_and_is_saved_under_a_name_that_opens_nothing(office: Office) -> None:
    mina, mail = await came(office)
    for number, warned in (
        (2, "A web page holds scripts"),
        (5, "A file can act when it is opened"),
        (6, "A PDF holds"),
    ):
        assert warned in (await mina.get(address(mail, number))).words
    for number in (2, 5):
        name = (await mina.get(address(mail, f"{number}/content"))).answer.headers["content-disposition"]
        assert name.endswith(".unopened") and "/" not in name.partition("''")[2] and "<" not in name


async def test_what_can_be_read_in_a_file_is_shown_as_words_and_what_nobody_read_is_said(office: Office) -> None:
    mina, mail = await came(office)
    html, text = await mina.get(address(mail, 2)), await mina.get(address(mail, 4))
    assert "he hits us" in html.words and not html.html.css("main script")
    assert "Dear all, <script>alert(1)</script> she said no" in text.words and not text.html.css("main script")
    assert (
        "Words in a picture, a film or an archive were not looked through" in (await mina.get(address(mail, 1))).words
    )
    assert "Nobody has looked through it for viruses" in text.words


async def test_the_mail_is_given_as_it_came_to_the_last_byte(office: Office) -> None:
    mina, mail = await came(office)
    answer = (await mina.get(address(mail, "mail"))).answer
    assert answer.content == a_mail() and answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''BN-7K4Q-")


async def test_a_file_in_which_a_virus_was_found_is_not_handed_out(office: Office) -> None:
    mina, mail = await came(office, problems=(viruses.FOUND,))
    page = await mina.get(address(mail, 1))
    assert "A virus was found" in page.words and not page.html.css("main a[href*=content]")
    refused = await mina.get(address(mail, "1/content"))
    assert refused.status == 403 and PNG not in refused.answer.content


async def test_a_mail_the_scanner_never_answered_about_says_so(office: Office) -> None:
    mina, mail = await came(office, problems=(viruses.NOT_LOOKED,))
    assert "the scanner did not answer" in (await mina.get(address(mail, 1))).words


@pytest.mark.rule("R602", "R904")
async def test_whoever_may_not_see_the_matter_finds_no_file_of_it(office: Office) -> None:
    _, mail = await came(office)
    priya, stranger = await office.signed_in("priya"), office.stranger()
    for what in (1, "1/content", "mail"):
        assert (await priya.get(address(mail, what))).status == 404
        assert (await stranger.get(address(mail, what))).status == 303
    assert not [each for each in await office.record() if each[0] == "priya" and "file" in each[1]]


@pytest.mark.rule("R602")
async def test_a_mail_taken_out_of_a_case_is_read_by_nobody_who_may_not_see_that_case(office: Office) -> None:
    dan = await a_case(office)
    _, mail = await came_apart(office)
    there = f"/files/BN-NEWW/{mail.name.partition('/')[2]}/mail"
    assert (await dan.get(there)).status == 200
    case = await office.case()
    await office.keeps(replace(case, excluded=frozenset({"mina"})))
    mina = await office.signed_in("mina")
    assert (await mina.get("/contacts/BN-NEWW")).status == 200
    assert [(await mina.get(each)).status for each in (there, CASE)] == [404, 404]


async def came_apart(office: Office) -> tuple[None, Message]:
    raw = a_mail()
    understood = message(raw, post="post/files", received=at("2026-03-02 09:10"))
    understood = replace(understood, apart_from="BN-7K4Q", name=names.name("message", "apart"))
    post = Post("post/files", "bnes", Channel.EMAIL, "mailbox", "1", understood.received, raw)
    await office.database.transact(lambda db: inbox.keep(db, post))
    contact = a_contact("other words", reference="BN-NEWW", id=names.name("contact", "apart"))
    await office.keeps(replace(contact, sender=understood.sender, messages=(understood,)))
    return None, understood


async def test_a_file_that_is_not_there_is_said_to_be_missing_and_nothing_breaks(office: Office) -> None:
    mina, mail = await came(office)
    for what in (0, 7, "x", "-1", "9" * 30, "1/more", "²"):
        assert (await mina.get(address(mail, what))).status == 404, what


async def test_a_picture_from_a_chat_is_shown_once_it_is_here(office: Office) -> None:
    sent = Message(
        name=names.name("message", "photo"), post="post/update", channel=Channel.TELEGRAM, sender=CHAT, text="",
        received=at("2026-03-02 09:00"), media="photo", files=(File("photo.jpg", "image/jpeg", 90, fetch="handle"),),
    )  # fmt: skip
    update = Post("post/update", "bnes", Channel.TELEGRAM, "telegram:42", "7", sent.received, b"{}")
    await office.database.transact(lambda db: inbox.keep(db, update))
    await office.keeps(replace(a_contact(), channel=Channel.TELEGRAM, sender=CHAT, messages=(sent,)))
    mina = await office.signed_in("mina")
    assert "It is not here yet" in (await mina.get(address(sent, 1))).words
    name = of_file("telegram:42", "handle")
    kept = replace(update, name=name, place="handle", raw=PNG)
    await office.database.transact(lambda db: inbox.keep(db, kept))
    await office.database.transact(lambda db: inbox.mark(db, kept, Read.READ, now=office.now()))
    answer = (await mina.get(address(sent, "1/content"))).answer
    assert (answer.headers["content-type"], answer.content) == ("image/png", PNG)
