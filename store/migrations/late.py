"""What a version before this one wrote where it looked for it, while it still ran beside this one: brought at each
`heard migrate` to where this one looks. So the last step of an upgrade machine by machine is `heard migrate` once more.
"""

from sqlalchemy import Connection, text

WORDS = """
insert into found_by (council, word, kind, seq)
select council, word, kind, seq from (
    select finds.council, finds.word, finds.kind, cases.seq from finds
    join cases on cases.council = finds.council and cases.reference = finds.reference where finds.kind = 'case'
    union all
    select finds.council, finds.word, finds.kind, contacts.seq from finds
    join contacts on contacts.council = finds.council and contacts.reference = finds.reference
    where finds.kind = 'contact'
) as brought where true order by council, word, kind, seq
on conflict do nothing
"""
"""By which words somebody is found (0020). Without `where true` SQLite takes `on conflict` for part of the query."""


UNDATED = """
update {table} set dated = 0 where dated <> 0 and not exists (
    select 1 from kept_until
    where kept_until.council = {table}.council and kept_until.kind = '{kind}' and kept_until.about = {table}.{name}
)
"""
"""What somebody said something of, so that it is to be worked out afresh from when it may go (0025)."""


def bring(db: Connection) -> None:
    """All of it, in the one transaction it is given: nothing is left in two places."""
    if db.dialect.name == "postgresql":
        db.execute(text("lock table finds in share row exclusive mode"))  # else what comes in between would be deleted
    db.execute(text(WORDS))
    db.execute(text("delete from finds"))
    for table, kind, name in (("cases", "case", "reference"), ("contacts", "contact", "id")):
        db.execute(text(UNDATED.format(table=table, kind=kind, name=name)))
