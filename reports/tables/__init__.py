"""TABLES: every published table of both councils, in the rulebook's order (sections 8.3 and 8.4)."""

from collections.abc import Mapping
from types import MappingProxyType

from casework.frozen import replace
from reports.book import Book
from reports.tables import childrens, council, directorates, learning, people, stages, subjects, times
from reports.tables.shape import Make, Row, Sum, Table

__all__ = ["TABLES", "Row", "Sum", "Table", "every"]

TABLES: Mapping[str, Make] = MappingProxyType({
    "RB1": stages.numbers,
    "RB2": stages.by_year,
    "RB3": stages.by_quarter,
    "RB4": subjects.by_team,
    "RB5": subjects.by_service,
    "RB6": subjects.categories,
    "RB7": subjects.examples,
    "RB8": stages.escalation,
    "RB9": stages.stage_2,
    "RB10": stages.panels,
    "RB11": stages.ombudsman,
    "RB12": learning.by_stage,
    "RB13": subjects.compliments,
    "RB14": times.taken,
    "RB15": people.methods,
    "RB16": people.senders,
    "RB17": people.advocacy,
    "RB18": people.statutory_equality,
    "RB19": people.requests,
    "RB20": learning.plan,
    "RD1": directorates.overview,
    "RD2": directorates.by_directorate,
    "RD3": council.money,
    "RD4": council.conduct,
    "RD5": council.restrictions,
    "RD6": childrens.stages,
    "RD7": council.subjects,
    "RD8": childrens.groups,
    "RD9": childrens.themes,
    "RD10": childrens.outcomes,
    "RD11": childrens.in_care,
    "RD12": council.referrals,
    "RD13": childrens.bands,
    "RD14": childrens.learnings,
    "RD15": council.equality,
    "RD16": council.feedback,
})  # fmt: skip

NOTHING = "There is nothing to show for this period."


def every(book: Book) -> tuple[Table, ...]:
    """All of them, of one book. One that is empty says so."""
    made = (make(book) for make in TABLES.values())
    return tuple(table if table.rows or table.notes else replace(table, notes=(NOTHING,)) for table in made)
