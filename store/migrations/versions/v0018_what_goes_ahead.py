"""Post that sounds urgent is read before the rest."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

WAITS = sa.text("state = 'kept'")
UNHEARD = sa.text("state = 'kept' and heard = 0")


def upgrade() -> None:
    """Two numbers on each post; an older program that still runs leaves them as they are."""
    op.add_column("posts", sa.Column("turn", sa.Integer, nullable=False, server_default="9"))
    op.add_column("posts", sa.Column("heard", sa.Integer, nullable=False, server_default="0"))
    op.drop_index("posts_waiting", "posts")
    op.create_index("posts_waiting", "posts", ["council", "turn", "seq"], sqlite_where=WAITS, postgresql_where=WAITS)
    op.create_index("posts_unheard", "posts", ["council", "seq"], sqlite_where=UNHEARD, postgresql_where=UNHEARD)
