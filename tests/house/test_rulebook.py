"""The rulebook says what is applied: every number cited can be looked up, and no figure stands there differently."""

import re
from itertools import chain

import pytest

from casework.councils import Council, Unit
from run.config import load_council, names
from tests.house import rules, sources

KINDS = {".py", ".yaml", ".toml", ".txt", ".html", ".css"}
"""Files where a rule may be cited. The corpus and the model are data, and what they hold only looks like a rule."""

RULE = re.compile(r"\bR(?!999)\d{3}\b")
"""A rule's number. Tests use R999 because there is no such rule."""

COLUMNS = 8
"""Columns of the rulebook's table of clocks, after the rule's number."""

BOOK = rules.written()
ALL = {name: load_council(name) for name in names()}
each_council = pytest.mark.parametrize("council", ALL.values(), ids=ALL.keys())


def cited() -> set[str]:
    """Every rule that code, councils' files, words, pages or tests cite; locks hold digests, and no rules."""
    read = (path for path in sources.kept() if path.suffix in KINDS and not path.name.startswith("requirements"))
    return set(chain.from_iterable(RULE.findall(path.read_text(encoding="utf-8")) for path in read))


def says(figure: int, text: str) -> bool:
    return re.search(rf"(?<![\d.,]){figure}(?![\d.,]\d)", text) is not None


def lengths(rule: str) -> tuple[str, str]:
    """What its row says of how long, and how long at most: two columns in the table of clocks, elsewhere the row."""
    cells = BOOK[rule].split("|")
    return (cells[2], cells[3]) if len(cells) == COLUMNS else (BOOK[rule], BOOK[rule])


def test_every_rule_that_anything_cites_can_be_looked_up() -> None:
    assert not cited() - set(BOOK)


def test_every_rule_stands_in_the_rulebook_once() -> None:
    rows = re.findall(rf"^\| ({rules.NUMBER}) \|", rules.RULEBOOK.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == len(set(rows)) == len(BOOK)


@each_council
def test_every_clock_has_its_name_and_its_figures_in_the_row_of_its_rule(council: Council) -> None:
    for clock in council.clocks.values():
        length, longest = lengths(clock.rule)
        assert f"`{clock.name}`" in BOOK[clock.rule], clock.name
        assert clock.unit is Unit.STATED or says(clock.length, length), clock.name
        assert clock.extend_to is None or says(clock.extend_to, longest), clock.name


@each_council
def test_every_chase_and_every_offer_of_an_advocate_is_named_in_the_row_of_its_rule(council: Council) -> None:
    ladder = [(rung.name, rung.rule) for rung in council.ladder.values()]
    offers = [(step.name, step.rule) for step in council.advocacy.values()]
    for name, rule in ladder + offers:
        assert f"`{name}`" in BOOK[rule], name


@each_council
def test_how_an_alarm_climbs_is_as_the_rulebook_says(council: Council) -> None:
    safety = council.safety
    assert all(says(climb.minutes, BOOK["R706"]) for climb in safety.climb if climb.minutes)
    assert says(safety.screen_seconds, BOOK["R702"]) and says(safety.first_action_minutes, BOOK["R706"])
    assert says(safety.acknowledge_minutes, BOOK["R707"]) and f"{safety.acknowledge_by:%H:%M}" in BOOK["R707"]
