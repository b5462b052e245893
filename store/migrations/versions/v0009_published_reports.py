"""Reports that were published, kept as they were."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Two new tables, empty until something is published."""
    op.create_table(
        "published",
        sa.Column("council", sa.String, primary_key=True, nullable=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False, nullable=False),
        sa.Column("made", sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql"), nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("whose", sa.String, nullable=False),
        sa.Column("first", sa.String, nullable=False),
        sa.Column("last", sa.String, nullable=False),
        sa.Column("public", sa.Integer, nullable=False),
        sa.Column("ours", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "published_files",
        sa.Column("council", sa.String, primary_key=True, nullable=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False, nullable=False),
        sa.Column("file", sa.String, primary_key=True, nullable=False),
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["council", "number"], ["published.council", "published.number"], name="files_of_published"
        ),
    )
