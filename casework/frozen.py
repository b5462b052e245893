"""What a value is here: a dataclass with slots that nobody changes once it is made, and that may stand in a set."""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

Kind = TypeVar("Kind")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(kind: type[Kind]) -> type[Kind]:
    """`kind` as a value. mypy refuses whoever would change one; Python does not watch for it as well while it runs,
    which made each cost three times as much, and a mail makes sixty of them. A `__hash__` of its own stays.
    """
    return dataclass(slots=True, unsafe_hash="__hash__" not in vars(kind))(kind)
