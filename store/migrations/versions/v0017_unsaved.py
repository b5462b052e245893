"""What somebody typed into a form when nobody was signed in any more."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

MOMENT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """A new table, empty."""
    op.create_table(
        "unsaved",
        sa.Column("council", sa.String, primary_key=True, nullable=False),
        sa.Column("staff", sa.String, primary_key=True, nullable=False),
        sa.Column("name", sa.String, primary_key=True, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["council", "staff"], ["staff.council", "staff.id"], name="unsaved_of_staff"),
    )
    op.create_index("unsaved_by_age", "unsaved", ["council", "at"])
