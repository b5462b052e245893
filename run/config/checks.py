"""Values against a shape: strict, extras forbidden, every mistake named by file, line, key and what was expected.

The input is never quoted back: a password typed in the wrong place must not reach a log.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import TypeVar, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from run.config import plainly
from run.config.trees import Keys, Misconfigured, Source, Tree

Shape = TypeVar("Shape")

_UNKNOWN = {"extra_forbidden", "unexpected_keyword_argument"}
_MISSING = {"missing", "missing_argument", "missing_keyword_only_argument"}


def checked(shape: type[Shape], values: Tree, sources: tuple[Source, ...]) -> Shape:
    """The values as that shape. `sources` are the files they came from, the one that has the last word first."""
    try:
        adapter = _adapter(shape)  # type: ignore[arg-type]  # mypy doubts that a class is hashable
        (made,) = adapter.validate_json(json.dumps([plain(values)]), strict=True)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        lines = dict.fromkeys(
            _said(shape, each["type"], each["loc"][1:], each["msg"], values, sources) for each in found
        )
        raise Misconfigured("\n".join(lines)) from None
    return cast(Shape, made)  # the adapter was made from that very shape, which mypy cannot see


@cache
def _adapter(shape: type) -> TypeAdapter[tuple[object]]:
    """Made once: that costs more than using it. A dataclass is configured by what holds it, hence the tuple."""
    return TypeAdapter(tuple[shape], config=ConfigDict(extra="forbid"))  # type: ignore[valid-type]


def _said(shape: type, kind: str, loc: Keys, message: str, values: Tree, sources: tuple[Source, ...]) -> str:
    keys = loc if kind in _MISSING else _really_there(values, loc)
    stands = keys[:-1] if kind in _MISSING else keys
    section = kind in _MISSING and len(stands) == 1  # of two files, the one that has the last word lacks it
    source = sources[0] if section else next((each for each in sources if each.line(stands)), sources[0])
    if kind in _UNKNOWN:
        known = known_keys(shape, keys[:-1])
        close = get_close_matches(str(keys[-1]), known, n=1)
        return source.problem(keys, f"nobody declared this key; expected {close[0] if close else ' or '.join(known)}")
    if kind in _MISSING:
        return source.problem(keys, "this key must be there")
    return source.problem(keys, plainly.of_value(message, nothing=_at(values, keys) is None))


def known_keys(shape: object, keys: Keys) -> list[str]:
    """The keys that may stand under those keys, by the shape's own declaration; none where any key may."""
    for key in keys:
        shape = _inside(shape, str(key))
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return [each.alias or name for name, each in shape.model_fields.items()]
    if isinstance(shape, type) and is_dataclass(shape):
        return [each.name for each in fields(shape) if each.name != "name"]
    return []


def _inside(shape: object, key: str) -> object:
    if isinstance(shape, type) and (is_dataclass(shape) or issubclass(shape, BaseModel)):
        return get_type_hints(shape).get(key)
    arguments = get_args(shape)
    return arguments[1] if get_origin(shape) is Mapping else arguments[0] if arguments else None


def _really_there(values: object, loc: Keys) -> Keys:
    """The part of the place that is keys, without the notes pydantic adds about which kind it tried."""
    keys: list[str | int] = []
    for key in loc:
        if not (isinstance(values, dict) and key in values) and not (isinstance(values, list) and isinstance(key, int)):
            break
        values = values[key]  # type: ignore[index]  # the line above has looked
        keys.append(key)
    return tuple(keys)


def _at(values: object, keys: Keys) -> object:
    for key in keys:
        values = values[key]  # type: ignore[index]  # `_really_there` has looked
    return values


def plain(values: Tree) -> Tree:
    """Values as JSON has them: YAML's days become text, and keys are text."""
    return {str(key): _plain(value) for key, value in values.items()}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return plain(value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
