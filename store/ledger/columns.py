"""FILES: every file of the ledger, its columns, and what each cell may hold.

A cell is text; a column's `read` makes a value of it, or raises `ValueError` with what it expected, in words for
whoever has the spreadsheet open. Empty and `unknown` are the same everywhere (S26); `needed` is only that without which
a line is no stage row at all.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from casework.actions import Compliance, Remedy
from casework.cases import Closure, Outcome
from casework.frozen import frozen
from casework.labels import CategoryB, CategoryD, Kind, Procedure, Sender, Service
from casework.names import name
from casework.records import beyond, ledger

BAR = "|"
"""What joins several values in one cell."""

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MONEY = re.compile(r"\d{1,9}(\.\d{1,2})?", re.ASCII)
_YEAR = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_BLANK = ("", "unknown")

Read = Callable[[str], object]

REMEMBERED = 50_000
"""Different cells of a column whose meaning is remembered."""


class _Meanings(dict[str, object]):
    """What cells mean, each worked out once: a column of a hundred thousand dates has a thousand days."""

    def __init__(self, read: Read) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: str) -> object:
        found = self._read(cell.strip())
        if len(self) < REMEMBERED:
            self[cell] = found
        return found


@frozen
class Column:
    """One column: its name, how a cell of it is read, whether it must be known."""

    name: str
    read: Read
    needed: bool = False


@frozen
class File:
    """One file: its columns, in the order of the fields of the value that a line becomes. `orders` are pairs of
    columns of which the second may not be the earlier day. `once`: the columns that together name a line.
    """

    name: str
    line: Callable[..., object]
    columns: tuple[Column, ...]
    orders: tuple[tuple[str, str], ...] = ()
    once: tuple[str, ...] = ()


def entry(file: str, council: str, reference: str, number: int) -> str:
    """What a line is called that a case was worked out into and nothing names: for the case, and its place in it."""
    return name("entry", file, council, reference, str(number))


def known(text: str) -> bool:
    """Whether a cell says anything (S26)."""
    return text not in _BLANK


def text(cell: str) -> str:
    """Anything at all."""
    return cell if known(cell) else ""


def names(cell: str) -> tuple[str, ...]:
    """Names joined with a bar, each once, however its words are spaced."""
    parts = (" ".join(part.split()) for part in cell.split(BAR))
    return tuple(dict.fromkeys(part for part in parts if known(part.casefold())))


def day(cell: str) -> date | None:
    """A date."""
    if not known(cell):
        return None
    found = _DATE.fullmatch(cell)
    try:
        if found:
            return date(*map(int, found.groups()))
    except ValueError:
        raise ValueError("expected a day that there is, such as 2021-03-31") from None
    raise ValueError("expected a date such as 2021-03-31")


def yes_no(cell: str) -> bool | None:
    """A yes or a no."""
    if cell in ("yes", "no"):
        return cell == "yes"
    if not known(cell):
        return None
    raise ValueError("expected yes or no")


def written(value: object) -> str:
    """A value as a cell holds it; nothing, where it is not known."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case tuple():
            return BAR.join(map(written, value))
        case StrEnum():
            return value.value
        case Decimal():
            return f"{value:.2f}"
        case _:
            return str(value)


def money(cell: str) -> Decimal | None:
    """Pounds."""
    if not known(cell):
        return None
    if not _MONEY.fullmatch(cell):
        raise ValueError("expected pounds and pence such as 1234.50")
    return Decimal(cell)


def year(cell: str) -> str:
    """A report's year."""
    if not known(cell):
        return ""
    found = _YEAR.fullmatch(cell)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        raise ValueError("expected a year such as 2020-21")
    return cell


def label(kinds: type[StrEnum]) -> Read:
    """One of the labels, letter for letter."""
    values: dict[str, StrEnum | None] = {**{each.value: each for each in kinds}, **dict.fromkeys(_BLANK)}
    expected = f"expected one of {', '.join(each for each in values if known(each))}"

    def read(cell: str) -> StrEnum | None:
        try:
            return values[cell]
        except KeyError:
            raise ValueError(expected) from None

    return read


def labels(kinds: type[StrEnum]) -> Read:
    """Some of the labels, joined with a bar."""
    one = label(kinds)

    def read(cell: str) -> tuple[object, ...]:
        return tuple(dict.fromkeys(value for part in cell.split(BAR) if (value := one(part.strip())) is not None))

    return read


def _columns(*given: tuple[str, Read], needed: tuple[str, ...] = ()) -> tuple[Column, ...]:
    return tuple(Column(name, _Meanings(read).__getitem__, name in needed) for name, read in given)


_FILES = (
    File("stages", ledger.StageLine, _columns(
        ("case", text), ("council", text), ("kind", label(Kind)), ("procedure", label(Procedure)),
        ("stage", label(ledger.Stage)), ("formal", yes_no), ("directorate", label(ledger.Directorate)),
        ("service", labels(Service)), ("team", names), ("category_b", labels(CategoryB)),
        ("category_d", labels(CategoryD)), ("sender", label(Sender)), ("via_advocate", yes_no),
        ("child_in_care", yes_no), ("method", label(ledger.Method)), ("received", day), ("day_0", day),
        ("extended", yes_no), ("agreed_due", day), ("responded", day), ("closed", day), ("closure", label(Closure)),
        ("outcome", label(Outcome)), ("ombudsman", label(ledger.Ruling)), ("payment", money), ("fee", money),
        ("subject", text), needed=("stage", "received"),
    ), orders=(("received", "responded"), ("received", "closed")), once=("case", "stage")),
    File("compliments", ledger.Compliment, _columns(
        ("received", day), ("council", text), ("directorate", label(ledger.Directorate)),
        ("service", labels(Service)), ("team", names), ("source", text), ("text", text), ("may_quote", yes_no),
    )),
    File("learning", ledger.LearningAction, _columns(
        ("case", text), ("stage", label(ledger.Stage)), ("agreed", day), ("level", label(ledger.Level)),
        ("text", text), ("owner", text), ("due", day), ("status", label(ledger.Status)), ("reason", text),
        ("directorate", label(ledger.Directorate)),
    )),
    File("requests", ledger.Request, _columns(
        ("received", day), ("council", text), ("kind", label(ledger.Asked)), ("due", day), ("responded", day),
    ), orders=(("received", "responded"),)),
    File("advocacy", ledger.Offer, _columns(
        ("case", text), ("council", text), ("offered", day), ("answer", label(ledger.Answer)), ("referred", day),
        ("provider", text), ("allocated", day),
    )),
    File("equality", ledger.EqualityForm, _columns(
        ("year", year), ("council", text), ("procedure", label(Procedure)), ("gender", names), ("ethnicity", names),
        ("disability", names), ("sexual_orientation", names), ("religion", names), ("age", names),
    )),
    File("conduct", ledger.ConductComplaint, _columns(
        ("received", day), ("council", text), ("body", text), ("investigated", yes_no), ("upheld", yes_no),
    )),
    File("restrictions", ledger.Restriction, _columns(
        ("council", text), ("start", day), ("end", day),
    ), orders=(("start", "end"),)),
)  # fmt: skip

FILES: Mapping[str, File] = MappingProxyType({file.name: file for file in _FILES})

_BEYOND = (
    File("remedies", beyond.Remedied, _columns(
        ("case", text), ("remedy", label(Remedy)), ("due", day), ("done", day), ("compliance", label(Compliance)),
    )),
    File("longer", beyond.Longer, _columns(
        ("case", text), ("stage", label(ledger.Stage)), ("agreed", day), ("reason", text),
    )),
    File("examples", beyond.Example, _columns(
        ("year", year), ("category", label(CategoryB)), ("complaint", text), ("response", text), ("told_by", text),
        ("read_by", text), ("told", day),
    )),
)  # fmt: skip

BEYOND: Mapping[str, File] = MappingProxyType({file.name: file for file in _BEYOND})
"""Lines that only cases handled here have, and what is told of them: kept beside the ledger, for reports, and in no
spreadsheet.
"""
