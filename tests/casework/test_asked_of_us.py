"""Mail is read whole only where a rule asks for it: what it asks of us is never passed over."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from casework import questions
from casework.arrive import arrive
from casework.arrive.filing import placed
from casework.choices import Act
from casework.letters import Posted, Said
from casework.messages import Message, Sort
from casework.said import typed
from casework.said.answers import Slot
from casework.said.commands import WORDS
from casework.said.sayings import SAYINGS
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
LETTERS = ("email.receipt_auto", "email.ack_correspondence", "bot.checkin", "bot.danger_more", "email.survey_yp")
SAYS = st.one_of(
    st.sampled_from([word for words in WORDS.values() for word in words]),
    *(st.from_regex(said, fullmatch=True) for said in SAYINGS.values()),
    *(st.from_regex(look.pattern) for look in (typed.NO_ADVOCATE, typed.WANTS_ADVOCATE, typed.WANTS_SOMEBODY)),
    st.sampled_from(["yes", "no ta", "skip", "07700 900123", "I'm 15", "My name is Ana", "Is anybody there?"]),
    st.sampled_from(SAID),
    st.text(max_size=60),
)


@given(
    texts=st.lists(st.lists(SAYS, min_size=1, max_size=2).map("\n".join), min_size=1, max_size=3),
    told=st.lists(st.sampled_from(LETTERS), max_size=2),
)
@example(["my name is Ana and nobody calls me back", "no ta"], ["email.receipt_auto"])
@example(["my name is Ana and nobody calls me back", "yes"], [])
@example(["nobody calls me back", "yes"], ["bot.checkin"])
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
def test_mail_that_is_not_read_whole_asks_nothing_of_us(texts: list[str], told: list[str]) -> None:
    mails = [_one(text, FIRST, number) for number, text in enumerate(texts)]
    said = tuple(Said(words, words, build.FAMILY, FIRST, Posted.SENT, after=1) for words in told)
    contact = build.a_contact(COUNCIL, *mails, said=said)
    if questions.asks_nothing(contact):
        read = questions.answers(contact).readings[-1]
        assert (read.command, read.act, read.of, read.late) == (None, None, "", False)
        assert Slot.ADVOCATE not in read.filled


@pytest.mark.parametrize("text", ["I want an advocate please.", "get me an advocate", "talk to a person"])
def test_what_a_first_mail_asks_is_somebody_s_task(text: str) -> None:
    found = arrive(build.a_message(text), None, COUNCIL, "BN-7K4Q", build.at("2026-03-02 09:31"), signs=SIGNS)
    assert [each.words for each in found.letters if each.staff] == ["staff.step_due"]


def test_of_an_ordinary_mail_nobody_reads_more_and_of_an_answer_they_do() -> None:
    first, more = build.a_message("My social worker cancelled again."), build.a_message("no thanks")
    assert placed(first, build.a_contact(COUNCIL, first)).latest is questions.MORE
    both = build.a_contact(COUNCIL, first, more)
    assert placed(more, both).latest == questions.answers(both).readings[-1] != questions.MORE
    pressed = build.a_message("Sorry, which?", sort=Sort.PRESS)
    assert not questions.asks_nothing(build.a_contact(COUNCIL, pressed))
    asked = Said("letter/1", "bot.checkin", build.FAMILY, FIRST, Posted.SENT, after=1)
    assert not questions.asks_nothing(build.a_contact(COUNCIL, first, said=(asked,)))


@pytest.mark.parametrize(
    ("asked", "typed_yes", "typed_no"),
    [
        ("bot.sign_adult", Act.PASS_ON, Act.NO), ("bot.sign_councillor", Act.PASS_ON, Act.NO),
        ("bot.sign_other_council", Act.PASS_ON, Act.NO), ("bot.sign_records", Act.YES, Act.NO),
        ("bot.checkin", Act.YES, Act.NO),
    ],
)  # fmt: skip
def test_a_typed_yes_or_no_is_the_button(asked: str, typed_yes: Act, typed_no: Act) -> None:
    said = (Said("letter/1", asked, build.FAMILY, FIRST, Posted.SENT, after=1),)
    for text, meant in (("yeah", typed_yes), ("nah", typed_no)):
        contact = build.a_contact(COUNCIL, _one("My bus pass never came.", FIRST, 1), _one(text, FIRST, 2), said=said)
        read = questions.answers(contact).readings[-1]
        assert (read.of, read.act) == (asked, meant)


def _one(text: str, received: datetime, number: int) -> Message:
    return build.a_message(text, received=received, name=f"message/{number}")
