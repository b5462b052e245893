"""What was learnt, at the desk: agreed, due, done with proof or not done; and whether the person has been told."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from casework.actions import Action, Level, Status
from casework.cases import Outcome
from store import returned
from tests.build import a_case
from tests.conftest import Moment
from tests.desk.office import Office, council

ACTIONS = (
    Action(1, "stage1", "Ring before a visit is cancelled.", "priya", date(2026, 2, 27), level=Level.TEAM,
           status=Status.AGREED, agreed=date(2026, 2, 20)),
    Action(2, "stage1", "=Share notes.", "TM", date(2026, 3, 30), level=Level.SERVICE, status=Status.DONE,
           agreed=date(2026, 2, 20), done=date(2026, 3, 1), evidence="Minutes of 1 March."),
    Action(3, "stage1", "A new form.", "HoS", date(2026, 4, 30), level=Level.INDIVIDUAL,
           status=Status.NOT_IMPLEMENTED, agreed=date(2026, 2, 20), reason="Too dear."),
)  # fmt: skip


async def learnt(office: Office) -> str:
    case = a_case(council())
    issue = replace(case.issues[0], outcome=Outcome.UPHELD)
    person = replace(case.complainant, verified=True)
    await office.keeps(replace(case, actions=ACTIONS, issues=(issue,), people=(person, *case.people[1:])))
    return case.reference


@pytest.mark.rule("R399", "R803")
async def test_every_action_stands_there_with_its_state_and_proof_the_soonest_first(
    office: Office, now: Moment
) -> None:
    reference = await learnt(office)
    mina = await office.signed_in("mina")
    page = await mina.get("/learning")
    assert page.all("td[data-label=State] .govuk-tag") == ["Late", "Done", "Not done"]
    assert page.all("th[scope=row] a") == [reference] * 3 and "Sunday 1 March Proof: Minutes of 1 March." in page.words
    assert "Too dear." in page.words and "Team manager" in page.words
    late = await mina.get("/learning?show=late")
    assert late.all("td[data-label=Action]") == ["Ring before a visit is cancelled.(team)"]
    by_state = await mina.get("/learning?sort=state&level=service")
    assert by_state.all("td[data-label=State] .govuk-tag") == ["Done"] and by_state.one("[aria-sort]").text() == "State"
    table = (await mina.get("/learning/table.csv?show=done")).answer
    assert table.text.splitlines()[1].split(",")[:4] == [reference, "Stage 1", "'=Share notes.", "Service"]


@pytest.mark.rule("R399")
async def test_whoever_complained_is_told_what_changed_and_the_list_says_when(office: Office) -> None:
    reference = await learnt(office)
    mina = await office.signed_in("mina")
    page = await mina.get("/learning?show=to_tell")
    link = str(page.one("td[data-label='Person told'] a").attributes["href"])
    assert link == f"/cases/{reference}#tell_learning"
    await mina.get(link.partition("#")[0])
    assert (await mina.send("tell_learning", action_text="share notes after each meeting")).status == 303
    assert "email.learning_done" in await office.queued(reference)
    assert "No action like that" in (await mina.get("/learning?show=to_tell")).words
    assert (await mina.get("/learning?show=done")).all("td[data-label='Person told']") == ["Monday 2 March"]


@pytest.mark.rule("R602")
async def test_nobody_sees_what_was_learnt_from_a_case_that_names_them(office: Office) -> None:
    reference = await learnt(office)
    await office.keeps(replace(await office.case(reference), excluded=frozenset({"hana"})))
    hana = await office.signed_in("hana")
    assert reference not in (await hana.get("/learning")).words


@pytest.mark.rule("R918", "R920", "RD16")
async def test_what_people_thought_is_shown_by_the_quarter_once_nobody_can_tell_whose_it_is(
    office: Office, now: Moment
) -> None:
    async def say(count: int, listened: str) -> None:
        for number in range(count):
            said = {"listened": (listened,), "words": (f"{listened}, and ring me.",)}
            await office.database.transact(
                partial(returned.thoughts, council="bnes", answers=said, procedure="statutory",
                        once=f"{listened} {number}", now=now())
            )  # fmt: skip

    mina = await office.signed_in("mina")
    assert "Nobody has answered" in (await mina.get("/thoughts")).words
    await say(4, "Yes")
    page = await mina.get("/thoughts")
    assert "Fewer than 5 answers" in page.words and "ring me" not in page.words
    await say(2, "No")
    page = await mina.get("/thoughts")
    assert page.all("h2") == ["2025-26 Q4"] and "6 answers" in page.words
    assert page.all("tbody tr:first-child td") == ["4", "0", "2"]
    assert page.words.count("ring me") == 6
