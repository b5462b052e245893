"""Sessions and links bear a seal. Whoever is signed in signs in once more; the version before goes on as it did."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0025"


def upgrade() -> None:
    """A column on each, empty in rows that are there and in those of a version that makes no seal."""
    for table in ("sessions", "links"):
        op.add_column(table, sa.Column("seal", sa.String))
