"""From when something may go is worked out for what has changed: which those are is told from an index."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

CHANGED = (
    ("cases_to_date", "cases", "reference", "case", "settled = 1 and dated <> version"),
    ("contacts_to_date", "contacts", "id", "contact", "standing = 'set_aside' and dated <> version"),
)


def upgrade() -> None:
    """A number on each case and contact; what had a day keeps it."""
    for index, table, name, kind, condition in CHANGED:
        op.add_column(table, sa.Column("dated", sa.Integer, nullable=False, server_default="0"))
        op.execute(_as_they_stand(table, name, kind))
        where = sa.text(condition)
        op.create_index(index, table, ["council", "seq", name, "version"], sqlite_where=where, postgresql_where=where)
    op.create_index("kept_until_terms", "kept_until", ["council", "kind", "terms", "about"])


def _as_they_stand(table: str, name: str, kind: str) -> str:
    same = f"council = {table}.council and kind = '{kind}' and about = {table}.{name}"
    return (
        f"update {table} set dated = (select kept_until.version from kept_until where {same})"  # noqa: S608 our own words
        f" where exists (select 1 from kept_until where {same})"
    )
