"""The bytes of an email: read by every mail program, threaded, and proof against what comes from outside."""

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import names
from casework.letters import Letter, Urgency
from casework.messages import Address, Channel
from outbox.envelope import Unaddressable, envelope, mailbox, mailbox_with_name
from outbox.render import Rendered, render
from tests.outbox.samples import JAY, MORNING, a_letter

US = "Larkhaven Council <hello@larkhaven.example>"
KEY = b"a key of our own"


def as_bytes(letter: Letter, rendered: Rendered | None = None, *, now: datetime = MORNING, us: str = US) -> bytes:
    rendered = rendered or render(letter, choices={})
    return envelope(letter, rendered, sender=mailbox_with_name(us), reader=mailbox(letter.to.value), key=KEY, now=now)


def as_read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def bodies(message: EmailMessage) -> tuple[str, str]:
    plain, html = message.iter_parts()
    return tuple(str(part.get_content()).replace("\r\n", "\n").rstrip("\n") for part in (plain, html))  # type: ignore[return-value]


def test_the_same_words_stand_in_plain_text_and_in_html() -> None:
    letter = a_letter(name="Zoë Łęcka", handler_name="Dan 🙂", words="email.hold_yp")
    rendered = render(letter, choices={})
    message = as_read(as_bytes(letter))
    assert not message.defects and message.get_content_type() == "multipart/alternative"
    assert bodies(message) == (rendered.text, rendered.html.rstrip("\n"))


def test_the_bytes_are_seven_bits_wide_and_their_lines_are_short() -> None:
    raw = as_bytes(a_letter("email.hold_yp", name="Zoë", reason_plain="é" * 4000 + " " + "x" * 4000))
    lines = [line for line in raw.split(b"\r\n") if not line.startswith(b"Message-ID:")]  # as long as a domain is
    assert max(raw) < 128 and all(len(line) <= 78 for line in lines)
    assert b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")


def test_a_second_copy_of_a_letter_is_recognisably_the_same() -> None:
    letter = a_letter()
    first, later = as_read(as_bytes(letter)), as_read(as_bytes(letter, now=datetime(2026, 3, 2, 10, tzinfo=UTC)))
    assert first["Message-ID"] == later["Message-ID"] == names.message_id(letter.name, "larkhaven.example", KEY)
    assert first["Date"] != later["Date"]
    assert as_read(as_bytes(a_letter(once="again")))["Message-ID"] != first["Message-ID"]


def test_a_reply_comes_to_an_address_that_only_we_could_have_made() -> None:
    reply_to = as_read(as_bytes(a_letter()))["Reply-To"].addresses[0]
    assert reply_to.domain == "larkhaven.example" and reply_to.username.startswith("hello+")
    clue = reply_to.username.removeprefix("hello+")
    assert names.signed(clue, KEY) == "LK-7K4Q"
    assert names.signed(clue, b"another key") is None
    assert names.signed(names.sign("LK-7K4QX", KEY), KEY) == "LK-7K4QX", "a longer one, once the short ones are given"
    assert len(reply_to.username) <= 64


def test_an_answer_is_threaded_under_what_it_answers() -> None:
    message = as_read(as_bytes(a_letter(answers="<one@home.example>", thread="contact/1")))
    assert message["In-Reply-To"] == "<one@home.example>"
    assert message["References"].split()[-1] == "<one@home.example>"
    later = as_read(as_bytes(a_letter("email.hold_yp", thread="contact/1")))
    assert later["References"].split() == message["References"].split()[:1] and later["In-Reply-To"] is None


def test_a_long_thread_is_named_whole_and_a_made_up_one_from_its_first() -> None:
    for many, named in ((60, 60), (5_000, 101)):
        ids = [f"<{number}@home.example>" for number in range(many)]
        message = as_read(as_bytes(a_letter(thread=" ".join(ids), answers=ids[-1])))
        found = message["References"].split()
        assert (len(found), found[0], found[-1]) == (named, ids[0], ids[-1]) and message["In-Reply-To"] == ids[-1]


def test_what_a_machine_says_is_marked_as_a_machines_and_delivery_reports_are_still_wanted() -> None:
    receipt = as_read(as_bytes(a_letter(answers="<one@home.example>", urgency=Urgency.ANSWER)))
    chase = as_read(as_bytes(a_letter("staff.step_due", staff="dan", urgency=Urgency.CHASE)))
    assert (receipt["Auto-Submitted"], chase["Auto-Submitted"]) == ("auto-replied", "auto-generated")
    assert "OOF" in receipt["X-Auto-Response-Suppress"] and "OOF" not in chase["X-Auto-Response-Suppress"]
    for message in (receipt, chase):
        suppressed = [part.strip() for part in message["X-Auto-Response-Suppress"].split(",")]
        assert "NDR" not in suppressed and "All" not in suppressed
        assert message["List-Unsubscribe"] is None and message["Precedence"] is None


@given(st.text(max_size=300), st.text(max_size=300))
def test_nothing_from_outside_adds_a_header_or_a_recipient(subject: str, answers: str) -> None:
    letter = a_letter(answers=f"<a@b>{answers}\r\nBcc: them@example.test", thread=answers)
    raw = as_bytes(letter, Rendered(f"{subject}\r\nBcc: them@example.test", "words", "<p>words</p>"))
    message = as_read(raw)
    assert message["Bcc"] is None and len(message.keys()) == len(set(message.keys()))
    assert set(message.keys()) <= {
        "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
        "X-Auto-Response-Suppress", "Content-Language", "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert bodies(message)[0] == "words"


@pytest.mark.parametrize(
    "subject", ["Zażółć gęślą jaźń " * 9, "plain " * 40, "=?utf-8?q?not_so?=", "🙂" * 60, "é" + "x" * 300]
)
def test_a_long_or_foreign_subject_is_read_as_it_was_written(subject: str) -> None:
    raw = as_bytes(a_letter(), Rendered(subject.strip(), "words", "<p>words</p>"))
    assert as_read(raw)["Subject"] == subject.strip()
    assert all(len(line) < 998 for line in raw.split(b"\r\n"))


@given(st.text(max_size=2000))
def test_any_words_arrive_as_they_were_sent(words: str) -> None:
    plain, _ = bodies(as_read(as_bytes(a_letter(), Rendered("Hello", words, "<p>words</p>"))))
    readable = words.encode("utf-8", "replace").decode()
    assert plain.splitlines() == "\n".join(readable.splitlines()).rstrip("\n").splitlines()


def test_an_address_in_another_script_is_written_as_the_wire_wants_it() -> None:
    assert mailbox("jay@bücher.example").address == "jay@xn--bcher-kva.example"
    assert not mailbox("jay@bücher.example").needs_utf8
    assert mailbox("zoë@example.test").needs_utf8
    message = as_bytes(a_letter(to=Address(Channel.EMAIL, "zoë@bücher.example")))
    assert "To: zoë@xn--bcher-kva.example\r\n".encode() in message


@pytest.mark.parametrize("address", [
    "", "jay", "jay@", "@example.test", "a@b@c", "jay @example.test", "jay@example.test\r\nBcc: x@example.test",
    "jay@example.test, kim@example.test", "jay@" + "x" * 300, "jay@.example..test", "j<a>y@example.test",
    "x" * 65 + "@example.test",
])  # fmt: skip
def test_what_is_no_address_is_written_to_by_nobody(address: str) -> None:
    with pytest.raises(Unaddressable):
        mailbox(address)


def test_a_council_with_a_comma_in_its_name_is_still_one_sender() -> None:
    sender = as_read(as_bytes(a_letter(), us='"Complaints, Larkhaven" <hello@larkhaven.example>'))["From"].addresses
    assert [(one.display_name, one.addr_spec) for one in sender] == [
        ("Complaints, Larkhaven", "hello@larkhaven.example")
    ]
    assert (
        as_read(as_bytes(a_letter(), us="Cyngor Llanfŷr <hello@larkhaven.example>"))["From"].addresses[0].display_name
        == "Cyngor Llanfŷr"
    )


def test_who_reads_it_stands_alone_in_the_header() -> None:
    assert [one.addr_spec for one in as_read(as_bytes(a_letter(to=JAY)))["To"].addresses] == ["jay@example.test"]
