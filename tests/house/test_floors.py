"""Imports go down, never up, never sideways, never in a circle; a library lives in one room; the rules need nothing but
Python.
"""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

from tests.house import sources


@pytest.mark.slow
def test_imports_go_down_and_a_library_lives_in_one_room() -> None:
    # A process of its own: it silences every logger there is, and other tests listen.
    program = Path(sys.executable).with_name("lint-imports")
    said = subprocess.run(
        [program, "--no-cache"], check=False, cwd=sources.ROOT, capture_output=True, text=True, timeout=300
    )
    assert said.returncode == 0, said.stdout


def test_no_file_asks_for_what_asks_for_it() -> None:
    house = grimp.build_graph(*sources.rooms())
    needs = {module: house.find_modules_directly_imported_by(module) for module in house.modules}
    assert len(needs) > 500, "the whole house was looked at"
    TopologicalSorter(needs).prepare()  # an error names the circle


def test_every_room_is_known_to_the_floors() -> None:
    settings = tomllib.loads((sources.ROOT / "pyproject.toml").read_text())
    assert set(settings["tool"]["importlinter"]["root_packages"]) == sources.rooms()


@pytest.mark.parametrize("path", sources.python(below="casework"), ids=lambda path: path.stem)
def test_the_rules_need_nothing_but_python(path: Path) -> None:
    foreign = {name.partition(".")[0] for name in imported(path)} - set(sys.stdlib_module_names) - {"casework"}
    assert not foreign


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
