"""The guide for complaints managers, followed word for word in a folder of its own: what it shows is what one sees."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.house.sources import ROOT

pytestmark = pytest.mark.slow

GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
EDITED = ("councils", "outbox")
ROOMS = ("casework", "store", "intake", "classifier", "patterns", "bot", "form", "desk", "reports", "scheduler", "run")


GONE = ("safety numbers", "safety rota", "TO DO  staff", "TO DO  profile")
"""What `heard check` no longer says once numbers, rota and people are there."""


def _installed(folder: Path) -> Path:
    """Heard as somebody finds it: what they edit is theirs, the rest is the program."""
    for name in ROOMS:
        (folder / name).symlink_to(ROOT / name)
    for name in EDITED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "config.yaml", folder)
    (folder / "bin").mkdir()
    heard = folder / "bin" / "heard"
    heard.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m run "$@"\n')
    heard.chmod(0o755)
    return folder


def _typed(folder: Path, commands: str) -> str:
    """What is seen after typing the lines of a grey box."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("HEARD_", "PYTEST_"))}
    done = subprocess.run(
        ["sh", "-c", commands], cwd=folder, capture_output=True, text=True, timeout=240, check=False,
        env=clean | {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(folder)},
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


def _edited(folder: Path, block: str) -> None:
    """A file in which each of the block's sections stands in the place of the one of that name."""
    name, _, sections = block.partition("\n")
    path = folder / name.removeprefix("# ")
    kept = path.read_text(encoding="utf-8")
    for section in re.split(r"^(?=\w)", sections, flags=re.MULTILINE):
        if section:
            key = section.partition(":")[0]
            kept = re.sub(rf"^{key}:.*\n(?:[ #].*\n|\n)*", "", kept, flags=re.MULTILINE) + section
    today = datetime.now(UTC).date().isoformat()  # noqa: TID251 the guide says: write the day on which you rang them
    path.write_text(re.sub(r"(checked: )\d{4}-\d\d-\d\d", rf"\g<1>{today}", kept), encoding="utf-8")


def _changed(folder: Path, block: str) -> None:
    name, minus, plus = block.strip().split("\n")
    path = folder / name.removeprefix("# ")
    before = path.read_text(encoding="utf-8")
    assert before.count(minus[1:]) == 1, minus
    path.write_text(before.replace(minus[1:], plus[1:]), encoding="utf-8")


def _unseen(shown: str, seen: str) -> Iterator[str]:
    """The lines of the guide that are not what one sees; `…` is anything, a gap any gap."""
    seen = " ".join(seen.replace("\t", " ").split())
    for line in shown.strip().splitlines():
        pattern = ".*?".join(re.escape(" ".join(part.split())) for part in line.split("…"))
        if not re.search(pattern, seen):
            yield line


def test_whoever_follows_the_guide_sees_what_it_shows(tmp_path: Path) -> None:
    folder, seen, checks = _installed(tmp_path), "", list[str]()
    blocks = re.findall(r"^```(sh|yaml|diff|text)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert [kind for kind, _ in blocks].count("text") >= 10
    for kind, block in blocks:
        if kind == "sh":
            seen = _typed(folder, block)
        elif kind == "yaml":
            _edited(folder, block)
        elif kind == "diff":
            _changed(folder, block)
        else:
            assert list(_unseen(block, seen)) == [], seen
            if "reference_prefix" not in block:
                assert "WRONG" not in seen, seen
        if block == "heard check\n":
            checks.append(seen)
    assert [each for each in GONE if each not in checks[0] or each in checks[1]] == []
