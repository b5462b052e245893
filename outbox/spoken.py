"""Letters to somebody who wrote in the form. They go nowhere: they are kept, to be read there by whoever has the number
and the secret word.

Where nothing can be kept the siren speaks instead, and its words must reach the page that is open at that moment: they
are held in memory for it, and for nobody else.
"""

from collections import OrderedDict

from casework.letters import Letter
from casework.messages import Address
from outbox.render import Rendered

REMEMBERED = 100
"""How many writers' last words of safety are held. *Taste*: each is looked for at once."""


async def kept(letter: Letter, rendered: Rendered) -> str:
    """One way out: the courier writes down the exact words, and that is all there is to do."""
    del letter, rendered
    return ""


class Spoken:
    """What the siren said to whoever is looking at a page of the form."""

    def __init__(self) -> None:
        self._said: OrderedDict[Address, str] = OrderedDict()

    async def send(self, letter: Letter, rendered: Rendered) -> str:
        """One way out, for the siren."""
        self._said[letter.to] = rendered.text
        self._said.move_to_end(letter.to)
        while len(self._said) > REMEMBERED:
            self._said.popitem(last=False)
        return ""

    def to(self, writer: Address) -> str:
        """What was said to them last; empty if nothing was."""
        return self._said.get(writer, "")
