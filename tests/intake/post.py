"""The oddities in `tests/post`: one mail each, named for what is odd about it."""

from pathlib import Path

from intake.parsing import Mail, parse
from intake.parsing.reading import Known

FOLDER = Path(__file__).parents[1] / "post"
OURS = frozenset(("complaints@council.example",))


def raw(name: str) -> bytes:
    """The bytes of an oddity."""
    return (FOLDER / f"{name}.eml").read_bytes()


def read(name: str) -> Mail:
    """An oddity, read by an intake that knows its own address."""
    return parse(raw(name), Known(OURS, lambda found: found == "letter.1@council.example"))
