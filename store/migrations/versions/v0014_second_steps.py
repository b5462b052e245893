"""Whose telephone shows a code for the second step of signing in."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0011"

MOMENT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """A new table, empty: nobody has set up a telephone yet."""
    op.create_table(
        "second_steps",
        sa.Column("council", sa.String, primary_key=True, nullable=False),
        sa.Column("staff", sa.String, primary_key=True, nullable=False),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.Column("tried", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["council", "staff"], ["staff.council", "staff.id"], name="second_steps_of_staff"),
    )
