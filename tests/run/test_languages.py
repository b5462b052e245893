"""What a council has switched on and nobody has approved is named by `heard check`."""

from run.check import How
from run.check.profile import languages


def test_a_language_of_drafts_is_still_to_do_and_english_is_not() -> None:
    (found,) = languages(("en", "cy"))
    assert found.how is How.TO_DO
    assert "lines in Welsh are drafts and go in English" in found.says


def test_a_language_that_nothing_has_been_put_into_is_named() -> None:
    (found,) = languages(("en", "ti"))
    assert "nothing is there in ti" in found.says
