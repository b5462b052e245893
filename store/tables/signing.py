"""The second step of signing in."""

from sqlalchemy import ForeignKeyConstraint, Table

from store.tables.columns import metadata, moment, number, sealed, text

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
