"""Who did and who looked."""

from sqlalchemy import Index, Table

from store.tables.columns import metadata, moment, number, text

# A table reads as its columns in a row.
# fmt: off
audit = Table(
    "audit", metadata,
    text("council", key=True), number("number", key=True), moment("at"), text("who"), text("did"), text("about"),
    text("digest"),
    Index("audit_about", "council", "about", "number"),
)
"""Append-only: the migration that makes it also forbids the database to change or remove a row."""
