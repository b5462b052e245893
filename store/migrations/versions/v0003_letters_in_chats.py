"""What stands in a chat is found by the chat: a pressed button says only which letter it stood under."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """An index, and nothing to fill in."""
    chats = sa.text("channel = 'telegram'")
    op.create_index(
        "letters_in_chat", "letters", ["council", "reader", "seq"], sqlite_where=chats, postgresql_where=chats
    )
