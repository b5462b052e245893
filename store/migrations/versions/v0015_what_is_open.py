"""What is open is told from an index alone: a list asks only for what has changed."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

OPEN = (
    ("cases_open", "cases", ["council", "seq", "reference", "contact", "version", "wake_at", "settled"], "settled = 0"),
    (
        "contacts_waiting",
        "contacts",
        ["council", "seq", "id", "version", "wake_at", "standing"],
        "standing = 'waiting'",
    ),
)


def upgrade() -> None:
    """The two indexes hold a few columns more."""
    for name, table, columns, condition in OPEN:
        where = sa.text(condition)
        op.drop_index(name, table)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
