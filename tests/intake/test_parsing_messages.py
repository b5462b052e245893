"""A mail to a message: whom to answer, where it came to, and that the same mail twice is one message."""

from datetime import UTC, datetime

import pytest

from casework.messages import Channel
from intake.parsing import Unreadable, message
from tests.intake import post

AT = datetime(2026, 1, 6, 16, 43, tzinfo=UTC)


def made(raw):
    return message(raw, post="post/1", received=AT, ours=post.OURS)


def read(oddity):
    return made(post.raw(oddity))


def test_a_message_says_who_wrote_what_and_when_we_had_it():
    found = read("answer-above-cited")
    assert found.sender.value == "kayleigh.shaw@mail.example"
    assert (found.sender_name, found.channel, found.received) == ("Kayleigh Shaw", Channel.EMAIL, AT)
    assert (found.text, found.post) == ("It is still not sorted.", "post/1")
    assert found.thread == ("letter.1@council.example",)


def test_the_same_mail_by_two_routes_is_one_message():
    raw = post.raw("answer-above-cited")
    routed = b"Received: from elsewhere.example\nDelivered-To: complaints@council.example\n" + raw.replace(
        b"\n", b"\r\n"
    )
    assert made(raw).name == made(routed).name


def test_a_new_text_under_an_old_message_id_is_another_message():
    raw = post.raw("answer-above-cited")
    assert made(raw).name != made(raw.replace(b"still not sorted", b"worse than before")).name


def test_the_same_words_on_another_day_without_a_message_id_are_another_message():
    raw = post.raw("answer-above-cited").replace(b"Message-ID", b"X-Lost")
    assert made(raw).name != made(raw.replace(b"06 Jan", b"07 Jan")).name


@pytest.mark.parametrize("oddity", ["to-a-signed-address", "delivered-to-a-signed-address"])
def test_the_signed_part_of_our_address_is_found_wherever_the_mail_shows_it(oddity):
    assert read(oddity).clue == "lk7k4q.3f9c0d1e2a4b"


def test_somebody_elses_plus_address_is_no_clue():
    raw = post.raw("to-a-signed-address").replace(b"@council.example", b"@mail.example")
    assert made(raw).clue == ""


def test_a_form_filled_in_is_answered_to_the_person_who_filled_it_in():
    assert read("web-form").sender.value == "kayleigh.shaw@mail.example"
    assert read("web-form-without-reply-to").sender.value == "kayleigh.shaw@mail.example"


def test_a_form_in_which_two_addresses_were_typed_is_left_for_a_person_to_answer():
    raw = post.raw("web-form-without-reply-to").replace(b"Message:", b"Email: mum@mail.example\nMessage:")
    assert made(raw).sender.value == "noreply@forms.example"


def test_a_persons_mail_is_never_answered_to_an_address_that_somebody_put_into_it():
    assert read("somebody-else-to-be-answered").sender.value == "mum@mail.example"


def test_a_mail_to_two_hundred_says_so():
    assert read("two-hundred-recipients").recipients == 200


def test_files_are_named_and_counted_but_their_bytes_stay_in_the_post():
    (file,) = read("two-texts-round-a-picture").files
    assert (file.name, file.type, file.size) == ("bruise.png", "image/png", 70)


@pytest.mark.parametrize("oddity", ["nothing-at-all", "only-words", "a-picture-without-mail", "nobody-as-sender"])
def test_what_nobody_can_be_said_to_have_sent_is_for_a_person_to_look_at(oddity):
    with pytest.raises(Unreadable) as found:
        read(oddity)
    assert found.value.sender == ""


def test_a_mail_past_every_limit_is_for_a_person_and_its_sender_can_be_told():
    with pytest.raises(Unreadable) as found:
        made(post.raw("answer-above-cited") + b"x" * 36_000_000)
    assert found.value.reason == "the mail is larger than we take apart"
    assert found.value.sender == "kayleigh.shaw@mail.example"


def test_words_and_names_cannot_be_seen_in_a_traceback_or_a_log():
    found = repr(read("forward-from-gmail")) + repr(post.read("forward-from-gmail"))
    assert not any(word in found for word in ("mould", "Mia", "mia@", "School", "my room"))
