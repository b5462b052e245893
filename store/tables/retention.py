"""How long things are kept: what a person has said about it, what was approved, and what is left when it is gone."""

from sqlalchemy import Index, Table

from store.tables.columns import digest, metadata, moment, number, sealed, text

# A table reads as its columns in a row.
# fmt: off
kept_as = Table(
    "kept_as", metadata,
    text("council", key=True), text("kind", key=True), text("about", key=True), sealed("data"),
)
"""A legal hold, a birthday, the day of an adoption order: about a case, a contact, or everything (`kind` all)."""

kept_until = Table(
    "kept_until", metadata,
    text("council", key=True), text("kind", key=True), text("about", key=True), number("version"), text("terms"),
    text("until"),
    Index("kept_until_due", "council", "until", "kind", "about"),
    Index("kept_until_terms", "council", "kind", "terms", "about"),
)
"""The earliest day (ISO; empty: none yet) on which a case or contact could be due: a hint, never the truth."""

to_forget = Table(
    "to_forget", metadata,
    text("council", key=True), text("kind", key=True), text("about", key=True), text("row"), text("by"), moment("at"),
    text("asked"),
)
"""What a person approved and has not been done: `row` of the profile's retention; `asked`: on whose request early."""

forgotten = Table(
    "forgotten", metadata,
    text("council", key=True), number("number", key=True), text("kind"), text("about"), text("row"), text("rule"),
    text("due"), text("by"), moment("approved"), moment("at"), number("rows"),
    Index("forgotten_about", "council", "about"),
)
"""What is left of what was forgotten: its reference, when, by whose approval, under which rule; nothing of anybody."""

let_go = Table("let_go", metadata, text("council", key=True), digest("name", key=True), moment("at"))
"""Mail that was forgotten, and when: digests of its messages' names, so that a mailbox read anew does not bring it
back.
"""
