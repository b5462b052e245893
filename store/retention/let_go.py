"""Mail that was forgotten is not taken in again. It may still lie in the mailbox, where nothing is deleted by us, and a
mailbox is read anew from time to time: when it was moved, or its numbers changed (`intake.mailbox`).

What is kept for that is a digest of each mail, made with the key: it says nothing of anybody, and finds nobody without
the mail itself. A mail that names itself (Message-ID) is known by that and its words, whenever it comes; one that does
not is the same only if it came before: the same few words may be said again. It is written out beside the record of who
did what, for a copy that is brought back knows nothing of mail that came, and went, after it was made.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from casework.messages import Channel, Message
from store.database import Connection, blind
from store.inserting import insert_new
from store.retention.erasing import drop_posts
from store.tables import let_go

AT_ONCE = 500
"""Names that are written together."""


def remember(db: Connection, council: str, names: Collection[str], now: datetime) -> None:
    """The mails of these names go, and are to be known again."""
    know(db, council, dict.fromkeys(names, now))


def know(db: Connection, council: str, gone: Mapping[str, datetime]) -> None:
    """When the mails of these names, or of these digests of names, were forgotten."""
    rows = [{"council": council, "name": name, "at": at} for name, at in sorted(gone.items())]
    for start in range(0, len(rows), AT_ONCE):
        insert_new(db, let_go, *rows[start : start + AT_ONCE])


def known(db: Connection, council: str) -> dict[str, datetime]:
    """All that is known so, by its digests."""
    return {row.name: row.at for row in db.execute(_ALL, {"of_council": council})}


def again(db: Connection, council: str, messages: Sequence[Message]) -> set[str]:
    """The names of those of these that were forgotten and come again. They go, with their bytes."""
    mails = {blind(db, each.name): each for each in messages if each.channel is Channel.EMAIL}
    rows = db.execute(_KNOWN, {"of_council": council, "of_names": list(mails)}).all() if mails else ()
    same = [each for name, at in rows if (each := mails[name]).message_id or each.received <= at]
    drop_posts(db, council, [each.post for each in same])
    return {each.name for each in same}


_ALL = select(let_go.c.name, let_go.c.at).where(let_go.c.council == bindparam("of_council"))
_KNOWN = select(let_go.c.name, let_go.c.at).where(
    let_go.c.council == bindparam("of_council"), let_go.c.name.in_(bindparam("of_names", expanding=True))
)
