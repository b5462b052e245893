"""What the code cites can be looked up."""

from tests.house import rules


def test_every_rule_that_the_code_cites_stands_in_the_rulebook() -> None:
    assert not rules.cited() - set(rules.written())


def test_every_rule_that_a_test_names_stands_in_the_rulebook() -> None:
    assert not rules.tested() - set(rules.written())
