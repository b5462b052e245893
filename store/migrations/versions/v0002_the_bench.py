"""The bench: the register of investigators, independent persons and panel members, and who served in which case."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Two new tables. No case has an appointment yet, so there is nothing to fill them with."""
    op.create_table(
        "experts",
        sa.Column("council", sa.String, primary_key=True),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "serving",
        sa.Column("council", sa.String, primary_key=True),
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("reference", sa.String, primary_key=True),
        sa.Column("active", sa.Integer, nullable=False),
        sa.Column("papers", sa.Integer, nullable=False),
        sa.Column("due", sa.String, nullable=False),
        sa.ForeignKeyConstraint(["council", "reference"], ["cases.council", "cases.reference"], name="serving_in_case"),
    )
    op.create_index("serving_by_case", "serving", ["council", "reference"])
    busy = sa.text("active + papers > 0")
    op.create_index("serving_busy", "serving", ["council", "person"], sqlite_where=busy, postgresql_where=busy)
