"""Which post is read before the rest: what sounds most urgent goes ahead (R701), the rest in the order it came.

A post's `turn` is how urgent its words are, 0 the most; `inbox.IN_TURN` where no words of harm were heard in it,
or nobody has listened yet. It says only when a post is read, never what becomes of it.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, select, update

from casework.messages import Post
from store import inbox
from store.database import Connection
from store.tables import holds, posts


def unheard(db: Connection, council: str, limit: int, *, now: datetime) -> list[Post]:
    """Post that waits and that nobody has listened to, the newest first: what waits longest is read soonest anyway."""
    return inbox.posts_of(db, db.execute(_UNHEARD, {"council": council, "now": now, "limit": limit}).all())


def heard(db: Connection, council: str, turns: Mapping[str, int]) -> None:
    """Each of these posts, by name, has been listened to, and is read in this turn."""
    db.execute(_HEARD, [{"of_council": council, "of_name": name, "turn": turn} for name, turn in turns.items()])


_UNHEARD = (
    select(posts)
    .where(inbox.due(), holds("state = 'kept' and heard = 0"))
    .order_by(posts.c.seq.desc())
    .limit(bindparam("limit"))
)
_HEARD = (
    update(posts)
    .where(posts.c.council == bindparam("of_council"), posts.c.name == bindparam("of_name"), holds("state = 'kept'"))
    .values(turn=bindparam("turn"), heard=1)
)
