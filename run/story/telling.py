"""The lines on the terminal: who says what, when, and what Heard made of it."""

import sys
from datetime import datetime

from casework import days, wording
from casework.contacts import Contact
from casework.letters import Letter
from outbox.render import Rendered

WIDE = 100


class Teller:
    """Writes the story. Colour only where there is a terminal, and never alone."""

    def __init__(self) -> None:
        self._colour = sys.stdout.isatty()

    def moment(self, now: datetime) -> None:
        """A new scene: what day and time it is in the story."""
        today = days.today(now)
        self._line("")
        self._line(self._marked(f"── {wording.day(today, today)}, {wording.time_of(now)}", "1"))

    def says(self, who: str, text: str) -> None:
        """Somebody outside, or the bot."""
        for number, part in enumerate(filter(None, text.splitlines())):
            name = self._marked(f"{who if number == 0 else '':>16}", "36")
            self._line(f"{name}  {part}")

    def does(self, text: str) -> None:
        """What Heard, or somebody at the council, does."""
        self._line(f"{'':>16}  {self._marked('▸', '32')} {text}")

    def plain(self, text: str = "") -> None:
        """A line as it is."""
        self._line(text)

    def letter(self, letter: Letter, rendered: Rendered) -> None:
        """A letter that left, by its first words."""
        first = next((part for part in rendered.text.splitlines() if part.strip()), "")
        self.does(f"to {letter.staff or 'the family'} by {letter.to.channel.value}: {rendered.subject or first[:WIDE]}")

    def contact(self, contact: Contact) -> None:
        """What was made of a contact: its reference, and the suggestion with its reasons."""
        self.does(f"kept, and answered at once with the number {contact.reference}")
        one = contact.suggestion
        if one is None:
            self.does("no suggestion: the classifier is not there, and everything else works")
            return
        words = [
            f"“{word}”" for reason in one.because if reason.field in ("kind", "procedure") for word in reason.words
        ]
        unsure = f"; unsure of {', '.join(one.unsure).replace('_', ' ')}" if one.unsure else ""
        why = f", because of {', '.join(dict.fromkeys(words))}" if words else ""
        self.does(f"suggested: {one.kind.replace('_', ' ')}, {one.procedure.replace('_', ' ')}{why}{unsure}")

    def _marked(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text

    @staticmethod
    def _line(text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
