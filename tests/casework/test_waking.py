"""When time could make something happen: the same however little is read to know it."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from casework import clocks
from casework.chase import chase
from casework.contacts import Contact
from casework.on_behalf import advocacy
from casework.time_passes import waking
from tests import build

COUNCIL = build.profile("bnes")
FIRST = build.at("2026-03-02 00:05")


def somebody(hours: int, text: str, earlier: int) -> Contact:
    """Whoever wrote so; their clock began so many days earlier, and so asks on any day of the schedule."""
    message = build.a_message(text, received=FIRST + timedelta(hours=hours))
    clock = clocks.start(COUNCIL, "s1_statutory", message.received - timedelta(days=earlier))
    return build.a_contact(COUNCIL, message, clocks=(clock,))


@given(st.integers(0, 24 * 60), st.integers(0, 24 * 40), st.integers(0, 20))
def test_what_is_asked_about_an_advocate_comes_no_later_for_the_clock_beside_it(
    hours: int, later: int, earlier: int
) -> None:
    young = somebody(hours, "They moved me again.", earlier)
    mother = somebody(hours, "I am her mother. They moved her again.", earlier)
    assert advocacy.is_for(young) and not advocacy.is_for(mother)
    now = young.received + timedelta(hours=later)
    by_itself = replace(young, clocks=())
    wakes = [waking.wakes_at(each, COUNCIL, now) for each in (by_itself, mother)]
    assert waking.wakes_at(young, COUNCIL, now) == min(filter(None, wakes), default=None)
    asked = {each.name for each in chase(by_itself, COUNCIL, now).letters}
    assert asked <= {each.name for each in chase(young, COUNCIL, now).letters}
