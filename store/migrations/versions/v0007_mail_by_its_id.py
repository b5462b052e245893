"""A mail is found by its Message-ID: who answers somebody else's mail to us is known to do so."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

AT_ONCE = 500
"""Messages read together."""

messages = sa.table(
    "messages",
    sa.column("seq", sa.Integer), sa.column("mail_id", sa.String), sa.column("data", sa.LargeBinary),
)  # fmt: skip


def upgrade() -> None:
    """The column, filled for the mail that has come, and its index."""
    op.add_column("messages", sa.Column("mail_id", sa.String, nullable=False, server_default=""))
    db, after = op.get_bind(), 0
    page = sa.select(messages.c.seq, messages.c.data).where(messages.c.seq > sa.bindparam("after"))
    page = page.order_by(messages.c.seq).limit(AT_ONCE)
    while rows := db.execute(page, {"after": after}).all():
        for seq, data in rows:
            message = json.loads(data)
            if message["channel"] == "email" and message.get("message_id"):
                found = _digest(message["message_id"])
                db.execute(sa.update(messages).where(messages.c.seq == seq).values(mail_id=found))
        after = rows[-1][0]
    where = sa.text("mail_id <> ''")
    op.create_index(
        "messages_by_mail_id", "messages", ["council", "mail_id"], sqlite_where=where, postgresql_where=where
    )


def _digest(message_id: str) -> str:
    """As `store.values.mail_id` makes it today; a migration keeps to its own day."""
    digest = hashlib.sha256()
    encoded = message_id.strip().strip("<>").encode("utf-8", "surrogatepass")
    digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return f"mail/{digest.hexdigest()[:32]}"
