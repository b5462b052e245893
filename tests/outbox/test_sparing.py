"""A bot that makes only what it meets does all that it did before. Each in a process of its own: here all is made."""

import subprocess
import sys

import pytest

from tests.house.sources import ROOT

ALL_OF_IT = ("tests/bot/test_handlers.py", "tests/outbox/test_telegram.py")
COUNTS = """
from outbox import sparing
sparing.imported()
from aiogram import types
from pydantic import BaseModel
kinds = [vars(types)[name] for name in types.__all__]
made = [kind.__pydantic_complete__ for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
print(len(made), sum(made), types.ChatFullInfo.model_fields["id"].annotation.__name__)
"""
AS_EVER = f"""
import sys, pytest
from outbox import sparing
sparing.imported()
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "-k", "not too_long and not not_there", *{ALL_OF_IT!r}]))
"""


def said(by: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", by], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_of_all_that_telegram_has_next_to_nothing_is_made_before_it_is_met() -> None:
    kinds, made, spoken_of = said(COUNTS).split()
    assert int(kinds) > 300 and int(made) < int(kinds) / 4 and spoken_of == "int"


@pytest.mark.slow
def test_a_bot_that_makes_only_what_it_meets_does_all_that_it_did_before() -> None:
    assert " passed" in said(AS_EVER)
