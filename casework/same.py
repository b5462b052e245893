"""A value known by which one it is, not by what it holds: what is worked out from a case is then worked out once.

A case is never changed, only replaced, so that which one it is says all; to compare all that it holds would cost more
than to work it out again.
"""

from typing import Generic, TypeVar

from casework.frozen import frozen

T = TypeVar("T")


@frozen
class Same(Generic[T]):
    """The same as another of the very same value."""

    value: T

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.value is self.value
