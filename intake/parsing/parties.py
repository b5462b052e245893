"""Who writes a mail and who is to read it: by that it can be told whose some old words in it are, and whose a name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import field

from casework.frozen import frozen
from intake.parsing.mail import Correspondent

WORD = re.compile(r"[\w'’-]+")
FREE = re.compile(
    r"(?:^|\.)(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|aol|icloud|me|mac|gmx|proton|protonmail)\."
)
"""Whose mail everybody can have: their domain says nothing of whose an address is."""

PARTS = 4
"""Words of a line that are compared with a name: a longer line is no signature."""


@frozen
class Parties:
    """The names a writer may sign with, and the addresses they write to."""

    names: frozenset[str] = field(default=frozenset(), repr=False)
    readers: frozenset[str] = field(default=frozenset(), repr=False)

    def is_signature(self, line: str) -> bool:
        """Is this line the writer's name, whole or the first of it, and nothing else?"""
        return _bare(line) in self.names

    def reads(self, one: Correspondent) -> bool:
        """Is this one of those written to? By address, or by a domain that only one organisation has."""
        address = _plain(one)
        domain = address.rpartition("@")[2]
        own = domain and not FREE.search(domain)
        return address in self.readers or bool(own and any(each.endswith(f"@{domain}") for each in self.readers))


NOBODY = Parties()


def parties(sender: Correspondent, readers: Iterable[Correspondent]) -> Parties:
    """The people of a mail."""
    full = _bare(sender.name) if "@" not in sender.name else ""
    names = {full, full.partition(" ")[0]}
    return Parties(frozenset(name for name in names if len(name) > 1), frozenset(map(_plain, readers)) - {""})


def is_copied(people: Parties, writer: Correspondent | None, later: Sequence[Correspondent | None]) -> bool:
    """Is this a mail from elsewhere, put among the writer's own words? What they answer comes later, from a reader."""
    if writer is None or people.reads(writer):
        return False
    return any(people.reads(one) for one in later if one)


def _plain(one: Correspondent) -> str:
    """An address without what stands after a plus: a signed reply address is its mailbox's."""
    local, _, domain = one.address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" if local else ""


def _bare(line: str) -> str:
    return " ".join(WORD.findall(line[:200].lower())[: PARTS + 1])
