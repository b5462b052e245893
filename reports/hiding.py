"""Small numbers, hidden last, and with them what would give them away (R920, R921).

Every count has a key; the sums of the tables say how keys hang together. First what is small is hidden. Then, as long
as a hidden count can be worked out from what is shown, one more of its sum is hidden. A count is safe only when other
numbers are found for it and its neighbours that fit everything shown: a proof, not a rule of thumb. The tests ask a
solver the same question.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from casework.frozen import frozen
from reports.figures import Count, Figure, Growth, Key, OutOf, Percent
from reports.said import Said, across
from reports.tables import Table

AWAY = "c"
"""What is printed for a number that is hidden so that another cannot be worked out."""

FEWEST = 10
"""Percents of fewer are not shown (R920)."""

LOOKS = 3_000
"""How many tries a search for other numbers that fit may take; after that they are not there. *Taste.*"""


@frozen
class Hidden:
    """What is not shown: the keys that are small, and those that would give them away."""

    small: frozenset[Key]
    away: frozenset[Key]
    below: int

    def shown(self, cell: Figure, *, exact: bool = False) -> int | str:
        """What is printed for a cell."""
        if exact:
            return cell.shown()
        match cell:
            case Count():
                return self._mark(cell.key, cell.number) or cell.number
            case Percent() if self._is_kept(cell.key) or 0 < cell.base < FEWEST or self._is_small(cell.part):
                return cell.shown() if cell.missing else AWAY
            case OutOf():
                part, whole = cell.part, cell.whole
                marks = [self._mark(each.key, each.number) for each in (part, whole)]
                return f"<{self.below}" if f"<{self.below}" in marks else AWAY if any(marks) else cell.shown()
            case Growth():
                kept = any(self._mark(each.key, each.number) for each in (cell.before, cell.now))
                return AWAY if kept or 0 < cell.before.number < FEWEST else cell.shown()
            case _:
                return cell.shown()

    def _is_kept(self, key: Key) -> bool:
        return key in self.small or key in self.away

    def _is_small(self, number: int) -> bool:
        return 0 < number < self.below

    def _mark(self, key: Key, number: int) -> str:
        if key in self.away:
            return AWAY
        return f"<{self.below}" if key in self.small or self._is_small(number) else ""


def nothing() -> Hidden:
    """An internal report shows everything (R924)."""
    return Hidden(frozenset(), frozenset(), 0)


def hidden(tables: Iterable[Table], below: int, earlier: Said = Said()) -> Hidden:  # noqa: B008 it is a value
    """What is hidden in a public report that is read beside these earlier ones."""
    system = _System(tuple(tables), below)
    system.remember(earlier)
    system.hide()
    return Hidden(frozenset(system.small), frozenset(system.away), below)


class _System:
    """Every count that is printed, its number, and the sums it stands in."""

    def __init__(self, tables: tuple[Table, ...], below: int) -> None:
        self._below = below
        self._numbers: dict[Key, int] = {}
        self._partners: dict[Key, Key] = {}
        self._looks = 0
        self._known = {key for table in tables if table.exact for key in _exact(table)}
        self._printed: set[Key] = set()
        self.small: set[Key] = set()
        self.away: set[Key] = set()
        cells = [cell for table in tables if not table.exact for row in table.rows for cell in row.cells]
        self._take(cells)
        self.away -= {cell.key for cell in cells if isinstance(cell, Count)}  # a count says it, whatever its percent
        self._sums = self._equations(tables)
        self._in: defaultdict[Key, list[int]] = defaultdict(list)
        self._place(0)
        self._fixed: frozenset[Key] = frozenset()

    def _place(self, start: int) -> None:
        for place, (whole, parts) in enumerate(self._sums[start:], start=start):
            for key in (whole, *parts):
                self._in[key].append(place)

    def remember(self, earlier: Said) -> None:
        """What is in print already stays as it is: shown, or hidden."""
        self._fixed = frozenset(earlier.numbers)
        for key, number in earlier.numbers.items():
            self._numbers.setdefault(key, number)
            if key in earlier.shown:
                self._known.add(key)
            elif 0 < number < self._below:
                self.small.add(key)
            else:
                self.away.add(key)
        self._printed |= self._fixed
        start = len(self._sums)
        self._sums += [each for each in earlier.sums if each not in set(self._sums) and self._holds(each)]
        for equation, made in across(self._numbers, self._fixed):
            self._numbers |= made
            self.small |= {key for key, number in made.items() if 0 < number < self._below}
            if self._holds(equation):
                self._sums.append(equation)
        self._place(start)

    def _holds(self, equation: tuple[Key, tuple[Key, ...]]) -> bool:
        """Whether it does with the numbers of now: records may have been corrected since."""
        whole, parts = equation
        numbers = [self._numbers.get(key) for key in (whole, *parts)]
        return None not in numbers and numbers[0] == sum(number or 0 for number in numbers[1:])

    def _take(self, cells: Iterable[Figure]) -> None:
        for cell in cells:
            match cell:
                case Count():
                    self._print(cell.key, cell.number)
                case Percent(missing=""):
                    self._print(cell.key, cell.part)
                    self._known |= {cell.base_key} if cell.base else {cell.base_key, cell.key}
                    if 0 < cell.base < FEWEST:
                        self.away.add(cell.key)
                case OutOf(part, whole):
                    self._print(part.key, part.number)
                    self._print(whole.key, whole.number)
                    self._partners |= {part.key: whole.key, whole.key: part.key}
                case _:
                    pass

    def _print(self, key: Key, number: int) -> None:
        self._printed.add(key)
        self._numbers[key] = number
        if 0 < number < self._below:
            self.small.add(key)

    def _equations(self, tables: Iterable[Table]) -> list[tuple[Key, tuple[Key, ...]]]:
        found: dict[tuple[Key, tuple[Key, ...]], None] = {}
        for table in tables:
            for each in table.sums:
                for count in (each.whole, *each.parts):
                    self._numbers.setdefault(count.key, count.number)
                if each.holds:
                    found[each.whole.key, tuple(part.key for part in each.parts)] = None
        return list(found)

    def hide(self) -> None:
        """Hide one more as long as something hidden can be worked out."""
        self.away -= self._known
        self._hide_partners()
        waiting = sorted(self._secrets())
        for secret in waiting:  # it grows: what is hidden for another's sake is a secret too
            while secret in self._secrets() and not self._is_safe(secret):
                more = self._one_more(secret)
                if more is None:
                    self._known.add(secret)  # nothing is left to hide it behind: only an exact table says it (R921)
                    break
                before = self._secrets()
                self.away.add(more)
                self._hide_partners()
                waiting += sorted(self._secrets() - before)

    def _hide_partners(self) -> None:
        """Of two numbers in one cell, both are hidden."""
        for key in list(self.small | self.away):
            if key in self._partners and self._partners[key] not in self.small:
                self.away.add(self._partners[key])

    def _secrets(self) -> set[Key]:
        return (self.small | self.away) - self._known

    def _one_more(self, key: Key) -> Key | None:
        """Of what stands in a sum with it and can still be hidden: the least number that is shown; else one of which
        no more than "<5" is said, that it may be anything; and a nought only if there is nothing else.
        """
        here = {other for place in self._in[key] for other in _keys(self._sums[place])}
        here = (here & self._printed) - self._known - self.away - self._fixed
        wholes = {self._sums[place][0] for place in self._in[key]}

        def order(other: Key) -> tuple[int, bool, int, Key]:
            kind = 1 if other in self.small else 2 if not self._numbers[other] else 0
            return kind, kind == 1 and other not in wholes, self._numbers[other], other

        return min(here, key=order, default=None)

    # ---------------------------------------------------------------- is there another number that fits?
    def _is_safe(self, key: Key) -> bool:
        self._looks = LOOKS
        tries = (self._numbers[key] + step for step in (1, -1, 2, -2, 3, -3))
        return any(self._fits(key, number) and self._repaired({key: number}) for number in tries)

    def _fits(self, key: Key, number: int) -> bool:
        """Whether a reader could take it for that number."""
        if key in self.small and key not in self.away:
            return 0 < number < self._below
        if key in self.away and self._numbers[key] >= self._below:
            return number >= self._below
        return number >= 0

    def _repaired(self, changed: Mapping[Key, int]) -> bool:
        """Whether more numbers can change with these, so that every sum holds again."""
        self._looks -= 1
        broken = next(self._broken(changed), None)
        if broken is None:
            return self._pairs_fit(changed)
        if self._looks < 0:
            return False
        whole, parts = self._sums[broken]
        now = {key: changed.get(key, self._numbers[key]) for key in (whole, *parts)}
        lacks = now[whole] - sum(now[part] for part in parts)
        for key in (*parts, whole):
            number = now[key] + (lacks if key != whole else -lacks)
            free = key not in changed and self._may_change(key) and self._fits(key, number)
            if free and self._repaired({**changed, key: number}):
                return True
        return False

    def _broken(self, changed: Mapping[Key, int]) -> Iterator[int]:
        for place in sorted({place for key in changed for place in self._in[key]}):
            whole, parts = self._sums[place]
            if changed.get(whole, self._numbers[whole]) != sum(changed.get(key, self._numbers[key]) for key in parts):
                yield place

    def _may_change(self, key: Key) -> bool:
        """Whether a reader does not know it: hidden, or printed nowhere."""
        return key not in self._known and (key in self.small or key in self.away or key not in self._printed)

    def _pairs_fit(self, changed: Mapping[Key, int]) -> bool:
        """R826: no more upheld than decided."""
        now: Callable[[Key], int] = lambda key: changed.get(key, self._numbers[key])  # noqa: E731 too short for a name
        wholes = [(part, whole) for part, whole in self._partners.items() if part[0] == "LGSCO upheld"]
        return all(now(part) <= now(whole) for part, whole in wholes if part in changed or whole in changed)


def _exact(table: Table) -> Iterator[Key]:
    yield from (cell.key for row in table.rows for cell in row.cells if isinstance(cell, Count))
    for each in table.sums:
        yield from _keys((each.whole.key, tuple(part.key for part in each.parts)))


def _keys(of: tuple[Key, tuple[Key, ...]]) -> tuple[Key, ...]:
    return of[0], *of[1]
