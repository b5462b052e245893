"""How many were asked, and how many answered, for the year's report; never who (R918, R919, RD16)."""

from datetime import date

import pytest
from sqlalchemy import Engine

from casework.changes import Change
from casework.letters import Letter
from casework.records.beyond import EqualityAsked, Feedback
from casework.time_passes.inviting import EQUALITY, SURVEY_ADULT, SURVEY_YOUNG
from store import changes, outbox, returned
from store.database import Connection
from tests.store.examples import NOON, a_case, a_letter

CASE = a_case()


def asked(words: str) -> Letter:
    return a_letter(words=words, about=CASE.reference)


def sent(db: Connection, *letters: Letter) -> None:
    changes.save(db, Change(cases=(CASE,), letters=letters), NOON)
    for letter in outbox.claim(db, CASE.council, NOON, {letters[0].to.channel: len(letters)}):
        outbox.sent(db, letter, NOON, words_sent="Hello", far_id="")


@pytest.mark.rule("R919", "RD16")
def test_who_was_asked_is_counted_by_procedure_once_the_letter_has_left(engine: Engine) -> None:
    with engine.connect() as db:
        waiting = a_letter(words=EQUALITY, about=CASE.reference)
        sent(db, asked("email.ack_next_stage"), asked(EQUALITY), asked(SURVEY_YOUNG), asked(SURVEY_ADULT))
        changes.save(db, Change(letters=(waiting,)), NOON)
        found = returned.beyond(db, CASE.council)
    assert found.asked == (EqualityAsked("2025-26", CASE.procedure),)
    assert found.feedback == (Feedback(NOON.date(), None),) * 2


@pytest.mark.rule("R918", "RD16")
def test_a_sheet_that_came_is_of_its_quarter_and_of_no_day(engine: Engine) -> None:
    with engine.connect() as db:
        for once in ("one", "two", "one"):
            returned.thoughts(db, CASE.council, {"listened": ("Yes",)}, procedure="statutory", once=once, now=NOON)
        returned.equality(db, CASE.council, {"age": ("16-24",)}, procedure="statutory", once="three", now=NOON)
        found = returned.beyond(db, CASE.council)
    assert found.feedback == (Feedback(None, date(2026, 1, 1)),) * 2 and found.asked == ()
