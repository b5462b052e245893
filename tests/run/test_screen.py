"""The chat at a terminal is easy to look at: narrow, with a bar beside what the bot says and its buttons as numbers."""

import re
from io import StringIO

from rich.console import Console

from bot.terminal.chat import Heard
from run.screen import Coloured
from tests.conftest import Moment


def shown(now: Moment, heard: Heard) -> str:
    out = StringIO()
    Coloured(Console(file=out, force_terminal=True, width=40, highlight=False, color_system="standard"), now).heard(
        heard
    )
    return out.getvalue()


def bare(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*[mK]", "", text).replace("\r", "")


def test_every_line_stands_beside_the_bar_and_the_buttons_are_numbered(now: Moment) -> None:
    said = bare(shown(now, Heard("Do you want an advocate? " * 3, (("Yes please", "1"), ("Skip", "2")))))
    assert said.startswith("heard · 09:30\n")
    assert all(line.startswith("│ ") and len(line) <= 40 for line in said.splitlines()[1:-2])
    assert "│  1  Yes please" in said and "│  2  Skip" in said
    assert said.endswith("\n\nyou ▸ ")


def test_the_numbers_to_call_stand_out(now: Moment) -> None:
    assert "\x1b[1;33m999\x1b" in shown(now, Heard("In danger now? Call 999."))


def test_arabic_is_left_in_the_order_in_which_it_is_read(now: Moment) -> None:
    assert "هل أنت بأمان" in bare(shown(now, Heard("\u200fهل أنت بأمان الآن؟")))
