"""When time could make something happen: the same however little is read to know it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casework import clocks
from casework.cases import Case
from casework.chase import chase
from casework.contacts import Contact
from casework.decide import decide
from casework.letters import Posted, Said
from casework.on_behalf import advocacy
from casework.time_passes import waking
from casework.time_passes.lapse import lapse
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


WHY = {"reason": "complex", "reason_plain": "a", "done_so_far": "b", "what_we_will_do": "c"}


def lives() -> Iterator[Case | Contact]:
    yield somebody(9, "They moved me again.", 0)
    yield somebody(9, "I am her mother. They moved her again.", 0)
    for council in (COUNCIL, build.profile("dorset")):
        case = build.a_case(council)
        yield case
        yield build.moved(case, build.a_decision("extend", "2026-03-12 15:00", **WHY), council)
        yield build.moved(case, build.a_decision("record_advocacy", "2026-03-04 15:00", advocacy="accepted"), council)


def found_right(about: Case | Contact, now: datetime) -> Case | Contact:
    """As a night leaves it: all that time does by then is done, and its letters have left."""
    council = build.profile(about.council)
    while isinstance(about, Case) and (decision := lapse(about, council, now)):
        about = build.after(about, decide(about, decision, council))
    while letters := chase(about, council, now).letters:
        told = (Said(each.name, each.words, each.to, now, staff=each.staff, after=each.after) for each in letters)
        about = replace(about, said=(*about.said, *told))
    left = tuple(replace(each, posted=Posted.SENT, sent=each.written) for each in about.said)
    return replace(about, said=left)


@given(st.sampled_from(list(lives())), st.integers(0, 24 * 60), st.floats(0, 0.999))
def test_what_is_right_stays_right_until_it_wakes(about: Case | Contact, hours: int, part: float) -> None:
    council, now = build.profile(about.council), FIRST + timedelta(hours=48 + hours)
    for _ in range(8):
        about = found_right(about, now)
        wakes = waking.wakes_at(about, council, now)
        ends = wakes or now + timedelta(days=300)
        for later in (now + part * (ends - now), ends - timedelta.resolution):
            assert chase(about, council, later).letters == () and waking.wakes_at(about, council, later) == wakes
            assert not (isinstance(about, Case) and lapse(about, council, later))
        now = ends
