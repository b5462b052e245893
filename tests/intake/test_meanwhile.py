"""While one waits for another process the next is at work; few wait at once; what comes of all is in their order."""

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import meanwhile, pages
from tests.intake.test_enclosed import a_pdf
from tests.intake.test_pages import ENDLESS, HARM

each = partial(meanwhile.each, seconds=60.0, at_once=3)


def waits_for(event: threading.Event) -> bool:
    with meanwhile.waiting():
        return event.wait(20)


def said(event: threading.Event) -> bool:
    event.set()
    return True


def test_while_one_waits_the_next_are_done_and_what_comes_of_them_is_in_their_order() -> None:
    first, second = threading.Event(), threading.Event()
    works: list[Callable[[], object]] = [
        lambda: waits_for(first), lambda: "plain", lambda: waits_for(second), lambda: said(second), lambda: said(first),
    ]  # fmt: skip
    assert each(lambda work: work(), works) == [True, "plain", True, True, True]


def test_a_pdf_made_to_be_read_for_ever_keeps_no_other_waiting() -> None:
    ends: list[str] = []

    def words(content: bytes) -> str:
        found = pages.words(content, 1.5).strip()
        ends.append("endless" if content is ENDLESS else found)
        return found

    assert each(words, [ENDLESS, a_pdf("One."), a_pdf("Two.")]) == [HARM, "One.", "Two."]
    assert ends[-1] == "endless"


@given(st.lists(st.integers(0, 3), max_size=12), st.integers(1, 4))
def test_one_works_at_a_time_and_no_more_than_so_many_are_begun(waits: list[int], at_once: int) -> None:
    turn, begun, most = threading.Lock(), list[int](), 0

    def work(times: int) -> int:
        nonlocal most
        begun.append(times)
        most = max(most, len(begun))
        for _ in range(times + 1):
            assert turn.acquire(blocking=False), "nobody else is at work"
            time.sleep(0)  # so that somebody else would be, if they could
            turn.release()
            with meanwhile.waiting():
                pass
        begun.remove(times)
        return times

    assert each(work, waits, at_once=at_once) == waits
    assert most <= at_once


@pytest.mark.parametrize("count", [1, 5])
def test_when_its_time_is_over_nothing_more_is_begun_and_one_was(count: int) -> None:
    def work(number: int) -> int:
        with meanwhile.waiting():
            return number

    assert each(work, range(count), seconds=-1.0) == [0]
    assert each(work, []) == []


def test_who_waits_outside_of_any_turn_only_waits() -> None:
    with meanwhile.waiting():
        assert each(lambda number: number, [1, 2]) == [1, 2]
    assert waits_for(_set())


def _set() -> threading.Event:
    found = threading.Event()
    found.set()
    return found
