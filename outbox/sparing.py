"""aiogram, imported for a third of its memory: it makes a reader for each of 340 kinds of thing that Telegram has, and
a bot like ours meets thirty. Here each is made when it is first met.

aiogram itself leaves its readers for later, and then has every one of them made at the end of its import, since it
names its kinds to one another only there. So the names are put where each kind looks for them, and nothing is made.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from re import findall
from typing import Any

from pydantic import BaseModel

LIBRARY = "aiogram"

AT_ONCE = ("Update", "Message", "SendMessage", "EditMessageText", "EditMessageReplyMarkup")
"""What every bot meets on its first day: making it takes a fifth of a second, which nobody who writes should wait."""


def imported() -> None:
    """Import it, unless that has been done. What it then does it does as ever."""
    if LIBRARY in sys.modules:
        return
    with _made_later():
        types = import_module(f"{LIBRARY}.types")
        methods = import_module(f"{LIBRARY}.methods")
    from aiogram.client.default import Default  # imported with the rest

    known = {name: vars(types)[name] for name in types.__all__} | {"Default": Default}
    for kind in known.values():
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            _told(kind, known)
    for name in AT_ONCE:
        (vars(types).get(name) or vars(methods)[name]).model_rebuild()


@contextmanager
def _made_later() -> Iterator[None]:
    """Nobody else's kinds are touched: another thread may be making its own."""
    make: Any = vars(BaseModel)["model_rebuild"]  # itself, bound to nobody

    def unless_theirs(kind: type[BaseModel], /, **how: Any) -> bool | None:
        made: bool | None = None if kind.__module__.startswith(f"{LIBRARY}.") else make.__func__(kind, **how)
        return made

    BaseModel.model_rebuild = classmethod(unless_theirs)  # type: ignore[assignment, method-assign]  # for a second
    try:
        yield
    finally:
        BaseModel.model_rebuild = make  # type: ignore[method-assign]  # as it was


def _told(kind: type[BaseModel], known: dict[str, object]) -> None:
    """The kinds that it speaks of, by their names."""
    here = vars(sys.modules[kind.__module__])
    for said in vars(kind).get("__annotations__", {}).values():
        for word in findall(r"\w+", str(said)):
            if word in known:
                here.setdefault(word, known[word])
