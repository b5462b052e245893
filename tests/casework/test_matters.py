"""Same case or new? A mail in an old thread that may be about something else waits for a person to say."""

from dataclasses import replace

import pytest

from casework import matters
from casework.arrive import arrive
from casework.cases import Case
from casework.contacts import Standing
from casework.messages import Message
from tests import build
from tests.build import a_case, a_decision, a_message, at, profile
from tests.casework.chat import table

BNES = profile("bnes")
NOW = at("2026-03-16 10:00")


def with_mail(text: str, **other: object) -> tuple[Case, Message]:
    """A case to which that came."""
    came = a_message(text, received=at("2026-03-13 16:00"), subject="Re: My complaint", **other)
    change = arrive(came, a_case(BNES), BNES, "BN-XXXX", NOW, signs=table())
    (case,) = change.cases
    return case, case.messages[-1]


@pytest.mark.rule("R113")
def test_a_mail_that_goes_on_with_its_case_asks_nobody() -> None:
    case, _ = with_mail("Has anybody read it yet?")
    assert matters.undecided(case) == ()


@pytest.mark.rule("R113")
def test_what_is_the_same_matter_stays_and_is_asked_about_once() -> None:
    case, mail = with_mail("I have another complaint as well.")
    assert matters.undecided(case) == (mail,)
    (kept,) = matters.same(case, mail, a_decision("", "2026-03-16 10:00")).cases
    assert matters.undecided(kept) == ()
    assert [(each.move, each.by, each.rule) for each in kept.decisions[-1:]] == [("same_matter", "dan", "R113")]


@pytest.mark.rule("R120", "R360")
def test_a_new_matter_is_a_contact_of_its_own_with_its_clock_from_the_day_it_came() -> None:
    case, mail = with_mail("A different matter: the bus pass.", quoted="> Dear Sam, about your first complaint")
    change = matters.another(case, mail, a_decision("", "2026-03-16 10:00"), BNES, "BN-NEWW")
    (contact,) = change.contacts
    assert (contact.reference, contact.received, contact.standing) == ("BN-NEWW", mail.received, Standing.WAITING)
    assert not contact.held and contact.messages[0].text == mail.text
    assert contact.messages[0].quoted == ""  # older mail is the case's, and whoever may not see that must not see it
    assert contact.messages[0].name != mail.name and contact.messages[0].apart_from == case.reference
    (kept,) = change.cases
    assert kept.messages == case.messages and matters.undecided(kept) == ()
    assert kept.decisions[-1].why == "The mail of 13 March 2026. It is BN-NEWW from now on"
    (receipt,) = change.letters
    assert (receipt.words, receipt.reference, receipt.to) == ("email.receipt_auto", "BN-NEWW", build.FAMILY)


def test_a_later_look_does_not_ask_about_what_came_while_the_case_was_open() -> None:
    case, mail = with_mail("Has anybody read it yet?")
    closed = replace(case, stages=())
    assert matters.undecided(closed) == () and not mail.another_matter
