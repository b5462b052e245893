"""The papers lead only to what is there: each file, folder, module, setting and section they name."""

import re
from pathlib import Path

import pytest

from run.config import Settings
from tests.house.sources import ROOT, kept, rooms

PAPERS = [path for path in kept() if path.suffix == ".md"]
PLACE = re.compile(rf"`((?:{'|'.join(sorted(rooms() | {'councils', 'docs', 'ops', 'tests'}))})/[\w/.-]*)`")
DOTTED = re.compile(rf"`((?:{'|'.join(sorted(rooms()))})(?:\.\w+)+)`")
COMMAND = re.compile(r"`make ([a-z]+)`")
MADE = {"councils/larkhaven.yaml"}
"""What the guide has its reader write."""
LINK = re.compile(r"\[[^\]]+\]\(([^)#\s]*)(#[^)\s]*)?\)")


def _missing(paper: Path) -> list[str]:
    text = paper.read_text(encoding="utf-8")
    places = [place for place in PLACE.findall(text) if place not in MADE and not (ROOT / place).exists()]
    return places + [name for name in DOTTED.findall(text) if not _is_module(name) and not _is_setting(name)]


def _is_module(name: str) -> bool:
    """A module, or what one holds: `casework.said.bare`, `intake.taking.A_PART`."""
    path = ROOT.joinpath(*name.split("."))
    inside = path.parent / "__init__.py" if path.parent.is_dir() else path.parent.with_suffix(".py")
    return path.is_dir() or path.with_suffix(".py").is_file() or _holds(inside, path.name)


def _is_setting(name: str) -> bool:
    """A key of config.yaml, a section or one in it: `intake.imap.host`."""
    section = Settings.model_json_schema()
    kinds = section["$defs"]
    for key in name.split("."):
        if key not in (known := section.get("properties", {})):
            return False
        section = kinds[known[key].get("$ref", "").rpartition("/")[2]] if "$ref" in known[key] else known[key]
    return True


def _holds(module: Path, name: str) -> bool:
    return module.is_file() and re.search(rf"\b{name}\b", module.read_text(encoding="utf-8")) is not None


def _sections(paper: Path) -> set[str]:
    """The anchors of its headings, as pages that show Markdown make them."""
    headings = re.findall(r"^#+ (.+)$", paper.read_text(encoding="utf-8"), re.MULTILINE)
    return {"#" + re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_folder_module_and_setting_that_a_paper_names_is_there(paper: Path) -> None:
    assert _missing(paper) == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_paper_leads_somewhere(paper: Path) -> None:
    for file, section in LINK.findall(paper.read_text(encoding="utf-8")):
        if "://" not in file:
            there = (paper.parent / file).resolve() if file else paper
            assert there.exists(), file
            assert not section or section in _sections(there), section


def test_every_target_of_make_that_a_paper_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {target for paper in PAPERS for target in COMMAND.findall(paper.read_text(encoding="utf-8"))}
    assert named > {"run", "test", "check"} and named <= targets


def test_the_readme_leads_through_the_code() -> None:
    assert len(PLACE.findall((ROOT / "README.md").read_text(encoding="utf-8"))) > 15
