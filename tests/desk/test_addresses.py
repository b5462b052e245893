"""References that a council brought with its spreadsheets stand in addresses too, whatever is in them."""

from dataclasses import replace
from urllib.parse import unquote

import pytest

from desk.addresses import from_address, in_address
from tests import build
from tests.desk.office import Office, council

AWKWARD = ("OLD/2026 7", "a~1b", "~", "S1/~0/é", "BN-7K4Q", "x&y=z;", "..")


@pytest.mark.parametrize("reference", AWKWARD)
def test_a_reference_comes_out_of_an_address_as_it_went_in(reference: str) -> None:
    assert "/" not in in_address(reference) and in_address(reference).strip(".")
    assert from_address(unquote(in_address(reference))) == reference


async def test_a_case_whose_reference_holds_a_stroke_and_a_space_is_opened_from_the_list_and_worked_on(
    office: Office,
) -> None:
    await office.keeps(replace(build.a_case(council()), reference="OLD/2026 7", contact=""))
    mina = await office.signed_in("mina")
    link = (await mina.get("/cases")).one("th[scope=row] a").attributes["href"]
    page = await mina.get(str(link))
    assert (page.status, link) == (200, "/cases/OLD~12026%207") and "OLD/2026 7" in page.all("h1")[0]
    done = await mina.send("verify", how="rang")
    assert (done.status, done.where) == (303, str(link))
    assert (await office.case("OLD/2026 7")).complainant.verified
    assert (await office.stranger().get(str(link))).where == "/sign-in?next=/cases/OLD~12026%207"
    assert ("mina", "opened", "OLD/2026 7") in await office.record()
