"""What is counted: a council's own spreadsheets, reports that were published, and what people said of us."""

from sqlalchemy import ForeignKeyConstraint, Index, Table, UniqueConstraint

from store.tables.columns import metadata, moment, number, raw, sealed, seq, text

# A table reads as its columns in a row.
# fmt: off
ledger_lines = Table(
    "ledger_lines", metadata,
    seq(), text("council"), text("file"), text("name"), moment("kept"), sealed("data"),
    UniqueConstraint("council", "file", "name", name="ledger_lines_once"),
    Index("ledger_lines_in_order", "council", "file", "seq"),
)
"""A council's own spreadsheets, line by line: the cells as they were written."""

ledger_entered = Table(
    "ledger_entered", metadata,
    text("council", key=True), text("reference", key=True), number("version"), raw("names"),
)
"""Which cases stand in the ledger as they are, at which version, and under which lines' names."""

published = Table(
    "published", metadata,
    text("council", key=True), number("number", key=True), moment("made"), text("by"), text("whose"),
    text("first"), text("last"), number("public"), number("ours"), raw("data"),
)
"""Reports that were published, and other councils' to set beside them: rows that nobody changes."""

published_files = Table(
    "published_files", metadata,
    text("council", key=True), number("number", key=True), text("file", key=True), sealed("raw"),
    ForeignKeyConstraint(["council", "number"], ["published.council", "published.number"], name="files_of_published"),
)
"""Their faces, and the lines they were made of, packed."""

feedback = Table(
    "feedback", metadata, text("council", key=True), text("name", key=True), text("quarter"), text("procedure"),
    sealed("data"))
"""What people said of how they were dealt with: linked to nobody, and to no moment."""
