"""Which cases stand in the ledger as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """One new table, empty: the next report works every case out afresh."""
    op.create_table(
        "ledger_entered",
        sa.Column("council", sa.String, primary_key=True, nullable=False),
        sa.Column("reference", sa.String, primary_key=True, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("names", sa.LargeBinary, nullable=False),
    )
