"""The second step of signing in, and what was typed by somebody who was signed out meanwhile."""

from sqlalchemy import ForeignKeyConstraint, Index, Table

from store.tables.columns import digest, metadata, moment, number, sealed, text

# A table reads as its columns in a row.
# fmt: off
second_steps = Table(
    "second_steps", metadata,
    text("council", key=True), text("staff", key=True), sealed("secret"), moment("since"), number("last"),
    number("wrong"), moment("tried", needed=False),
    ForeignKeyConstraint(["council", "staff"], ["staff.council", "staff.id"], name="second_steps_of_staff"),
)
"""Whose telephone shows codes: its secret, sealed here as all words are, and within that for its owner only; the half
minute of the code that was used last, so that none is used twice; how many wrong ones were given since, and when.
"""

unsaved = Table(
    "unsaved", metadata,
    text("council", key=True), text("staff", key=True), digest("name", key=True), moment("at"), sealed("data"),
    ForeignKeyConstraint(["council", "staff"], ["staff.council", "staff.id"], name="unsaved_of_staff"),
    Index("unsaved_by_age", "council", "at"),
)
"""What somebody typed into a form that could not be saved, for some days; `name` is a digest of where and what."""
