"""Who works here and beside us, and what lets staff in."""

from sqlalchemy import ForeignKeyConstraint, Index, Table

from store.tables.columns import digest, metadata, moment, number, seal, sealed, text, while_

# A table reads as its columns in a row.
# fmt: off
staff = Table(
    "staff", metadata,
    text("council", key=True), text("id", key=True), digest("email"), digest("chat"),
    moment("leaves", needed=False), sealed("data"),
    Index("staff_by_email", "council", "email"),
    Index("staff_by_chat", "council", "chat"),
)
"""`email` and `chat` are digests, empty where there is none."""

links = Table(
    "links", metadata,
    text("council", key=True), text("token", key=True), text("purpose"), text("staff"), moment("issued"),
    moment("ends"), moment("used", needed=False), seal(),
    ForeignKeyConstraint(["council", "staff"], ["staff.council", "staff.id"], name="links_of_staff"),
    Index("links_by_staff", "council", "staff"),
)
"""One-time links and codes, by the digest of what was given out."""

sessions = Table(
    "sessions", metadata,
    text("council", key=True), text("token", key=True), text("staff"), moment("began"), moment("ends"), seal(),
    ForeignKeyConstraint(["council", "staff"], ["staff.council", "staff.id"], name="sessions_of_staff"),
    Index("sessions_by_staff", "council", "staff"),
)

wrong_codes = Table(
    "wrong_codes", metadata,
    text("council", key=True), digest("chat", key=True), number("tries"), moment("last"),
)
"""How often a chat has tried a code that was not right."""

experts = Table(
    "experts", metadata,
    text("council", key=True), text("id", key=True), number("version"), sealed("data"),
)
"""The register of investigators, independent persons and panel members: some tens of them, read together."""

serving = Table(
    "serving", metadata,
    text("council", key=True), text("person", key=True), text("reference", key=True), number("active"),
    number("papers"), text("due"),
    ForeignKeyConstraint(["council", "reference"], ["cases.council", "cases.reference"], name="serving_in_case"),
    Index("serving_by_case", "council", "reference"),
    while_("serving_busy", "active + papers > 0", "council", "person"),
)
"""Who serves or served in which case: `person` is the id of an expert or of a member of staff, `active` in how many
roles they still do, `papers` how many they have not given back, `due` (ISO) when the first must be; empty: none.
"""
