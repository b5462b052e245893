"""Machines are recognised by what only machines write, and a person is never taken for one."""

import pytest

from casework.messages import Automatic
from intake import screening
from tests.intake.post import read

MACHINES = {
    "bounce": Automatic.BOUNCE,
    "bounce-in-words-only": Automatic.BOUNCE,
    "bounce-with-a-list-of-failures": Automatic.BOUNCE,
    "delay": Automatic.RECEIPT,
    "delay-in-words-only": Automatic.RECEIPT,
    "delivered-receipt": Automatic.RECEIPT,
    "read-receipt": Automatic.RECEIPT,
    "called-spam": Automatic.RECEIPT,
    "says-auto-submitted": Automatic.AUTO_REPLY,
    "away-without-a-header": Automatic.AUTO_REPLY,
    "away-in-german": Automatic.AUTO_REPLY,
    "autoresponder-header": Automatic.AUTO_REPLY,
    "exchange-wants-no-answer": Automatic.AUTO_REPLY,
    "exchange-says-thank-you": Automatic.AUTO_REPLY,
    "null-return-path": Automatic.AUTO_REPLY,
    "our-own-mail-come-back": Automatic.AUTO_REPLY,
    "from-an-address-that-we-signed": Automatic.AUTO_REPLY,
    "round-and-round": Automatic.AUTO_REPLY,
    "nobody-reads-the-sender": Automatic.AUTO_REPLY,
    "away-in-bulgarian": Automatic.AUTO_REPLY,
    "away-in-the-words-only": Automatic.AUTO_REPLY,
    "says-it-is-automated": Automatic.AUTO_REPLY,
    "bounce-in-french": Automatic.BOUNCE,
    "recalled-message": Automatic.RECEIPT,
    "newsletter": Automatic.LIST,
    "invitation": Automatic.CALENDAR,
    "invitation-accepted": Automatic.CALENDAR,
}

PEOPLE = """
    says-auto-submitted-no out-of-office-hours-from-a-person asks-about-automatic-replies through-our-own-group web-form
    web-form-without-reply-to calendar-file-from-a-person somebody-else-to-be-answered answer-above-cited
    zero-width-inside-words mail-within-the-mail signed-by-smime answer-to-an-automatic-reply person-on-leave-complains
    web-form-that-calls-itself-a-machine person-whose-outlook-wants-no-answer
    child-of-few-words-whose-outlook-wants-no-answer
""".split()


@pytest.mark.parametrize(("oddity", "kind"), MACHINES.items())
def test_a_machine_is_recognised(oddity, kind):
    assert read(oddity).automatic is kind


@pytest.mark.parametrize("oddity", PEOPLE)
def test_a_person_is_never_taken_for_a_machine(oddity):
    assert read(oddity).automatic is None


@pytest.mark.parametrize("oddity", ["bounce", "bounce-in-words-only", "bounce-with-a-list-of-failures", "delay"])
def test_a_report_says_which_letter_and_whom_it_did_not_reach(oddity):
    mail = read(oddity)
    assert mail.bounce_of == "letter.1@council.example"
    assert mail.failed == ("kayleigh.shaw@mail.example",)


def test_a_letter_that_is_only_late_has_not_failed():
    assert read("delay").delayed
    assert read("delay-in-words-only").delayed
    assert not read("bounce").delayed


def test_a_receipt_belongs_to_the_letter_it_is_about():
    assert read("read-receipt").references == ("letter.1@council.example",)
    assert read("called-spam").references == ("letter.1@council.example",)


def test_every_kind_of_machine_has_a_test_in_the_table():
    assert {verdict for _, verdict in screening.RULES} - {None} == set(Automatic)
