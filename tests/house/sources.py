"""The files of the house: what git keeps, or would."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def kept() -> tuple[Path, ...]:
    """Every file that is tracked, or new and not ignored, and still there."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    return tuple(ROOT / name for name in sorted(set(listed)) if name and (ROOT / name).is_file())


def python(*, below: str = "") -> list[Path]:
    """The Python files, of one room or of all."""
    return [path for path in kept() if path.suffix == ".py" and path.is_relative_to(ROOT / below)]


def rooms() -> set[str]:
    """The folders that hold the program."""
    tops = {path.relative_to(ROOT).parts[0] for path in python() if path.parent != ROOT}
    return tops - {"tests", "docs", "ops"}
