"""A test that was not run is named; in CI it is a failure. And no test speaks to anyone but this machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT

CONFTEST = """
from tests.conftest import *
from tests import conftest
conftest.SERVERS["abacus"] = (lambda: False, "abacus-server")
"""
TESTS = """
import pytest
@pytest.mark.requires("abacus")
def test_it_counts(): pass
def test_it_adds(): pass
"""


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_abacus.py").write_text(TESTS)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  requires: a server\n")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:asyncio", str(folder)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "REQUIRE_ALL": "", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_was_not_run_is_listed_with_the_one_line_that_makes_it_run(tmp_path: Path) -> None:
    said = run(tmp_path)
    assert said.returncode == 0
    assert "abacus: 1 test\n" in said.stdout
    assert "To run them: apt-get install abacus-server" in said.stdout


def test_in_ci_a_missing_server_is_a_failure(tmp_path: Path) -> None:
    said = run(tmp_path, REQUIRE_ALL="1")
    assert said.returncode == 1
    assert "abacus is not on this machine" in said.stdout


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "mail.example"])
def test_no_test_speaks_to_another_machine(host: str) -> None:
    for event, arguments in (("socket.connect", (None, (host, 25))), ("socket.getaddrinfo", (host, 25, 0, 0, 0))):
        with pytest.raises(RuntimeError, match="leave this machine"):
            sys.audit(event, *arguments)
