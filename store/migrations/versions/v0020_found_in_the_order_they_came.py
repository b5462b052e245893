"""What is found by a word lies in the order it came, so that what is new is added at the end."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0018"


def upgrade() -> None:
    """A new table, filled from the old one, which is emptied: words that find somebody lie in one place. What an older
    program writes there that still runs is found again when it is next saved.
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
    op.execute(_BROUGHT)
    op.create_index("found_by_of_one", "found_by", ["council", "kind", "seq", "word"])
    op.execute("delete from finds")


_BROUGHT = """
insert into found_by (council, word, kind, seq)
select council, word, kind, seq from (
    select finds.council, finds.word, finds.kind, cases.seq from finds
    join cases on cases.council = finds.council and cases.reference = finds.reference where finds.kind = 'case'
    union all
    select finds.council, finds.word, finds.kind, contacts.seq from finds
    join contacts on contacts.council = finds.council and contacts.reference = finds.reference
    where finds.kind = 'contact'
) as brought order by council, word, kind, seq
"""
