"""What the code cites can be looked up, and what the rulebook says is shown by a test."""

from tests.house import rules

WHOLE = 800
"""Sections 0 to 7: how people are treated. Each of their rules has a test; what the others lack, `make rules` lists."""


def test_every_rule_that_the_code_cites_stands_in_the_rulebook() -> None:
    assert not rules.cited() - set(rules.written())


def test_every_rule_that_a_test_names_stands_in_the_rulebook() -> None:
    assert not rules.tested() - set(rules.written())


def test_no_rule_of_how_people_are_treated_is_without_a_test() -> None:
    named = rules.tested()
    of_people = [number for number in rules.written() if number[0] in "RW" and number[1:].isdigit()]
    assert not [number for number in of_people if int(number[1:]) < WHOLE and number not in named]


def test_every_edge_case_is_a_test_that_bears_its_number() -> None:
    there = {number for number in rules.written() if number.startswith("X")}
    assert len(there) == 68 and there == rules.edge_cases()
