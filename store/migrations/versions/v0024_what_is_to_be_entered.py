"""Which cases the figures do not have as they are is told from an index, however many there have been."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0021"

CHANGED = sa.text("entered <> version")
AS_THEY_STAND = """
update cases set entered = (
    select version from ledger_entered
    where ledger_entered.council = cases.council and ledger_entered.reference = cases.reference
)
where exists (
    select 1 from ledger_entered
    where ledger_entered.council = cases.council and ledger_entered.reference = cases.reference
)
"""


def upgrade() -> None:
    """A number on each case. What an older program that still runs enters is entered once more, as it stands."""
    op.add_column("cases", sa.Column("entered", sa.Integer, nullable=False, server_default="0"))
    op.execute(AS_THEY_STAND)
    columns = ["council", "seq", "reference", "version"]
    op.create_index("cases_to_enter", "cases", columns, sqlite_where=CHANGED, postgresql_where=CHANGED)
