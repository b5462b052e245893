"""What cases and contacts are found by."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from store.indexing import digest, joined, words

revision = "0011"
down_revision = "0010"

AT_ONCE = 500
REACHED = ("email", "telephone")


def upgrade() -> None:
    """A new table, filled from what is there; what a case says of itself later is added when it is next saved."""
    finds = op.create_table(
        "finds",
        sa.Column("council", sa.String, primary_key=True, nullable=False),
        sa.Column("word", sa.String, primary_key=True, nullable=False),
        sa.Column("kind", sa.String, primary_key=True, nullable=False),
        sa.Column("reference", sa.String, primary_key=True, nullable=False),
    )
    op.create_index("finds_of_one", "finds", ["council", "kind", "reference", "word"])
    for kind, table in (("case", "cases"), ("contact", "contacts")):
        after = 0
        while rows := op.get_bind().execute(sa.text(_SOME.format(table)), {"after": after, "most": AT_ONCE}).all():
            after = rows[-1].seq
            found = [
                {"council": row.council, "word": digest(row.council, word), "kind": kind, "reference": row.reference}
                for row in rows
                for word in sorted(set(filter(None, (joined(row.reference), *_said(json.loads(bytes(row.data)))))))
            ]
            op.bulk_insert(finds, found)


_SOME = "select seq, council, reference, data from {} where seq > :after order by seq limit :most"


def _said(value: Mapping[str, Any]) -> Iterator[str]:
    people = value.get("people") or [{"address": value.get("sender") or {}}]
    for each in people:
        yield from words(each.get("known_as") or "")
        address = each.get("address") or {}
        if address.get("channel") in REACHED:
            yield joined(address.get("value") or "")
    for issue in value.get("issues") or ():
        yield from words(issue.get("text") or "")
