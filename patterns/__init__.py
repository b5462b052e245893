"""How the desk and the form make their pages: strictly, everything escaped, with the GOV.UK Design System's macros.

The macros are those of `govuk-frontend-jinja`, imported by our templates as its guide says. They look for keys that
nobody gave and take nothing for an answer; in our own templates a name that nobody gave is an error. So each is read
in an environment of its own.
"""

from collections.abc import Callable, Hashable, Iterable, MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined, Template
from jinja2.runtime import Macro
from markupsafe import Markup

LIBRARY = "govuk_frontend_jinja"

REMEMBERED = 1024
"""How many drawings are kept in memory, the latest used: buttons, tags, fields nobody has filled in. *Taste.*"""


class Macros(PackageLoader):
    """The library's templates, read in their own environment whoever asks for them."""

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        del environment
        return super().load(LENIENT, name, globals)


class Lenient(Environment):
    """A macro asks for thirty things and is told five: asking the mapping first takes half the time."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute not in METHODS:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


METHODS = frozenset(dir(dict))
LENIENT = Lenient(
    loader=PrefixLoader({LIBRARY: PackageLoader(LIBRARY)}), autoescape=True, auto_reload=False,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip


def environment(templates: Path, **filters: Callable[..., object]) -> Environment:
    """What renders the pages of this folder, with filters of its own."""
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(templates), PrefixLoader({LIBRARY: Macros(LIBRARY)})]),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )  # fmt: skip
    # By type too: words that are markup already are not the same words, though they read the same.
    made.globals["remembered"] = lru_cache(REMEMBERED, typed=True)(drawn)
    made.filters.update(filters, items=items, lines=lines)
    return made


def drawn(macro: Macro, *told: Hashable) -> Markup:
    """What a macro makes of this. Remembered, it costs a hundredth: a contact's page took 70 ms and takes 5."""
    return Markup(macro(*told))  # noqa: S704 a macro escapes what it is told


def items(choices: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Values and their words, as the library's macros are told them."""
    return [{"value": value, "text": words} for value, words in choices]


def lines(text: str) -> Markup:
    """What somebody typed, line by line. The library indents what it is handed, and here that would be seen."""
    return Markup("<br>").join(text.split("\n"))
