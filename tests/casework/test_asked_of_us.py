"""A mail that begins something is read whole only where a rule asks for it: what it asks of us is never passed over,
and nothing that time could do because of it comes later.
"""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from casework import questions
from casework.arrive import arrive
from casework.arrive.filing import placed
from casework.contacts import Contact
from casework.councils import Council
from casework.messages import Message, Sort
from casework.said import typed
from casework.said.answers import Slot
from casework.said.commands import WORDS
from casework.said.sayings import SAYINGS
from casework.time_passes import waking
from run.config.safety import load_signs
from tests import build

COUNCIL = build.profile("bnes")
SIGNS = load_signs()
FIRST = build.at("2026-01-02 00:00")
SAID = [
    line
    for each in sorted((Path(__file__).parent / "sentences").glob("*.txt"))
    for line in each.read_text().splitlines()
]
SAYS = st.one_of(
    st.sampled_from([word for words in WORDS.values() for word in words]),
    *(st.from_regex(said, fullmatch=True) for said in SAYINGS.values()),
    *(st.from_regex(look.pattern) for look in (typed.NO_ADVOCATE, typed.WANTS_ADVOCATE, typed.WANTS_SOMEBODY)),
    st.sampled_from(["yes", "no ta", "skip", "07700 900123", "I'm 15", "My name is Ana", "Is anybody there?"]),
    st.sampled_from(SAID),
    st.text(max_size=60),
)


@given(text=st.lists(SAYS, min_size=1, max_size=2).map("\n".join))
@settings(max_examples=300, suppress_health_check=list(HealthCheck))
def test_a_first_mail_that_is_not_read_whole_asks_nothing_of_us(text: str) -> None:
    contact = build.a_contact(COUNCIL, build.a_message(text))
    if questions.asks_nothing(contact):
        read = questions.answers(contact).readings[-1]
        assert (read.command, read.act, read.of, read.late) == (None, None, "", False)
        assert Slot.ADVOCATE not in read.filled


@pytest.mark.parametrize("text", ["I want an advocate please.", "get me an advocate", "talk to a person"])
def test_what_a_first_mail_asks_is_somebody_s_task(text: str) -> None:
    found = arrive(build.a_message(text), None, COUNCIL, "BN-7K4Q", build.at("2026-03-02 09:31"), signs=SIGNS)
    assert [each.words for each in found.letters if each.staff] == ["staff.step_due"]


def test_of_an_ordinary_first_mail_nobody_reads_more_and_of_the_next_one_they_do() -> None:
    first, more = build.a_message("My social worker cancelled again."), build.a_message("no thanks")
    assert placed(first, build.a_contact(COUNCIL, first)).latest is questions.MORE
    both = build.a_contact(COUNCIL, first, more)
    assert placed(more, both).latest == questions.answers(both).readings[-1] != questions.MORE
    pressed = build.a_message("Yes", sort=Sort.PRESS)
    assert not questions.asks_nothing(build.a_contact(COUNCIL, pressed))


@pytest.mark.parametrize("council", ["bnes", "dorset", "code"])
@given(
    texts=st.lists(SAYS, min_size=1, max_size=3),
    came=st.integers(0, 420 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes)),
    later=st.timedeltas(timedelta(0), timedelta(days=40)),
)
@example(["I'm in care and I want an advocate."], build.at("2026-04-02 16:00"), timedelta(0))
@example(["I'm in care."], build.at("2026-03-06 16:00"), timedelta(days=3))
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_what_is_not_asked_about_an_advocate_would_not_have_come_first(
    council: str, texts: list[str], came: datetime, later: timedelta
) -> None:
    here = build.profile(council)
    contact = build.a_contact(here, *(_one(text, came, n) for n, text in enumerate(texts)))
    now = came + later
    assert waking.wakes_at(contact, here, now) == _of_all(contact, here, now)


def _one(text: str, received: datetime, number: int) -> Message:
    return build.a_message(text, received=received, name=f"message/{number}")


def _of_all(contact: Contact, council: Council, now: datetime) -> datetime | None:
    return waking.wakes_at(contact, council, now, waking.ladders(contact, council, now))
