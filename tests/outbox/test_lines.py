"""The page of every line the bot can say is true."""

from outbox import library
from tests.outbox.lines import PAGE, TEMPLATE, approvals, lines, page, template


def test_the_page_shows_every_line_as_it_is_said_today() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `make lines`"


def test_translators_begin_from_every_line_as_it_is_said_today() -> None:
    assert TEMPLATE.read_text("utf-8") == template(), "run `make lines`"


def test_the_page_leaves_no_line_out() -> None:
    shown = {words.name for words in lines()}
    assert {name for name in library.every() if name.startswith("bot.") and name.count(".") == 1} <= shown


def test_nothing_is_approved_that_is_not_there() -> None:
    assert {name for name, _ in approvals()} <= {words.name for words in lines()}
