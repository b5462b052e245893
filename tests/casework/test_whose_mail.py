"""Whose a mail is, clue by clue: what joins it to an earlier one, and what of the same shape does not (R524)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from casework import names
from casework.cases import Case
from casework.contacts import Contact
from casework.known import Known
from casework.letters import Posted, Said
from casework.matching import belongs_to, doubt, is_another_matter
from casework.messages import Address, Automatic, Channel, Fate, Sort
from tests.build import CHAT, FAMILY, a_case, a_contact, a_message, at, profile

KEY = b"a key of ours"
STRANGER = Address(Channel.EMAIL, "other@parent.example")
RECEIPT = names.name("letter", "bnes", "email.receipt_auto")
ANSWERED = names.message_id(RECEIPT, "council.example").strip("<>")
BEGAN = a_message("Nobody came to the meeting.", subject="Nobody came on Monday", message_id="first@family.example")


def contact(**other: Any) -> Contact:
    said = Said(RECEIPT, "email.receipt_auto", FAMILY, at("2026-03-02 09:31"), Posted.SENT)
    return replace(a_contact(profile("bnes"), BEGAN), said=(said,), **other)


def case(**other: Any) -> Case:
    return replace(a_case(profile("bnes"), contact()), **other)


def joins(known: Known, text: str = "more", **other: Any) -> bool:
    return belongs_to(a_message(text, **{"received": at("2026-03-02 12:00"), **other}), known, KEY) is not None


@pytest.mark.rule("R524")
@pytest.mark.parametrize(
    "clue",
    [
        {"clue": names.sign("BN-7K4Q", KEY)},
        {"thread": (ANSWERED,)},
        {"thread": ("first@family.example",)},
        {"shown_reference": "BN-7K4Q"},
        {"text": BEGAN.text, "subject": BEGAN.subject},
        {"subject": f"Re: {BEGAN.subject}"},
    ],
)
def test_what_joins_the_writers_own_mail_joins_no_strangers_though_the_store_knows_what_it_answers(clue: Any) -> None:
    assert joins(Known((contact(),)), **clue)
    assert not joins(Known(answered=(contact(),)), sender=STRANGER, **clue)


@pytest.mark.rule("R524")
def test_a_reference_joins_the_matter_that_has_it_and_no_other_of_the_same_family() -> None:
    first, second = contact(), contact(id="contact/2", reference="BN-2222")
    message = a_message("more", clue=names.sign("BN-2222", KEY))
    assert belongs_to(message, Known((first, second)), KEY) == second


@pytest.mark.rule("X51")
@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({}, True),
        ({"received": BEGAN.received + timedelta(days=1)}, False),
        ({"subject": "Another thing"}, False),
        ({"text": "Nobody came."}, False),
    ],
)
def test_only_the_same_words_under_the_same_subject_within_a_day_were_sent_twice(other: Any, same: bool) -> None:
    assert joins(Known((contact(),)), **{"text": BEGAN.text, "subject": BEGAN.subject} | other) is same


def test_two_mails_without_a_word_are_not_the_same_words() -> None:
    silent = replace(contact(), messages=(replace(BEGAN, text=" "),))
    assert not joins(Known((silent,)), "", subject=BEGAN.subject)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"subject": "SV: [list] nobody  came ON monday"}, True),
        ({"received": BEGAN.received + timedelta(days=90)}, False),
        ({"thread": ("unknown@family.example",)}, False),
        ({"subject": BEGAN.subject}, False),
    ],
)
def test_an_answer_by_its_subject_alone_follows_the_writers_own_mail_of_lately(other: Any, same: bool) -> None:
    assert joins(Known((contact(),)), **{"subject": f"Re: {BEGAN.subject}"} | other) is same


def test_a_subject_that_two_matters_share_or_that_says_nothing_joins_neither() -> None:
    twice = Known((contact(), contact(id="contact/2", reference="BN-2222")))
    assert not joins(twice, subject=f"Re: {BEGAN.subject}")
    became = case()
    assert joins(Known((contact(),), (became,)), subject=f"Re: {BEGAN.subject}"), "a case and its contact are one"
    for short, same in (("hi there", True), ("hello", False)):
        asked = replace(contact(), messages=(replace(BEGAN, subject=short),))
        assert joins(Known((asked,)), subject=f"Re: {short}") is same


def test_a_report_goes_with_the_letter_it_is_about_and_an_automatic_reply_with_the_one_it_answers() -> None:
    there = contact()
    report: dict[str, Any] = {"sender": STRANGER, "automatic": Automatic.BOUNCE, "fate": Fate.FAILED}
    assert joins(Known(answered=(there,)), **report)
    assert not joins(Known(answered=(there,)), **report | {"fate": None})
    assert joins(Known((there,)), automatic=Automatic.AUTO_REPLY, thread=(ANSWERED,))


def test_the_form_goes_on_with_what_its_number_and_secret_word_opened() -> None:
    written: dict[str, Any] = {"channel": Channel.FORM, "sender": Address(Channel.FORM, "")}
    assert joins(Known((contact(),)), **written) and not joins(Known(), **written)
    assert not doubt(a_message("more", shown_reference="BN-7K4Q", **written))


@pytest.mark.parametrize(
    ("other", "asked"),
    [
        ({"subject": "The school bus"}, True),
        ({"subject": "Re: The school bus"}, False),
        ({"subject": BEGAN.subject.upper()}, False),
        ({"text": "This is nothing to do with my other complaint."}, True),
        ({"subject": "The school bus", "automatic": Automatic.AUTO_REPLY}, False),
        ({"subject": "The school bus", "channel": Channel.FORM}, False),
    ],
)
def test_only_a_mail_under_another_subject_or_that_says_so_may_be_another_matter(other: Any, asked: bool) -> None:
    assert is_another_matter(a_message(**{"text": "more", **other}), case()) is asked
    assert not is_another_matter(a_message(**{"text": "more", **other}), contact())


def test_a_button_and_an_edit_go_where_they_point_and_words_to_what_was_last_written_of() -> None:
    began = a_message("hello", channel=CHAT.channel, sender=CHAT)
    asked = Said("letter/q", "bot.q1_who", CHAT, at("2026-03-02 09:31"), Posted.SENT)
    older = replace(a_contact(profile("bnes"), began), said=(asked,))
    later = replace(began, name="message/2", received=began.received + timedelta(minutes=5))
    newer = replace(a_contact(profile("bnes"), later), id="contact/2", reference="BN-2222")
    there = Known((older, newer))

    def goes(**other: Any) -> Any:
        return belongs_to(a_message(**{"text": "more", "channel": CHAT.channel, "sender": CHAT, **other}), there, KEY)

    assert goes() == newer
    assert goes(sort=Sort.PRESS, press=f"1.q.{names.short('letter/q')}.me.aa") == older
    assert goes(sort=Sort.EDIT, edits=began.name) == older
    assert goes(automatic=Automatic.AUTO_REPLY) is None
