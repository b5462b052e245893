"""What the papers on privacy must say of the program, worked out from it: what is kept, for how long, who sees it.

python -m tests.house.papers      the tables, to be pasted when a test says that a paper has fallen behind
"""

import re
import sys
from collections.abc import Iterator

from casework.people import MAY_SEE, What
from casework.records.retention import lasts
from run.config import load_council
from store.tables import metadata
from store.tables.columns import Blind, Sealed

ROW = re.compile(r"\|(.+)\|")


def rows(paper: str, heading: str) -> list[list[str]]:
    """The rows of the first table below a heading, without its head."""
    below = paper.partition(f"{heading}\n")[2]
    table: list[list[str]] = []
    for line in below.splitlines():
        if found := ROW.fullmatch(line.strip()):
            table.append([cell.strip() for cell in found[1].split("|")])
        elif table:
            break
    return table[2:]


def named(cell: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", cell)


def columns() -> set[str]:
    """Every column there is, but the council's own name and the order of arrival."""
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name not in ("council", "seq")
    }


def sealed() -> set[str]:
    """The columns that lie sealed, or as digests that only the key can make: somebody's words, or who they are."""
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed | Blind)
    }


def kept(council: str) -> dict[str, tuple[str, str, str]]:
    """How long each kind of record is kept, from when, by which rule."""
    profile = load_council(council)
    return {each.name: (lasts(each), each.since.replace("_", " "), each.rule) for each in profile.retention.values()}


def seen() -> Iterator[tuple[str, ...]]:
    """Who may see what (R526), as the rules have it."""
    titles = load_council("bnes").roles
    for role, cells in MAY_SEE.items():
        name = next((title for each, title in titles.items() if each == role), str(role).replace("_", " "))
        yield (name, *(cells[what].value for what in What))


def main() -> None:
    """Print them."""
    for row in seen():
        sys.stdout.write(f"| {' | '.join(row)} |\n")
    for name, (long, since, rule) in kept("bnes").items():
        sys.stdout.write(f"| … (`{name}`) | {long} | {since} | {rule} |\n")
    sys.stdout.writelines(f"{each}{'  sealed' if each in sealed() else ''}\n" for each in sorted(columns()))


if __name__ == "__main__":
    main()
