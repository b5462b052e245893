"""The ledger: a council's own spreadsheets, line by line."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"


def upgrade() -> None:
    """One new table, empty until a council brings its spreadsheets."""
    op.create_table(
        "ledger_lines",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("council", sa.String, nullable=False),
        sa.Column("file", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("kept", sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql"), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("council", "file", "name", name="ledger_lines_once"),
    )
    op.create_index("ledger_lines_in_order", "ledger_lines", ["council", "file", "seq"])
