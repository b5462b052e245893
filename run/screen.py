"""How a chat looks at a terminal: the bot's words beside a bar, its buttons as bright numbers, and whose turn it is."""

from collections.abc import Callable
from datetime import datetime

from rich.console import Console
from rich.text import Text

from bot.terminal.chat import Heard
from casework.days import LONDON

WIDEST = 76
"""Letters a line: a chat is read, and a wide window makes long lines. *Taste.*"""

PROMPT = "you ▸ "
ERASE = "\r\x1b[K"


class Coloured:
    """A screen for a person who looks at it. `NO_COLOR` is heeded, as by every good program."""

    def __init__(self, console: Console, now: Callable[[], datetime]) -> None:
        self._console = console
        self._now = now

    def heard(self, heard: Heard) -> None:
        """A bubble on the left."""
        self._over()
        at = self._now().astimezone(LONDON)
        self._console.print(Text(f"heard · {at:%H:%M}", style="bold cyan"))
        words = Text(heard.text)
        words.highlight_regex(r"\b(?:999|111|0800 1111|116 123|116 000|85258)\b", "bold yellow")
        self._barred(words)
        for number, label in enumerate(heard.labels, start=1):
            self._barred(Text.assemble((f" {number} ", "black on cyan"), " ", (label, "bold")))
        self._console.print()
        self._ready()

    def said(self, line: str) -> None:
        """It stands there already: whoever typed it sees it. The next line begins as a turn does."""
        del line
        self._ready()

    def aside(self, text: str) -> None:
        """Pale, so that nobody takes it for the bot."""
        self.ends(text)
        self._console.print()
        self._ready()

    def ends(self, text: str) -> None:
        """Pale as well, and nobody's turn after it."""
        self._over()
        self._console.print(Text(text, style="dim"))

    def _barred(self, text: Text) -> None:
        for line in text.wrap(self._console, min(self._console.width, WIDEST) - 2):
            line.rstrip()
            self._console.print(Text.assemble(("│ ", "cyan"), line), soft_wrap=True)

    def _ready(self) -> None:
        self._console.print(Text(PROMPT, style="bold green"), end="")

    def _over(self) -> None:
        """What is said comes over the prompt."""
        self._console.file.write(ERASE)
