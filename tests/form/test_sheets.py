"""Who people are and what they thought: asked of everybody alike, linked to nobody, counted for the year's report."""

import csv
from pathlib import Path
from typing import Any

import pytest

from casework.records.ledger import EqualityForm
from casework.records.sheets import ABOUT_YOU, HOW_WE_DID, NOT_SAID
from store import returned
from store.ledger import keeping
from tests.form.porch import Porch

TICKED: dict[str, Any] = {
    "age": "16-24", "gender": NOT_SAID, "disability": ["Learning", "Mental health"], "religion": "made up",
    "sexual_orientation": "Bisexual",
}  # fmt: skip


async def sent(porch: Porch, path: str, times: int = 1, **typed: Any) -> list[int]:
    visitor = porch.visitor()
    page = await visitor.get(path)
    return [(await visitor.post(path, page.hidden(path) | typed)).status for _ in range(times)]


async def forms(porch: Porch) -> tuple[EqualityForm, ...]:
    return (await porch.database.look(lambda db: keeping.read(db, "bnes"))).equality


@pytest.mark.rule("R918", "R919")
async def test_a_sheet_is_a_line_of_its_year_with_nothing_that_says_whose(porch: Porch) -> None:
    assert await sent(porch, "/about-you/statutory", **TICKED) == [200]
    (form,) = await forms(porch)
    assert (form.year, form.council, form.procedure) == ("2025-26", "bnes", "statutory")
    assert (form.age, form.gender, form.disability) == (("16-24",), (NOT_SAID,), ("Learning", "Mental health"))
    assert form.religion == () and form.ethnicity == ()
    assert await porch.count() == 0


@pytest.mark.rule("R918")
async def test_when_somebody_answered_cannot_be_told_from_what_is_kept(porch: Porch) -> None:
    await sent(porch, "/about-you/statutory", **TICKED)
    morning = await porch.database.look(lambda db: keeping.changed_at(db, "bnes"))
    assert morning is not None and (morning.hour, morning.minute, morning.second) == (0, 0, 0)


@pytest.mark.rule("R917")
async def test_nothing_has_to_be_answered_and_nothing_answered_is_nothing_kept(porch: Porch) -> None:
    assert await sent(porch, "/about-you") == [200] and await forms(porch) == ()


async def test_the_same_sheet_sent_twice_is_one_and_two_alike_are_two(porch: Porch) -> None:
    await sent(porch, "/about-you/statutory", times=2, age="16-24")
    assert len(await forms(porch)) == 1
    await sent(porch, "/about-you/statutory", age="16-24")
    assert len(await forms(porch)) == 2


async def test_what_is_exported_comes_in_again_as_the_same_lines(porch: Porch, tmp_path: Path) -> None:
    for _ in range(2):
        await sent(porch, "/about-you/statutory", age="16-24")
    await porch.database.look(lambda db: keeping.write(db, "bnes", tmp_path))
    with (tmp_path / "equality.csv").open(newline="") as file:
        given = [tuple(line) for line in csv.reader(file)][1:]
    kept = await porch.database.transact(lambda db: keeping.keep(db, "bnes", {"equality": given}, porch.now()))
    assert (kept["equality"].lines, kept["equality"].new) == (2, 0)


@pytest.mark.rule("R919")
def test_the_age_bands_have_no_gaps_and_everything_can_be_left_unsaid() -> None:
    ages = ABOUT_YOU.asked[0].choices
    assert ages == ("Under 16", "16-24", "25-34", "35-44", "45-54", "55-64", "65+", NOT_SAID)
    assert all(NOT_SAID in each.choices for each in ABOUT_YOU.asked)
    assert "None" in next(each for each in ABOUT_YOU.asked if each.name == "disability").choices


async def test_what_people_thought_is_kept_by_the_quarter(porch: Porch) -> None:
    assert await sent(porch, "/how-we-did/corporate", listened="No", words="Call back when you say so.") == [200]
    ((procedure, said),) = await porch.database.look(lambda db: returned.returned(db, "bnes", ("2025-26 Q4",)))
    assert (procedure, said) == ("corporate", {"listened": ["No"], "words": ["Call back when you say so."]})
    assert HOW_WE_DID.asked[0].choices == ("Yes", "A bit", "No")


async def test_a_procedure_that_there_is_not_has_no_page(porch: Porch) -> None:
    assert (await porch.visitor().get("/about-you/BN-7K4Q")).status == 404
