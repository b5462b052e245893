"""What is found by a word lies in the order it came, so that what is new is added at the end."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0018"


def upgrade() -> None:
    """A new table, empty; `migrations.late` fills it from the old one, and again with what an older program writes
    there that still runs.
    """
    op.create_table(
        "found_by",
        sa.Column("council", sa.String, primary_key=True, nullable=False),
        sa.Column("word", sa.String, primary_key=True, nullable=False),
        sa.Column("kind", sa.String, primary_key=True, nullable=False),
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            autoincrement=False,
            nullable=False,
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("found_by_of_one", "found_by", ["council", "kind", "seq", "word"])
