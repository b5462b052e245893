"""Sheets are asked for once, of everybody alike, and never where somebody may be in danger."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from casework.alarms import Alarm, Level
from casework.cases import Case
from casework.chase import chase
from casework.councils import Council
from casework.letters import Posted, Said
from casework.messages import Address, Channel
from casework.time_passes import inviting, waking
from tests import build

BNES = build.profile("bnes")
ASKS = replace(BNES, team=replace(BNES.team, equality_asked=True))
ACKNOWLEDGED = build.at("2026-03-03 11:00")
NEXT_DAY = build.at("2026-03-04 10:00")


def acknowledged(address: Address = build.FAMILY) -> Case:
    case = build.a_case(ASKS)
    said = Said(
        "letter/1", "email.ack_complaint_statutory_adult", address, ACKNOWLEDGED, Posted.SENT, sent=ACKNOWLEDGED
    )
    person = replace(case.people[0], address=address)
    return replace(case, said=(*case.said, said), people=(person, *case.people[1:]))


def sheets(case: Case, now: datetime, council: Council = ASKS) -> list[str]:
    return [each.words for each in chase(case, council, now).letters if each.words.startswith(("email.eq", "email.su"))]


@pytest.mark.rule("R917")
@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.TELEGRAM, Channel.FORM])
def test_after_the_acknowledgement_everybody_is_asked_the_same_once(channel: Channel) -> None:
    case = acknowledged(Address(channel, "someone"))
    assert sheets(case, build.at("2026-03-03 15:00")) == []
    assert sheets(case, NEXT_DAY) == ["email.equality"]
    (letter,) = (each for each in chase(case, ASKS, NEXT_DAY).letters if each.words == "email.equality")
    assert letter.facts["equality_url"] == "bathnes.example/about-you/statutory"
    assert sheets(build.after(case, chase(case, ASKS, NEXT_DAY)), build.at("2026-03-05 10:00")) == []


def test_nobody_is_asked_before_the_moment_at_which_the_case_wakes() -> None:
    case, opens = acknowledged(), build.at("2026-03-04 09:00")
    assert opens in inviting.wakes(case, ASKS)
    night = build.at("2026-03-04 03:10")
    assert sheets(case, night) == [], "a night that found it would call it missed"
    assert sheets(case, opens) == ["email.equality"]


@pytest.mark.rule("R918")
def test_the_link_says_nothing_of_the_case_or_who_they_are() -> None:
    case = acknowledged()
    (letter,) = (each for each in chase(case, ASKS, NEXT_DAY).letters if each.words == "email.equality")
    url = letter.facts["equality_url"]
    assert case.reference not in url and "sam" not in url.lower() and "?" not in url


def not_asked() -> Iterator[Case]:
    case = acknowledged()
    yield replace(case, quiet=True)
    yield replace(case, said=())
    alarm = Alarm(
        "alarm/1", "bnes", case.contact, case.reference, Level.HARM, ("being_hit",), ACKNOWLEDGED, closed=ACKNOWLEDGED
    )
    yield replace(case, alarms=(alarm,))


@pytest.mark.rule("R917")
@pytest.mark.parametrize("case", list(not_asked()), ids=["asked us to stop", "not acknowledged", "alarm, long closed"])
def test_some_are_never_asked(case: Case) -> None:
    assert sheets(case, build.at("2026-03-20 10:00")) == []


def test_nobody_is_sent_to_a_page_that_is_not_there() -> None:
    assert sheets(acknowledged(), NEXT_DAY, BNES) == []


def test_the_sweep_looks_again_when_somebody_is_to_be_asked() -> None:
    woken = waking.wakes_at(acknowledged(), ASKS, build.at("2026-03-03 15:00"))
    assert woken is not None and woken <= build.at("2026-03-04 09:00")
    assert list(inviting.wakes(acknowledged(), BNES)) == []
