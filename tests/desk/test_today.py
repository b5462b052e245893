"""Today: each person's own lines, and no way into a case that they may know only in outline."""

from dataclasses import replace

import pytest

from tests import build
from tests.build import a_contact, at
from tests.desk.office import Office, council


@pytest.mark.rule("R605", "R622", "R526")
async def test_a_manager_reads_what_they_owe_and_leads_from_there_to_the_case(office: Office) -> None:
    case = build.a_case(council(), a_contact(council()))
    office.now.at = at("2026-03-10 09:00")
    await office.keeps(
        case, replace(case, reference="BN-2222", contact="contact/2", messages=(), excluded=frozenset({"priya"}))
    )
    priya = await office.signed_in("priya")
    page = await priya.get("/today")
    assert set(page.all("tbody th a")) == {"BN-7K4Q"}, "nothing of what they are complained of in (R602)"
    assert "The reply" in page.words and "Monday 16 March" in page.words
    dee = await office.signed_in("dee")
    assert "Nothing is owed by you today." in (await dee.get("/today")).words
