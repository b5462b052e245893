"""How long things are kept: holds and birthdays, what is due when, what was approved, and what is left when it is gone.

Messages are found by the post they came in, so that a post goes when the last message that came in it has.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

MOMENT = sa.String(32).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """Four new tables, empty, and an index."""
    op.create_table("kept_as", *_of_one(), sa.Column("data", sa.LargeBinary, nullable=False))
    op.create_table("kept_until", *_of_one(), _number("version"), _text("terms"), _text("until"))
    op.create_index("kept_until_due", "kept_until", ["council", "until", "kind", "about"])
    op.create_table("to_forget", *_of_one(), _text("row"), _text("by"), _moment("at"), _text("asked"))
    op.create_table(
        "forgotten",
        _text("council", key=True),
        _number("number", key=True),
        *map(_text, ("kind", "about", "row", "rule", "due", "by")),
        _moment("approved"),
        _moment("at"),
        _number("rows"),
    )
    op.create_index("forgotten_about", "forgotten", ["council", "about"])
    op.create_index("messages_by_post", "messages", ["council", "post"])


def _of_one() -> list[sa.Column[str]]:
    return [_text(name, key=True) for name in ("council", "kind", "about")]


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, primary_key=key, nullable=False)


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=key, autoincrement=False, nullable=False)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, MOMENT, nullable=False)
