"""Two families' mail is never joined: it takes a proof of ours and a sender we know there."""

from dataclasses import replace

import pytest

from casework import names
from casework.known import Known
from casework.letters import Posted, Said
from casework.matching import belongs_to, doubt
from casework.messages import Address, Automatic, Channel
from tests import build
from tests.build import CHAT, FAMILY, a_case, a_contact, a_message, at

KEY = b"a key of ours"
STRANGER = Address(Channel.EMAIL, "other@parent.example")
RECEIPT = names.name("letter", "bnes", "email.receipt_auto")


def known() -> Known:
    said = Said(RECEIPT, "email.receipt_auto", FAMILY, at("2026-03-02 09:31"), Posted.SENT)
    return Known((a_contact(build.profile("bnes"), a_message(message_id="first@family.example"), said=(said,)),))


@pytest.mark.rule("R524")
def test_a_reply_to_our_signed_address_from_its_own_sender_goes_on_with_the_contact() -> None:
    (contact,) = known().contacts
    assert belongs_to(a_message("more", clue=names.sign(contact.reference, KEY)), known(), KEY) == contact


@pytest.mark.rule("R524")
def test_a_signed_address_in_a_strangers_hands_joins_nothing_and_is_held() -> None:
    message = a_message("what did they say?", sender=STRANGER, clue=names.sign("BN-7K4Q", KEY))
    assert belongs_to(message, Known(), KEY) is None
    assert doubt(message) == "answers_a_letter_of_ours_from_another_address"


@pytest.mark.rule("R524")
def test_a_forged_clue_proves_nothing() -> None:
    (contact,) = known().contacts
    forged = names.sign(contact.reference, b"somebody else's key")
    assert belongs_to(a_message("more", clue=forged), known(), KEY) is None


def test_a_reply_to_our_letter_by_its_message_id_goes_on_with_the_contact() -> None:
    (contact,) = known().contacts
    thread = (names.message_id(RECEIPT, "council.example").strip("<>"),)
    assert belongs_to(a_message("more", thread=thread), known(), KEY) == contact
    other = a_message("more", sender=STRANGER, thread=thread)
    assert belongs_to(other, Known(), KEY) is None
    assert doubt(other)


def test_a_reply_to_ones_own_earlier_mail_goes_on_with_it() -> None:
    (contact,) = known().contacts
    assert belongs_to(a_message("and another thing", thread=("first@family.example",)), known(), KEY) == contact


def test_a_quoted_number_is_not_enough() -> None:
    message = a_message("about BN-7K4Q", sender=STRANGER, shown_reference="BN-7K4Q")
    assert belongs_to(message, Known(), KEY) is None
    assert doubt(message) == "quotes_a_reference"


def test_a_new_mail_from_the_same_family_is_a_new_contact() -> None:
    assert belongs_to(a_message("something else"), known(), KEY) is None


def test_a_machine_goes_on_with_nothing() -> None:
    (contact,) = known().contacts
    away = a_message("I am away", clue=names.sign(contact.reference, KEY), automatic=Automatic.AUTO_REPLY)
    assert belongs_to(away, known(), KEY) is None
    assert not doubt(away)


def test_what_was_decided_goes_on_with_its_case() -> None:
    council = build.profile("bnes")
    case = a_case(council)
    contact = replace(known().contacts[0], cases=(case.reference,))
    case = replace(case, contact=contact.id)
    found = belongs_to(a_message("any news?", thread=("first@family.example",)), Known((contact,), (case,)), KEY)
    assert found == case


def test_a_chat_goes_on_with_what_is_open_in_it() -> None:
    council = build.profile("bnes")
    first = a_message("hello", channel=CHAT.channel, sender=CHAT)
    contact = a_contact(council, first)
    assert belongs_to(a_message("more", channel=CHAT.channel, sender=CHAT), Known((contact,)), KEY) == contact
