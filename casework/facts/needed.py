"""Of all that may be said, what a letter's words have a place for.

It is fixed when the letter is written, as everything in it is. What no word of it says is not carried: neither a name
that nobody will read there, nor a kilobyte of the council's numbers in every receipt that is kept.
"""

from collections.abc import Mapping

from casework.councils import Council


def needed(told: Mapping[str, str], council: Council, *words: str) -> dict[str, str]:
    """These facts, but for those that none of the words has a place for; all of them, if any words are not known."""
    there = places(council, *words)
    return dict(told) if there is None else {name: value for name, value in told.items() if name in there}


def places(council: Council, *words: str) -> frozenset[str] | None:
    """What these words have a place for; None, if any of them are not known."""
    if not council.needs.keys() >= {*words}:
        return None
    return frozenset[str]().union(*[council.needs[each] for each in words])
