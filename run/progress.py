"""How far it is: a bar on a terminal, nothing in a pipe."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[int, int], None]
"""Told how many of how many are done."""


@contextmanager
def bar(doing: str) -> Iterator[Tell | None]:
    """A bar while the block lasts, and how it is told; None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task(doing)
        yield lambda done, whole: drawn.update(task, completed=done, total=whole)
