"""`heard …` as a person at a terminal calls it: a process, its exit code, what it printed and what it complained of."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from casework.frozen import frozen
from tests.wire.process import ROOT


@frozen
class Answered:
    """What came of it."""

    code: int
    out: str
    wrong: str

    @property
    def objects(self) -> list[Any]:
        """One a line, as the contract says."""
        return [json.loads(line) for line in self.out.splitlines()]

    def __str__(self) -> str:
        return f"{self.code}: {self.out}\n{self.wrong}"


def heard(
    *words: object, folder: Path = ROOT, typed: bytes = b"", environment: Mapping[str, str] | None = None
) -> Answered:
    """Call it, and wait."""
    return _run([sys.executable, "-m", "run", *map(str, words)], folder, typed, environment or {})


def called(words: str, folder: Path) -> Answered:
    """The same from a shell, with what a shell does to its standard input and output."""
    return _run(["sh", "-c", f"{sys.executable} -m run {words}"], folder, b"", {})


def _run(command: list[str], folder: Path, typed: bytes, environment: Mapping[str, str]) -> Answered:
    bare = {key: value for key, value in os.environ.items() if not key.startswith("HEARD_")}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**bare, "PYTHONPATH": str(ROOT), **environment},
        input=typed,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Answered(done.returncode, done.stdout.decode(), done.stderr.decode())
