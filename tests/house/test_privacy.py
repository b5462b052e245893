"""The privacy notice and the impact assessment say what is so: what is kept, how long, who sees it."""

from datetime import timedelta

import pytest

from casework.people import What
from run.config import names
from store import unsaved
from tests.house import papers
from tests.house.sources import ROOT
from tests.outbox.ruler import measure

NOTICE = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
ASSESSMENT = (ROOT / "docs" / "impact.md").read_text(encoding="utf-8")
YOUNG = NOTICE.partition("## If you are a young person")[2].partition("## For everybody")[0]
LEFT = "And what is left of each table: labels, days and counts."


def columns(heading: str) -> list[str]:
    """The columns that the table below that heading names."""
    rows = papers.rows(ASSESSMENT, heading)
    return [f"{table}.{column}" for row in rows for table in papers.named(row[0]) for column in papers.named(row[1])]


@pytest.mark.rule("R902")
def test_every_column_of_the_database_is_in_the_assessment_as_somebodys_or_as_nobodys() -> None:
    somebodys, nobodys = columns("## 3. What is kept"), columns(LEFT)
    assert len(set(somebodys + nobodys)) == len(somebodys + nobodys)
    assert set(somebodys + nobodys) == papers.columns()
    assert papers.sealed() <= set(somebodys), "what lies sealed is somebody's"


def test_every_table_says_until_when_it_is_kept() -> None:
    assert all(row[2] and row[3] for row in papers.rows(ASSESSMENT, "## 3. What is kept"))


@pytest.mark.rule("R906", "R907", "R908", "R909", "R910", "R911", "R912", "R913", "R914", "R915")
@pytest.mark.parametrize("council", names())
def test_the_notice_says_how_long_as_every_profile_has_it(council: str) -> None:
    rows = papers.rows(NOTICE, "### How long we keep it")
    said = {name: tuple(row[1:]) for row in rows for name in papers.named(row[0])}
    assert said == papers.kept(council)


@pytest.mark.rule("R526")
def test_the_assessment_says_who_sees_what_as_the_rules_have_it() -> None:
    rows = [tuple(row) for row in papers.rows(ASSESSMENT, "## 4. Who sees it")]
    assert rows == list(papers.seen())
    assert all(len(row) == 1 + len(What) for row in rows)


@pytest.mark.rule("R902", "R903")
def test_a_young_person_can_read_their_part_of_the_notice() -> None:
    measured = measure(YOUNG.replace("*", ""))
    assert measured.age <= 11 and measured.longest <= 20
    for said in ("Telegram also holds your chat", "It can't decide", "We try to tell you first", "within one month"):
        assert said in YOUNG


def test_the_notice_says_for_how_long_a_form_that_nobody_saved_is_kept() -> None:
    assert timedelta(days=7) == unsaved.KEPT and "for them alone for seven days" in NOTICE
