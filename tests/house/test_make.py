"""`make` on a machine that lacks something says what, in words for somebody who does not know Python."""

import subprocess
from pathlib import Path

import pytest

from tests.house.sources import ROOT


@pytest.mark.parametrize(
    ("python", "says"), [("/nowhere/python3", "/nowhere/python3 is none of them."), ("", "found none of them.")]
)
def test_without_a_python_that_fits_nothing_is_set_up_and_it_says_so(tmp_path: Path, python: str, says: str) -> None:
    asked = ["make", f"VENV={tmp_path / 'venv'}", f"PYTHON={python}", "test"]
    made = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode and f"Heard needs Python 3.11, 3.12 or 3.13, and {says}\n" in made.stdout
    assert not (tmp_path / "venv").exists()
