"""Mail on its way from the mailbox into the inbox.

A message is fetched, kept and noted in the ledger, the last two in one transaction: whatever ends in between, it is
fetched again and kept once. A message that the server will not hand over stops nothing: it is asked for twice, passed
over with a post in the tray that says so, and asked for again, ever more rarely, until it comes.

If the store fails, the ledger stays where it was and every message that can be had is shown to `unkept`, once, so that
words of harm are answered and alerted all the same (R715).
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from casework.frozen import frozen
from casework.messages import Channel, Post
from casework.names import name
from intake.keeper import Keeper
from intake.mailbox.ledger import Ledger
from intake.mailbox.wire import Fetched, Lost, Refused, Wire
from store import inbox
from store.database import Connection
from store.inbox import Read

log = logging.getLogger(__name__)

T = TypeVar("T")

BATCH = 16
BATCH_BYTES = 8 * 2**20
"""Messages, and bytes, held in memory before they are kept together. *Taste.*"""

TWICE = 2
"""On how many connections a message is asked for in its turn before the others may pass it. *Taste.*"""

NOT_HANDED_OVER = "The mail server would not hand over this message. It is still in the mailbox: please open it there."
TOO_LONG = "This message is too long to take whole. What we have of it is read; all of it is still in the mailbox."


class NotKept(Exception):
    """The store did not take what was fetched: nothing is noted, and it will be fetched again."""


@frozen
class Taken:
    """What asking for one message came to: its post; none where it was deleted before we asked, or is still `owed`.

    `note` is a post of our own, for the person who must look into the mailbox.
    """

    uid: int
    post: Post | None
    note: Post | None = None
    owed: bool = False


class Collection:
    """Remembers, across connections, how far we are and which messages made trouble."""

    def __init__(self, source: str, *, since: date | None, keeper: Keeper) -> None:
        self._source, self._since, self._keeper = source, since, keeper
        self._at = Ledger()
        self._found = False  # whether the store has told us where we were
        self._stumbles: Counter[int] = Counter()
        self._looks = 0
        self._shown: set[str] = set()

    async def open(self, wire: Wire) -> None:
        """Find our place in the mailbox as it is today."""
        if not self._found:
            line = await self._stored(lambda db: inbox.progress(db, self._keeper.council, self._source))
            self._at, self._found = Ledger.read(line), True
        opened = self._at.opened(wire.validity, wire.next_uid)
        if opened.era != self._at.era:
            self._stumbles.clear()
        self._at = opened

    async def take_new(self, wire: Wire) -> None:
        """Everything that has come since, in its order, a batch at a time."""
        waiting = await wire.above(self._at.highest, self._since)
        while waiting:
            taken, fault = await self._fetched(wire, waiting)
            waiting = waiting[len(taken) :]
            try:
                await self._keep(taken)
            except NotKept:
                await self._show(taken)
                await self._look_ahead(wire, waiting)
                raise
            if fault is not None:
                raise fault

    async def ask_again(self, wire: Wire) -> None:
        """Ask for what is owed; what has failed often, ever more rarely, as it may cost the connection each time."""
        self._looks += 1
        for uid in self._at.owed:
            if self._looks % 2 ** min(self._stumbles[uid], 10):
                continue
            self._stumbles[uid] += 1
            try:
                found = await wire.message(uid)
            except Refused:
                continue
            await self._keep([self._taken(uid, found)])

    async def _fetched(self, wire: Wire, uids: Sequence[int]) -> tuple[list[Taken], Lost | Refused | None]:
        """The next few messages; with them, what ended the asking, so that what came before it is kept first."""
        taken: list[Taken] = []
        held = 0
        for uid in uids:
            try:
                one = self._taken(uid, await wire.message(uid))
            except (Lost, Refused) as fault:
                self._stumbles[uid] += 1
                if self._stumbles[uid] >= TWICE:
                    note = self._note(uid, NOT_HANDED_OVER, await self._head(wire, uid, fault))
                    taken.append(Taken(uid, None, note, owed=True))
                return taken, fault
            taken.append(one)
            held += len(one.post.raw) if one.post else 0
            if len(taken) >= BATCH or held >= BATCH_BYTES:
                break
        return taken, None

    async def _head(self, wire: Wire, uid: int, fault: Lost | Refused) -> Fetched | None:
        """At least who wrote and about what, where the server still talks to us."""
        if isinstance(fault, Lost):
            return None
        try:
            return await wire.message(uid, "HEADER")
        except (Lost, Refused):
            return None

    def _taken(self, uid: int, found: Fetched | None) -> Taken:
        if found is None:
            return Taken(uid, None)
        return Taken(uid, self._post(uid, found), self._note(uid, TOO_LONG, None) if found.cut else None)

    def _note(self, uid: int, words: str, head: Fetched | None) -> Post:
        shown = words.encode() + (b"\r\n\r\n" + head.raw if head else b"")
        return self._post(uid, Fetched(shown, head.received if head else None), "note")

    def _post(self, uid: int, found: Fetched, *further: str) -> Post:
        now = self._keeper.now()
        return Post(
            name=self._name(uid, *further),
            council=self._keeper.council,
            channel=Channel.EMAIL,
            source=self._source,
            place=f"{self._at.era}:{uid}",
            received=min(found.received or now, now),
            raw=found.raw,
        )

    def _name(self, uid: int, *further: str) -> str:
        return name("email", self._source, self._at.era, str(uid), *further)

    async def _keep(self, batch: Sequence[Taken]) -> None:
        now = self._keeper.now()

        def work(db: Connection) -> Ledger:
            ledger = self._at
            new = inbox.keep_together(db, [each for taken in batch for each in (taken.post, taken.note) if each])
            for taken in batch:
                if taken.post is not None and taken.uid in ledger.owed:
                    inbox.mark(db, self._note(taken.uid, "", None), Read.READ, now=now)
                if taken.note is not None and taken.note.name in new:
                    inbox.mark(db, taken.note, Read.UNREADABLE, now=now)
                ledger = ledger.owing(taken.uid) if taken.owed else ledger.kept(taken.uid)
            inbox.set_progress(db, self._keeper.council, self._source, ledger.line)
            return ledger

        if batch:
            self._at = await self._stored(work)
            self._shown.clear()
            self._keeper.wake.set()
            log.info("mail kept", extra={"count": len(batch)})

    async def _look_ahead(self, wire: Wire, uids: Sequence[int]) -> None:
        """Show what cannot be kept, so that no word of harm waits for the store."""
        waiting = [uid for uid in uids if self._name(uid) not in self._shown]
        fault = None
        while waiting and fault is None:
            taken, fault = await self._fetched(wire, waiting)
            waiting = waiting[len(taken) :]
            await self._show(taken)

    async def _show(self, batch: Sequence[Taken]) -> None:
        for taken in batch:
            post = taken.post or taken.note
            if post is not None and post.name not in self._shown:
                self._shown.add(post.name)
                await self._keeper.unkept(post)

    async def _stored(self, work: Callable[[Connection], T]) -> T:
        try:
            return await self._keeper.transact(work)
        except Exception as fault:
            log.error("mail could not be kept", extra={"kind": type(fault).__name__})
            raise NotKept from fault
