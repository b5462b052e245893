"""What staff write back to a chase: kept with the case, read by a person, answered to nobody; harm in it rings."""

from dataclasses import replace

import pytest

from casework import questions
from casework.arrive.from_staff import from_staff
from casework.cases import State
from casework.councils import by_email, with_staff
from casework.messages import Address, Channel, Message
from casework.said.signs import Level
from casework.staff_answers import records
from run.config.safety import load_signs
from tests import build

SIGNS = load_signs()
NOW = build.at("2026-03-11 10:00")
COUNCIL = build.profile("bnes")
PRIYA = next(each for each in COUNCIL.staff if each.id == "priya")
MINA = next(each for each in COUNCIL.staff if each.id == "mina")


def reply(text: str = "Draft attached.") -> Message:
    return build.a_message(text, sender=Address(Channel.EMAIL, PRIYA.email), received=NOW)


def test_who_works_here_is_known_by_their_address_however_it_is_spelt() -> None:
    assert by_email(COUNCIL, f" {PRIYA.email.title()} ") is PRIYA
    others = with_staff(COUNCIL, (MINA, replace(PRIYA, email="")))
    assert [by_email(others, each) for each in (PRIYA.email, MINA.email, "")] == [None, MINA, None]


def test_it_is_filed_and_moves_nothing() -> None:
    before = build.a_case(COUNCIL)
    change = from_staff(reply(), PRIYA, before, COUNCIL, NOW, signs=SIGNS)
    (after,) = change.cases
    assert (after.state, after.clocks, after.decisions) == (State.OPEN, before.clocks, before.decisions)
    assert [each.by_staff for each in records.unread(after)] == ["priya"]
    assert {(each.staff, each.words) for each in change.letters} == {("mina", "staff.step_due")}
    assert questions.as_contact(after, after.complainant.address).messages == before.messages


def test_whoever_wrote_it_is_not_the_one_who_is_asked_to_read_it() -> None:
    change = from_staff(reply(), MINA, build.a_case(COUNCIL), COUNCIL, NOW, signs=SIGNS)
    assert {each.staff for each in change.letters} and "mina" not in {each.staff for each in change.letters}


@pytest.mark.rule("R701")
def test_words_of_harm_in_it_ring_and_the_family_hears_nothing() -> None:
    change = from_staff(reply("She told me her foster dad hit her again last night."), PRIYA, build.a_case(COUNCIL),
                        COUNCIL, NOW, signs=SIGNS)  # fmt: skip
    assert change.alarms and change.alarms[0].level in (Level.STAFF, Level.HARM, Level.IMMEDIATE)
    assert change.letters and all(each.staff for each in change.letters)


def test_once_somebody_has_read_it_it_waits_no_more() -> None:
    (after,) = from_staff(reply(), PRIYA, build.a_case(COUNCIL), COUNCIL, NOW, signs=SIGNS).cases
    read = build.moved(after, build.a_decision(records.READ, "2026-03-11 11:00", "mina", "CO"), COUNCIL)
    assert records.unread(read) == ()
