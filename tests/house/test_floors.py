"""Imports go down, never up, never sideways; a library lives in one room; the rules need nothing but Python."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from importlinter.cli import lint_imports_command

from tests.house import sources


@pytest.mark.slow
def test_imports_go_down_and_a_library_lives_in_one_room() -> None:
    said = CliRunner().invoke(lint_imports_command, ["--no-cache", "--config", str(sources.ROOT / "pyproject.toml")])
    assert said.exit_code == 0, said.output


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
