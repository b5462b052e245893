"""Whoever reads a message for its sense tells nobody of it, and leaves nothing behind."""

import os
import subprocess
import sys
from pathlib import Path

from tests.house.sources import ROOT

ASKS = """
from classifier.suggest import load
from run.models import MODEL
print(load(MODEL)("My carer locks the fridge."))
"""


def test_the_program_that_reads_keeps_no_account_of_itself_and_tells_its_maker_nothing(tmp_path: Path) -> None:
    clean = {name: said for name, said in os.environ.items() if not name.startswith(("ORT_", "XDG_"))}
    done = subprocess.run(
        [sys.executable, "-c", ASKS], cwd=ROOT, env=clean | {"HOME": str(tmp_path)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "elemetry" not in done.stderr
    assert [str(each) for each in tmp_path.rglob("*")] == [], "it writes down what it will tell"
