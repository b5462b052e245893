"""The newest that have all of several words, each of which is common: every word's entries lie in one order, and
are read side by side. To look up each of the one among those of the other reads a page for each: .7 s of CPU among a
million cases where hardly anybody has both names, and far longer from the disk.
"""

from collections.abc import Sequence

from sqlalchemy import Column, ColumnElement, Select, Table, intersect, select


def newest_with_all(table: Table, entry: Column[int], words: Sequence[ColumnElement[bool]], limit: int) -> Select[str]:
    """The references of the rows of a table that are in the entries of each of these words."""
    both = intersect(*(select(entry).where(word) for word in words))
    chosen = both.order_by(both.selected_columns.seq.desc()).limit(limit).subquery("chosen")
    return select(table.c.reference).join_from(chosen, table, table.c.seq == chosen.c.seq).order_by(table.c.seq.desc())
