"""How far a mailbox has been read. A value; the store keeps it as one line of text beside the posts.

UIDs only ever grow, as long as UIDVALIDITY stays what it was. When it changes, or when the server hands out numbers it
has already used (which no server should, and a restored one may), the same number can be another message. Then a new
era begins and everything is read again: names made from era and UID keep the old and the new apart, and a message we
had already is recognised by its own name further in.
"""

from typing import Self

from casework.frozen import frozen, replace

MOST_OWED = 200
"""Messages to go on asking for. Each has a post in the tray already, so what falls out is not forgotten. *Taste.*"""


@frozen
class Ledger:
    """Everything up to `highest` is in the inbox, but for what the server has not handed over yet: `owed`."""

    era: str = ""
    highest: int = 0
    owed: tuple[int, ...] = ()

    @classmethod
    def read(cls, line: str) -> Self:
        """The ledger that `line` stands for; an empty one for an empty line."""
        if not line:
            return cls()
        era, highest, owed = line.split(":")
        return cls(era, int(highest), tuple(int(uid) for uid in owed.split(",") if uid))

    @property
    def line(self) -> str:
        """What the store keeps."""
        return f"{self.era}:{self.highest}:{','.join(str(uid) for uid in self.owed)}"

    def opened(self, validity: int, next_uid: int | None) -> "Ledger":
        """The ledger for the mailbox as the server shows it today."""
        if self.era.partition("+")[0] != str(validity):
            return Ledger(str(validity))
        if next_uid is not None and next_uid <= self.highest:
            return Ledger(f"{self.era}+")
        return self

    def kept(self, uid: int) -> "Ledger":
        """The message is in the inbox, or was deleted by its owner before we asked for it."""
        return replace(self, highest=max(self.highest, uid), owed=tuple(one for one in self.owed if one != uid))

    def owing(self, uid: int) -> "Ledger":
        """The server would not hand it over: go on, and ask again later."""
        passed = self.kept(uid)
        return replace(passed, owed=(*passed.owed, uid)[-MOST_OWED:])
