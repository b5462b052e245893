"""The runbook has a section for every trouble that the program can report, each with what to do and when it is over."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum

import pytest

import bot.worker
import intake.mailbox
from run.logs import ROOMS
from tests.house.sources import ROOT, python

TEXT = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
PLAIN = " ".join(TEXT.split())
SECTIONS = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]

LEARNING = "classifier/"
"""Only who trains a model reads what that says."""


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.partition("\n")[0])
def test_each_section_says_what_it_means_what_to_do_first_and_when_it_is_over(section: str) -> None:
    told = re.findall(r"^\*\*(Means|First|Over when)\.\*\* \S", section, re.MULTILINE)
    assert told == ["Means", "First", "Over when"]


@pytest.mark.parametrize("kind", [bot.worker.Trouble, intake.mailbox.Trouble], ids=["telegram", "mailbox"])
def test_every_trouble_of_a_far_end_has_its_section(kind: type[StrEnum]) -> None:
    assert [each.value for each in kind if f"`{each.value}`" not in PLAIN] == []


def _said_of_parts() -> Iterator[str]:
    """The beginning of each sentence that a part says of itself when it cannot work."""
    told = {"_why", "_silence"}
    for path in python(below="run"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "trouble":
                yield from _sentences(node)
            if isinstance(node, ast.FunctionDef) and node.name in told:
                yield from _sentences(node)


def _sentences(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.count(" ") >= 2:
            yield each.value.strip(" (;")


def test_everything_a_part_says_of_itself_has_its_section() -> None:
    found = set(_said_of_parts())
    assert {"the last one failed", "nothing can be written to it"} <= found
    assert [each for each in sorted(found) if each not in PLAIN] == []


def test_whatever_is_said_of_a_key_that_is_not_the_right_one_is_told_in_its_section() -> None:
    (section,) = [" ".join(each.split()) for each in SECTIONS if each.startswith("The key is not there")]
    said = set()
    for name, function in (("run/keeping.py", "key_of"), ("run/check/files.py", "key")):
        for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == function:
                said |= {each.partition(":")[0].partition(", 64")[0] for each in _sentences(node) if "put the" in each}
    assert len(said) == 2
    assert [each for each in sorted(said) if f"`{each}`" not in section] == []


def _parts() -> Iterator[str]:
    """What each part of the service is called, as the alert says it."""
    for name in ("parts.py", "telegram.py"):
        for node in ast.walk(ast.parse((ROOT / "run" / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Yield | ast.Return) and isinstance(node.value, ast.Tuple):
                yield from (str(each.value) for each in node.value.elts[:1] if isinstance(each, ast.Constant))


def test_every_part_that_the_alert_can_name_is_told_in_its_section() -> None:
    (section,) = [each for each in SECTIONS if each.startswith("A part does not work")]
    parts = {*_parts(), "sweeps"}
    assert {"bell", "claims", "lookout", "back", "mailbox"} <= parts
    assert [each for each in sorted(parts) if f"`{each}`" not in section] == []


def _logged(*levels: str) -> Iterator[tuple[str, str]]:
    for path in python():
        name = str(path.relative_to(ROOT))
        if name.split("/")[0] not in ROOMS or name.startswith(LEARNING):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in levels
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "log"
                and isinstance(node.args[0], ast.Constant)
            ):
                yield str(node.args[0].value), name


def test_every_line_of_the_log_that_means_trouble_has_its_section() -> None:
    logged = dict(_logged("error", "critical"))
    assert len(logged) > 20
    assert {says: where for says, where in logged.items() if f"`{says}`" not in PLAIN} == {}


def test_nothing_the_runbook_quotes_is_made_up() -> None:
    everything = " ".join(
        " ".join(path.read_text(encoding="utf-8").split()) for path in python() if "tests" not in path.parts
    )
    everything += " ".join((ROOT / "ops" / "alerts.yaml").read_text(encoding="utf-8").split())
    quoted = [each for each in re.findall(r"`([^`]+)`", PLAIN) if each[:1].islower() and each.count(" ") >= 3]
    ours = [each for each in quoted if not re.match(r"(heard|curl|journalctl|systemctl|dmesg|fuser|its port) ", each)]
    assert len(ours) > 30
    assert [each for each in ours if each not in everything.replace('" "', "")] == []
