"""Pages are made of the GOV.UK Design System's patterns, by the library's macros, and look like Heard."""

import re
from pathlib import Path

import pytest
from markupsafe import Markup

from desk.pages import PAGES
from patterns import LENIENT
from tests.house import sources

TEMPLATES = [
    path for path in sources.kept() if re.fullmatch(r"(desk|form)/templates/.+", str(path.relative_to(sources.ROOT)))
]
SHEETS = [path for path in sources.kept() if path.suffix == ".css"]

THEIRS = re.compile(r"<(button|select|textarea|fieldset|legend|label|details|summary)\b|<input (?!type=\"hidden\")")
"""What only the library writes: its markup is the one that was tried with people and with screen readers."""

GOVUKS_OWN = re.compile(r"components/(header|footer)/|govuk_frontend_jinja/template|data-module|fonts?/|GDS Transport")
"""The crown, the typeface and the scripts are GOV.UK's, and no council's."""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_no_page_writes_by_hand_what_the_library_writes(path: Path) -> None:
    assert not THEIRS.findall(path.read_text())
    assert not GOVUKS_OWN.findall(path.read_text())


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_a_style_sheet_gives_a_look_to_names_the_library_still_writes(path: Path) -> None:
    assert LENIENT.loader is not None
    written = "".join(LENIENT.loader.get_source(LENIENT, name)[0] for name in LENIENT.list_templates())
    written = written.replace("{{ namespace }}", "govuk-generic")
    named = set(re.findall(r"\.(govuk-[a-z_-]+?)(?=--|[^a-z_-])", path.read_text()))
    assert not {name for name in named if name not in written}
    assert "@import" not in path.read_text() and "@font-face" not in path.read_text() and "url(" not in path.read_text()


@pytest.mark.parametrize("given", [("<b>", Markup("<b>")), (Markup("<b>"), "<b>")], ids=["words first", "markup first"])
def test_words_are_escaped_even_where_markup_that_reads_the_same_was_drawn(given: tuple[str, str]) -> None:
    ask = PAGES.from_string('{% from "patterns.html" import tag %}{{ tag(words) }}')
    drawn = {type(words): ask.render(words=words) for words in given}
    assert "&lt;b&gt;" in drawn[str] and "<b>" in drawn[Markup]
