"""What published reports say, count by count: what a later one must not give away together with them (R920).

A report that is in print cannot be taken back. So what it showed is known, what it hid stays hidden, and the next one
hides what would tell it: a year less three of its quarters, a column of last year's beside last year's own report.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from itertools import pairwise

from casework import days
from casework.frozen import frozen
from reports.figures import Count, Figure, Key, OutOf, Percent, Shown
from reports.periods import QUARTERS, Period, named
from reports.tables import Table

STANDING = frozenset({"Carried over", "Carried forward", "open", "restrictions", "forms", "plan"})
"""Counts of how it stands on a day, or of a year as a whole: those of quarters do not add up to anything."""

COUNTS = "counts.json"
"""The file that is kept with a published report, for those that come after it."""

Equation = tuple[Key, tuple[Key, ...]]


@frozen
class Said:
    """Counts with their numbers, and which of them are in print as they are; and the sums they stand in."""

    numbers: Mapping[Key, int] = field(default_factory=dict, repr=False)
    shown: frozenset[Key] = frozenset()
    sums: tuple[Equation, ...] = field(default=(), repr=False)


def written(tables: Iterable[Table], prints: Callable[[Table, Figure], Shown]) -> bytes:
    """What a report says, to be kept with it."""
    every = tuple(tables)
    counts: dict[Key, tuple[int, bool]] = {}
    for about, cell in ((table, cell) for table in every for row in table.rows for cell in row.cells):
        is_shown = prints(about, cell) == cell.shown()
        for key, number in _counted(cell):
            counts[key] = number, is_shown or counts.get(key, (0, False))[1]
    sums = [(each.whole, each.parts) for table in every for each in table.sums if each.holds]
    says = {
        "counts": [[key, number, is_shown] for key, (number, is_shown) in counts.items()],
        "sums": [[whole.key, [part.key for part in parts]] for whole, parts in sums],
    }
    return json.dumps(says, ensure_ascii=False, separators=(",", ":")).encode()


def read(files: Iterable[bytes]) -> Said:
    """What these reports say together."""
    numbers: dict[Key, int] = {}
    shown: set[Key] = set()
    sums: dict[Equation, None] = {}
    for raw in files:
        says = json.loads(raw)
        for key, number, is_shown in says["counts"]:
            numbers[tuple(key)] = number
            shown |= {tuple(key)} if is_shown else set()
        sums |= {(tuple(whole), tuple(map(tuple, parts))): None for whole, parts in says["sums"]}
    return Said(numbers, frozenset(shown), tuple(sums))


def about(said: Said, now: Iterable[Table], period: Period) -> Said:
    """As much of it as bears on a report of that period which has these tables."""
    here = {key for table in now for row in table.rows for cell in row.cells for key, _ in _counted(cell)}
    year = named(days.report_year(period.first))
    taken = {key: number for key, number in said.numbers.items() if key in here or _is_in(key, year)}
    whole = here | taken.keys()
    sums = tuple((total, parts) for total, parts in said.sums if whole.issuperset((total, *parts)))
    return Said(taken, said.shown & taken.keys(), sums)


def across(numbers: Mapping[Key, int], earlier: Iterable[Key]) -> Iterator[tuple[Equation, Mapping[Key, int]]]:
    """That the year so far is the one before and a quarter, where two of the three are known and an earlier report
    said one of them; and the third, where nobody prints it.
    """
    said = set(earlier)
    found: defaultdict[Key, dict[str, int]] = defaultdict(dict)
    for key, number in numbers.items():
        if key[0] not in STANDING and not key[-1]:
            found[key[:-2]][key[-2]] = number
    for names, by_days in found.items():
        if any((*names, days_of, "") in said for days_of in by_days):
            yield from _chained(names, by_days, said)


def _chained(names: Key, by_days: dict[str, int], said: set[Key]) -> Iterator[tuple[Equation, Mapping[Key, int]]]:
    for year in sorted({days.report_year(date.fromisoformat(each[:10])) for each in by_days}):
        for three in (*_threes(year), *reversed(_threes(year))):
            keys = [(*names, each, "") for each in three]
            known = [by_days.get(each) for each in three]
            if known.count(None) > 1 or said.isdisjoint(keys):
                continue
            whole, before, part = known
            made: dict[Key, int] = {}
            if whole is None and before is not None and part is not None:
                made = {keys[0]: before + part}
            elif before is None and whole is not None and part is not None:
                made = {keys[1]: whole - part}
            elif part is None and whole is not None and before is not None:
                made = {keys[2]: whole - before}
            if any(number < 0 for number in made.values()):
                continue
            by_days |= {key[-2]: number for key, number in made.items()}
            yield (keys[0], (keys[1], keys[2])), made


def _threes(year: str) -> list[tuple[str, str, str]]:
    """The year so far, the year before that quarter, and the quarter: for the second to the fourth."""
    quarters = [found for name in QUARTERS if (found := named(f"{year}-{name}"))]
    begins = quarters[0].first
    return [
        (f"{begins}/{now.last}", f"{begins}/{before.last}", f"{now.first}/{now.last}")
        for before, now in pairwise(quarters)
    ]


def _is_in(key: Key, year: Period | None) -> bool:
    first, _, last = key[-2].partition("/")
    return year is not None and date.fromisoformat(first) in year and date.fromisoformat(last) in year


def _counted(cell: Figure) -> Iterator[tuple[Key, int]]:
    match cell:
        case Count(number, key):
            yield key, number
        case Percent(part, base, key, base_key, missing=""):
            yield key, part
            yield base_key, base
        case OutOf(part, whole):
            yield part.key, part.number
            yield whole.key, whole.number
        case _:
            pass
