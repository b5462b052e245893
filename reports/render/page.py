"""A web page of its own: no script, nothing fetched, works on paper."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from reports.publish import Printed, Snapshot
from reports.render.charts import Chart, chart
from reports.render.comparing import Beside, Compared
from reports.render.contents import DEFINITIONS, SECTIONS


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report: each table with its drawing, and the other report's beside it."""

    id: str
    title: str
    tables: tuple[tuple[Printed, Chart | None, Beside | None], ...] = field(repr=False)


def page(snapshot: Snapshot, compared: Compared | None = None) -> bytes:
    """The report as a page."""
    return (
        _template()
        .render(
            title=f"{snapshot.title}: complaints and representations, {snapshot.says}",
            snapshot=snapshot,
            sections=[_section(at, snapshot, compared) for at in range(len(SECTIONS))],
            compared=compared,
            definitions=DEFINITIONS,
            made=f"{snapshot.made:%d %B %Y, %H:%M}",
        )
        .encode()
    )


def _section(at: int, snapshot: Snapshot, compared: Compared | None) -> Section:
    title, names = SECTIONS[at]
    tables = [snapshot.table(name) for name in names]
    others = compared.tables if compared else {}
    return Section(f"part-{at + 1}", title, tuple((table, chart(table), others.get(table.name)) for table in tables))


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
