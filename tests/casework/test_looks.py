"""What is looked for only where one of its words stands, and where it may begin, is found wherever it is."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.said import called, introductions, thanks, typed
from casework.said.bare import bare
from casework.said.looks import Look, first, look, stands

IN_BARE_WORDS = (
    typed.NO_ADVOCATE,
    typed.WANTS_ADVOCATE,
    typed.WANTS_SOMEBODY,
    typed.INFORMAL,
    typed.FORMAL,
    thanks.PRAISE,
    thanks.NEVER_COMPLAINED,
    introductions.ADVOCATE,
    introductions.PARENT,
    introductions.OTHER,
    introductions.YOUNG,
    introductions.OF_AN_AGE,
    introductions.AGED,
)
AS_WRITTEN = (called.RATHER, called.CALLED_IN_FULL, called.CALLED, introductions.APPOSED)
SAID = st.text("abcdefghijklmnopqrstuvwxyz 0123456789", max_size=20)
ASCII = st.characters(codec="ascii", exclude_categories=["Cc"])


def anything_with(data: st.DataObject, wanted: Look) -> str:
    """Words among which it may stand."""
    said = data.draw(st.from_regex(wanted.pattern, alphabet=ASCII))
    return f"{data.draw(SAID)} {said} {data.draw(SAID)}"


@pytest.mark.parametrize("wanted", IN_BARE_WORDS)
@given(data=st.data())
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
def test_whatever_stands_in_the_bare_words_is_found(wanted: Look, data: st.DataObject) -> None:
    text = anything_with(data, wanted)
    assert stands(wanted, text) == bool(wanted.pattern.search(bare(text)))


@pytest.mark.parametrize("wanted", AS_WRITTEN)
@given(data=st.data())
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
def test_whatever_stands_as_it_was_written_is_found(wanted: Look, data: st.DataObject) -> None:
    text = anything_with(data, wanted)
    assert bool(look(wanted, text)) == bool(wanted.pattern.search(text))


def test_what_may_begin_in_several_ways_is_found_where_it_stands_first() -> None:
    said = "I am writing on behalf of K, 15. I am the advocate for M, 14."
    found, plainly = first(introductions.FOR_THEM, said), introductions.FOR_THEM.pattern.search(said)
    assert found is not None
    assert plainly is not None
    assert found.span() == plainly.span()
