"""A table that is saved and opened in a spreadsheet holds words, whoever wrote them: what begins like a formula, a
spreadsheet would run.

Such a cell gets an apostrophe before it, as people write one themselves; read back in, it is what it was.
"""

import re

RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
       "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
"""How a formula begins."""

NUMBER = re.compile(r"[+-][\d.,]*%?")
"""What begins so and is none."""


def harmless(cell: str) -> str:
    """A cell as it is saved."""
    return f"'{cell}" if _would_run(cell) else cell


def as_written(cell: str) -> str:
    """A cell that was saved so, as it was."""
    return cell[1:] if cell[:1] == "'" and _would_run(cell[1:]) else cell


def _would_run(cell: str) -> bool:
    return cell.startswith(RUN) and not NUMBER.fullmatch(cell)
