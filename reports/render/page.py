"""A web page of its own: no script, nothing fetched, works on paper."""

from dataclasses import field
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from casework.frozen import frozen
from reports.publish import Printed, Snapshot
from reports.render.charts import Chart, chart
from reports.render.comparing import Beside, Compared, beside
from reports.render.contents import DEFINITIONS, IN_WORDS, SECTIONS


@frozen
class Section:
    """One part of the report: each table with its drawing, and the other report's beside it."""

    id: str
    title: str
    tables: tuple[tuple[Printed, Chart | None, tuple[tuple[str, Beside], ...]], ...] = field(repr=False)


def page(snapshot: Snapshot, compared: Compared | None = None) -> bytes:
    """The report as a page."""
    return (
        _template()
        .render(
            title=f"{snapshot.title}: complaints and representations, {snapshot.says}",
            snapshot=snapshot,
            sections=sections(snapshot, compared),
            trend=snapshot.trend,
            definitions=DEFINITIONS,
            in_words=IN_WORDS,
            made=f"{snapshot.made:%d %B %Y, %H:%M}",
        )
        .encode()
    )


def sections(snapshot: Snapshot, compared: Compared | None = None) -> list[Section]:
    """The report's parts, in the order that the guidance lists (R802)."""
    others = beside(snapshot, compared)

    def about(name: str) -> tuple[Printed, Chart | None, tuple[tuple[str, Beside], ...]]:
        table = snapshot.table(name)
        found = tuple((other.says, other.tables[name]) for other in others if name in other.tables)
        return table, chart(table), found

    return [
        Section(f"part-{at}", title, tuple(map(about, names))) for at, (title, names) in enumerate(SECTIONS, start=1)
    ]


@cache
def _template() -> Template:
    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template("report.html")
