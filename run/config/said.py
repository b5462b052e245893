"""What a council's own file wants said that could not be: letters by names that there are no words for, found else by
whoever waits for one, and a name that stands in every letter and is empty.
"""

from collections.abc import Iterator
from pathlib import Path

from outbox.library import FOLDER
from run.config.trees import Keys, Source

NAMING = frozenset({"young", "adult", "chat", "words"})
"""Keys under which the words of a letter are named."""

NAMED = ("title", "team")
"""What letters and pages call the council and its people."""

EMPTY = "nothing stands between the quotation marks: people would read nothing there"


def unsayable(own: Source, folder: Path = FOLDER) -> Iterator[str]:
    """Each by its line."""
    there = {name for path in folder.glob("*.txt") for name in (path.stem, path.stem.rpartition(".")[0])}
    for keys, value in _words(own.values, ()):
        if keys[-1] in NAMING and value and value not in there:
            yield own.problem(keys, f"there are no words called {value} in outbox/words")
        elif keys[0] in NAMED and not value.strip():
            yield own.problem(keys, EMPTY)


def _words(value: object, keys: Keys) -> Iterator[tuple[Keys, str]]:
    """Everything that is text, and where it stands."""
    if isinstance(value, str) and keys:
        yield keys, value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield from _words(each, (*keys, key))
