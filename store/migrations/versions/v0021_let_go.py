"""Mail that was forgotten is known again by a digest, so that a mailbox that is read anew does not bring it back."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

MOMENT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """A new table, empty: what was forgotten before it is not recognised."""
    op.create_table(
        "let_go",
        sa.Column("council", sa.String, primary_key=True, nullable=False),
        sa.Column("name", sa.String, primary_key=True, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
