"""Any value of a shape: what hypothesis makes of a dataclass's types, with aware moments and finite numbers."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

WORDS = st.text(max_size=20)
NAMES = {"person": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)}
"""Fields that are columns too: PostgreSQL's text holds no NUL, and nobody's id does."""

SIMPLE: dict[type, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(0, 2**31 - 1),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
}


def any_value(shape: Any, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Any value of a type; of a dataclass, with some of its fields given."""
    if is_dataclass(shape):
        hints = get_type_hints(shape)
        given = {
            one.name: NAMES[one.name] for one in fields(shape) if one.name in NAMES and hints[one.name] is str
        } | given
        made = {one.name: any_value(hints[one.name]) for one in fields(shape) if one.name not in given} | given
        return st.fixed_dictionaries(made).map(lambda one: _made(shape, one)).filter(lambda one: one is not None)
    if isinstance(shape, type) and issubclass(shape, Enum):
        return st.sampled_from(list(shape))
    return _of_many(shape) if get_origin(shape) else SIMPLE.get(shape, st.none())


def _made(shape: Any, given: Mapping[str, Any]) -> Any:
    try:
        return shape(**given)
    except ValueError:  # a value that may not be: the strategy tries another
        return None


def _of_many(shape: Any) -> st.SearchStrategy[Any]:
    origin, inner = get_origin(shape), get_args(shape)
    if origin in (Union, types.UnionType):
        return st.one_of([any_value(one) for one in inner])
    if origin is frozenset:
        return st.frozensets(any_value(inner[0]), max_size=3)
    if origin is Mapping:
        return st.dictionaries(any_value(inner[0]), any_value(inner[1]), max_size=3)
    if origin is tuple and inner[-1] is ...:
        return st.lists(any_value(inner[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(any_value(one) for one in inner))
    raise TypeError(f"no way to make a {shape}")
