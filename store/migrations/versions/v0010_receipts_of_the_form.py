"""References given out at the form, and what people said of how they were dealt with, linked to nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

MOMENT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """Two new tables, empty: nobody has used the form yet."""
    op.create_table(
        "receipts",
        sa.Column("council", sa.String, primary_key=True, nullable=False),
        sa.Column("reference", sa.String, primary_key=True, nullable=False),
        sa.Column("once", sa.String, nullable=False),
        sa.Column("sender", sa.String, nullable=False),
        sa.Column("made", MOMENT, nullable=False),
        sa.UniqueConstraint("council", "once", name="receipts_once"),
        sa.UniqueConstraint("council", "sender", name="receipts_sender"),
    )
    op.create_table(
        "feedback",
        sa.Column("council", sa.String, primary_key=True, nullable=False),
        sa.Column("name", sa.String, primary_key=True, nullable=False),
        sa.Column("quarter", sa.String, nullable=False),
        sa.Column("procedure", sa.String, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
