"""What a form asks, and what was typed into it: kept whole, bounded, and held to the choices that were offered.

Nothing but the fields asked for is ever read from a form, so that nobody can slip a fact of their own into a letter.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from enum import Enum, auto
from types import MappingProxyType
from typing import assert_never

from starlette.datastructures import FormData

from casework.frozen import frozen

LINE, TEXT = 100, 4000
"""The most characters in a line, and in a box of words. *Taste.*"""

DAY = "For example 4 12 2026"
"""How a day is typed: said below whatever asks for one."""

BOXES = ("day", "month", "year")


class Sort(Enum):
    """How a field is filled in."""

    LINE = auto()
    TEXT = auto()
    ONE = auto()  # of the choices
    SEVERAL = auto()  # of the choices, joined with |
    DATE = auto()  # typed in three boxes; the value is ISO


@frozen
class Field:
    """One thing that a form asks. `needed` is what is said when it is left empty; without it, it may be.

    `choices` are values with their words. `shown` is how many of SEVERAL stand there at once; the others unfold under
    the words `rest`. `most` is how many characters it holds, if not what its sort does.
    """

    name: str
    label: str
    sort: Sort = Sort.TEXT
    hint: str = ""
    needed: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    shown: int = 0
    rest: str = ""
    most: int = 0

    @property
    def first(self) -> str:
        """The name of the box to go to when something is wrong with it."""
        match self.sort:
            case Sort.DATE:
                return f"{self.name}-day"
            case Sort.SEVERAL:
                return f"{self.name}-1"
            case Sort.LINE | Sort.TEXT | Sort.ONE:
                return self.name
            case _:
                assert_never(self.sort)


@frozen
class Filled:
    """A form as it was filled in: what was typed, what is wrong with which field, or which rule stood against it."""

    typed: Mapping[str, str] = field(default_factory=dict, repr=False)
    wrong: Mapping[str, str] = field(default_factory=dict)
    broken: str = ""
    rule: str = ""

    @property
    def refused(self) -> bool:
        """Whether it must be shown again."""
        return bool(self.wrong or self.broken)


EMPTY = Filled(MappingProxyType({}), MappingProxyType({}))


@frozen
class Problem:
    """One line of the error summary, and where on the page it leads."""

    says: str
    to: str
    rule: str = ""


def number(text: str) -> int | None:
    """A number as an address holds it; None for what is none, or longer than any there could be."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def read(form: FormData, fields: Iterable[Field]) -> Filled:
    """What was typed into these fields, and what is wrong with it. Whatever else the form holds is not looked at."""
    typed: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for each in fields:
        typed |= _typed(form, each)
        if says := _wrong(each, typed):
            wrong[each.name] = says
    return Filled(typed, wrong)


def facts(filled: Filled, fields: Iterable[Field]) -> dict[str, str]:
    """What a decision is told: the fields by name, those left empty left out."""
    return {each.name: filled.typed[each.name] for each in fields if filled.typed.get(each.name)}


def problems(filled: Filled, fields: Iterable[Field], *, form: str) -> tuple[Problem, ...]:
    """The error summary of a form, in the order of its fields; `form` is the form's own id."""
    found = [Problem(filled.wrong[each.name], f"{form}-{each.first}") for each in fields if each.name in filled.wrong]
    whole = [Problem(filled.broken, form, filled.rule)] if filled.broken else []
    return (*whole, *found)


def kept(filled: Filled, fields: Iterable[Field]) -> tuple[tuple[str, str], ...]:
    """What was typed, for a step that can no longer be taken: somebody was quicker, and nothing typed is lost."""
    return tuple((each.label, filled.typed[each.name]) for each in fields if filled.typed.get(each.name))


def one_of(form: FormData, name: str) -> str:
    """A single short value that is no field: which button, which version."""
    value = form.get(name)
    return _clean(value)[:LINE] if isinstance(value, str) else ""


def _typed(form: FormData, asked: Field) -> dict[str, str]:
    if asked.sort is Sort.DATE:
        boxes = {f"{asked.name}-{box}": one_of(form, f"{asked.name}-{box}") for box in BOXES}
        return boxes | {asked.name: _iso(*boxes.values())}
    given = [_clean(value) for value in form.getlist(asked.name) if isinstance(value, str)]
    if asked.sort is Sort.SEVERAL:
        return {asked.name: "|".join(dict.fromkeys(filter(None, given)))}
    return {asked.name: given[0] if given else ""}


def _wrong(asked: Field, typed: Mapping[str, str]) -> str:
    value = typed[asked.name]
    if asked.sort is Sort.DATE and not value and any(typed[f"{asked.name}-{box}"] for box in BOXES):
        return "Give the date as a day, a month and a year, like 4 12 2026."
    if not value:
        return asked.needed
    match asked.sort:
        case Sort.ONE | Sort.SEVERAL:
            offered = {choice for choice, _ in asked.choices}
            return "" if offered.issuperset(value.split("|")) else "Choose from the list."
        case Sort.LINE | Sort.TEXT:
            most = asked.most or (LINE if asked.sort is Sort.LINE else TEXT)
            return "" if len(value) <= most else f"Use at most {most} characters: this has {len(value)}."
        case Sort.DATE:
            return ""
        case _:
            assert_never(asked.sort)


def _iso(day: str, month: str, year: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _clean(value: str) -> str:
    """Without what no keyboard types: characters that steer terminals and break databases."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in lines if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cs")).strip()
