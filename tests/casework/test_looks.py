"""What is looked for only where one of its words stands is found wherever it is."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.said import called, introductions, thanks, typed
from casework.said.looks import Look, look

LOOKS = (
    typed.NO_ADVOCATE,
    typed.WANTS_ADVOCATE,
    typed.WANTS_SOMEBODY,
    typed.INFORMAL,
    typed.FORMAL,
    thanks.PRAISE,
    introductions.ADVOCATE,
    called.RATHER,
    called.CALLED_IN_FULL,
    called.CALLED,
)
SAID = st.text("abcdefghijklmnopqrstuvwxyz 0123456789", max_size=20)


@pytest.mark.parametrize("wanted", LOOKS)
@given(data=st.data(), before=SAID, after=SAID)
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
def test_whatever_a_pattern_finds_is_found(wanted: Look, data: st.DataObject, before: str, after: str) -> None:
    said = data.draw(st.from_regex(wanted.pattern, alphabet=st.characters(codec="ascii", exclude_categories=["Cc"])))
    text = f"{before} {said} {after}"
    assert bool(look(wanted, text)) == bool(wanted.pattern.search(text))
