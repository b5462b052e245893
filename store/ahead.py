"""Which post is read before the rest: what sounds most urgent goes ahead (R701), the rest in the order it came; and
somebody of whom much waits lets others pass, so that nobody can keep all others waiting.

A post's `turn` is how urgent its words are, 0 the most; `inbox.IN_TURN` where no words of harm were heard in it,
or nobody has listened yet; `inbox.LATE` where its sender lets others pass (`intake.fairness`). It says only when a post
is read, never what becomes of it.

Nobody overtakes themselves by it. All that is known of a late sender is late, and post is listened to the newest first,
so what nobody has listened to is either earlier than all of it, and is read earlier; or it came since, and until it is
known whose it is nothing from there on passes (`inbox.in_order`). Only words of harm do.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import and_, bindparam, select, update

from casework.messages import Post
from store import inbox
from store.database import Connection
from store.tables import holds, posts


def unheard(db: Connection, council: str, limit: int, *, now: datetime, but: Collection[str] = ()) -> list[Post]:
    """Post that waits and that nobody has listened to, the newest first: what waits longest is read soonest anyway.
    None of the names in `but`.
    """
    asked = {"council": council, "now": now, "limit": limit + len(but)}
    found = [row for row in db.execute(_UNHEARD, asked) if row.name not in but]
    return inbox.posts_of(db, found[:limit])


def heard(db: Connection, council: str, turns: Mapping[str, int]) -> None:
    """Each of these posts, by name, has been listened to, and is read in this turn."""
    db.execute(_HEARD, [{"of_council": council, "of_name": name, "turn": turn} for name, turn in turns.items()])


def as_it_came(db: Connection, council: str) -> None:
    """Who listened is gone, and with them what they knew of senders: what says nothing of harm is in no turn but that
    in which it came, and nobody has listened to it.
    """
    db.execute(_AS_IT_CAME, {"of_council": council})


def ordinary(db: Connection, council: str) -> set[str]:
    """The names of all post that waits and says nothing of harm, as far as anybody has listened."""
    return set(db.execute(_ORDINARY, {"council": council}).scalars())


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
_NOTHING_OF_HARM = and_(holds("state = 'kept'"), posts.c.turn >= inbox.IN_TURN)
_AS_IT_CAME = (
    update(posts)
    .where(posts.c.council == bindparam("of_council"), _NOTHING_OF_HARM)
    .values(turn=inbox.IN_TURN, heard=0)
)
_ORDINARY = select(posts.c.name).where(posts.c.council == bindparam("council"), _NOTHING_OF_HARM)
