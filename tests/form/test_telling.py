"""The first box: kept at once, answered with a number and a secret word, and nothing typed is ever lost."""

import pytest

from tests.form.porch import Porch

CANCELLED = "My social worker cancelled again."


@pytest.mark.rule("R123")
async def test_one_line_is_enough_for_a_number_a_secret_word_and_a_clock(porch: Porch) -> None:
    page = await porch.visitor().tells(CANCELLED)
    assert page.status == 200 and page.word
    contact = await porch.contact(page.number)
    assert [each.text for each in contact.messages] == [CANCELLED]
    assert {each.name for each in contact.clocks} == {"s1_statutory", "triage"}
    assert "Four quick questions. Skip any you like." in page.words
