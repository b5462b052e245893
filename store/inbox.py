"""Post, kept before anyone understands it.

Keeping the same post twice keeps it once. A post stays until somebody has read it: what fails is tried again with
growing pauses, and after the last try it waits for a person, as does what no program can read. Nothing here deletes.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, and_, bindparam, case, func, or_, select, update

from casework.messages import Channel, Post
from store.database import Connection, Stale, insert_new, insert_once, insert_placed
from store.tables import holds, posts, raws, sources

TRIES = 8
"""How often a post that fails is tried before it waits for a person: for two hours. *Taste.*"""

FIRST_PAUSE = timedelta(minutes=1)
"""The pause after the first failure; each next one is twice as long. *Taste.*"""

IN_TURN = 9
"""The turn of what says nothing of harm, as far as anybody has listened (`store.ahead`)."""

LATE = 10
"""The turn of what somebody sent of whom much waits, so that others pass (`store.ahead`)."""

AT_ONCE = 32 * 1024 * 1024
"""Bytes of post handed out together, so that a heap of large mail does not fill the memory. *Taste.*"""

SHOWN = 100
"""How many that no program could read are shown to a person at once. *Taste.*"""


class Read(StrEnum):
    """What became of a post. `FAILED` is marked at each failure; it stays so after the last try."""

    KEPT = "kept"
    READ = "read"
    UNREADABLE = "unreadable"
    FAILED = "failed"


def keep(db: Connection, post: Post) -> bool:
    """Keep a post under its name. False if it was there already."""
    return bool(keep_together(db, [post]))


def keep_together(db: Connection, given: Sequence[Post]) -> Collection[str]:
    """Keep several of one council, in this order: the names of those that were not there already."""
    places = insert_placed(db, posts, *map(_kept, given)) if given else {}
    named = {each.name: each for each in given}
    rows = [{"seq": place, "council": named[name].council, "raw": named[name].raw} for name, place in places.items()]
    if rows and insert_new(db, raws, *rows) < len(rows):
        raise Stale
    return places.keys()


def _kept(post: Post) -> dict[str, object]:
    return {
        "council": post.council,
        "name": post.name,
        "channel": post.channel.value,
        "source": post.source,
        "place": post.place,
        "received": post.received,
        "size": len(post.raw),
        "state": Read.KEPT.value,
        "tries": post.tries,
        "again": None,
        "marked": None,
        "why": "",
        "turn": IN_TURN,
        "heard": 0,
    }


def waiting(db: Connection, council: str, limit: int, *, now: datetime, but: Collection[str] = ()) -> list[Post]:
    """Post that nobody has read and whose time has come, what sounds urgent first and the rest in the order it came: at
    most `limit`, and not too much; none of the names in `but`.
    """
    asked = {"council": council, "now": now, "limit": limit + len(but)}
    late = db.execute(_LATE, {"council": council}).first()
    found = [row for row in db.execute(_WAITING if late else _NONE_LATE, asked) if row.name not in but]
    return posts_of(db, found[:limit])


def still_waiting(db: Connection, council: str, places: Collection[int]) -> dict[int, Post]:
    """Of the post in these places (`seq`) what nobody has read meanwhile, by place, in the same order; what sounds
    urgent by itself.
    """
    found = db.execute(_STILL, {"council": council, "places": list(places)}).all()
    first = [row for row in found if row.turn < IN_TURN] or found
    return dict(zip((row.seq for row in first), posts_of(db, first), strict=False))


def mark(db: Connection, post: Post, how: Read, *, now: datetime, why: str = "") -> None:
    """Say what became of a post. A failed one is tried again after a pause, as often as `TRIES`."""
    mark_together(db, [(post, how, why)], now)


def mark_together(db: Connection, outcomes: Collection[tuple[Post, Read, str]], now: datetime) -> None:
    """Say what became of several, each with the reason. What has been read stays read."""
    db.execute(_MARK, [_marked(post, how, why, now) for post, how, why in outcomes])


def read_together(db: Connection, council: str, names: Collection[str], now: datetime) -> None:
    """These have been read, and what follows from them is in the same commit."""
    db.execute(_READ, {"of_council": council, "of_names": list(names), "at": now})


def _marked(post: Post, how: Read, why: str, now: datetime) -> dict[str, object]:
    tries = post.tries + (how is Read.FAILED)
    again = how is Read.FAILED and tries < TRIES
    return {
        "of_council": post.council,
        "of_name": post.name,
        "state": (Read.KEPT if again else how).value,
        "tries": tries,
        "again": now + FIRST_PAUSE * 2 ** (tries - 1) if again else None,
        "marked": now,
        "why": why,
    }


def unread_by_machine(db: Connection, council: str) -> list[Post]:
    """What waits for a person because no program could read it, oldest first."""
    return posts_of(db, db.execute(_FOR_A_PERSON, {"council": council}).all())


def raw(db: Connection, council: str, name: str) -> bytes:
    """The bytes as they came. `KeyError` if there is no such post."""
    found = db.execute(_RAW, {"council": council, "name": name}).scalar()
    if found is None:
        raise KeyError(name)
    return bytes(found)


def source(db: Connection, council: str, name: str) -> str:
    """Which mailbox, bot or form a post came by. `KeyError` if there is no such post."""
    found = db.execute(_SOURCE, {"council": council, "name": name}).scalar()
    if found is None:
        raise KeyError(name)
    return str(found)


def unread_count(db: Connection, council: str) -> int:
    """How much post nobody has read yet."""
    return db.execute(_UNREAD_COUNT, {"council": council}).scalar_one()


def progress(db: Connection, council: str, source: str) -> str:
    """How far a mailbox or bot has been read, in its own words; empty at the beginning."""
    return db.execute(_PROGRESS, {"council": council, "source": source}).scalar() or ""


def set_progress(db: Connection, council: str, source: str, value: str) -> None:
    """Say how far a mailbox or bot has been read: in the same piece of work that keeps what was read."""
    said = {"of_council": council, "of_source": source, "value": value}
    first = {"council": council, "source": source, "value": value}
    if not db.execute(_SET_PROGRESS, said).rowcount and not insert_once(db, sources, first):
        db.execute(_SET_PROGRESS, said)


def due() -> ColumnElement[bool]:
    """What nobody has read and whose time has come, of a `council` and at `now`."""
    return and_(_OF_COUNCIL, holds("state = 'kept'"), or_(posts.c.again.is_(None), posts.c.again <= bindparam("now")))


def in_order() -> tuple[ColumnElement[int], ColumnElement[int]]:
    """In which order what waits is read, of a `council`: each turn as it came. From the first on that came after what
    is late, and of which nobody knows yet who wrote it, nothing passes: its writer may be among the late.
    """
    late, unknown = posts.alias("late"), posts.alias("unknown")
    first = select(func.min(late.c.seq)).where(
        late.c.council == bindparam("council"), holds("late.state = 'kept'"), late.c.turn == LATE
    )
    since = select(func.min(unknown.c.seq)).where(
        unknown.c.council == bindparam("council"),
        holds("unknown.state = 'kept' and unknown.heard = 0 and unknown.again is null"),
        unknown.c.seq > first.scalar_subquery(),
    )
    stays = and_(posts.c.turn == IN_TURN, posts.c.seq >= since.scalar_subquery())
    return case((stays, LATE), else_=posts.c.turn), posts.c.seq


def not_too_much(found: Sequence[Row[Any]]) -> Iterator[Row[Any]]:
    """The first of these, as many as may be handed out together; one at least."""
    total = 0
    for row in found:
        total += row.size
        if total > AT_ONCE and total > row.size:
            return
        yield row


def posts_of(db: Connection, found: Sequence[Row[Any]]) -> list[Post]:
    """The posts of these rows with their bytes, in the same order: as many as may be handed out together."""
    rows = list(not_too_much(found))
    if not rows:
        return []
    read = db.execute(_RAWS, {"places": [row.seq for row in rows]})
    bytes_of = {row.seq: bytes(row.raw) for row in read}
    return [_post(row, bytes_of[row.seq]) for row in rows]


def _post(row: Row[Any], raw: bytes) -> Post:
    return Post(
        name=row.name,
        council=row.council,
        channel=Channel(row.channel),
        source=row.source,
        place=row.place,
        received=row.received,
        raw=raw,
        tries=row.tries,
        urgent=row.turn < IN_TURN,
    )


_OF_COUNCIL = posts.c.council == bindparam("council")
_WAITING = select(posts).where(due()).order_by(*in_order()).limit(bindparam("limit"))
_NONE_LATE = select(posts).where(due()).order_by(posts.c.turn, posts.c.seq).limit(bindparam("limit"))
"""The same where nobody lets others pass, as nearly always: of thousands that wait only the first are looked at."""
_LATE = select(posts.c.seq).where(_OF_COUNCIL, holds("state = 'kept'"), posts.c.turn == LATE).limit(1)
_PLACES: BindParameter[list[int]] = bindparam("places", expanding=True)
_STILL = select(posts).where(_OF_COUNCIL, holds("state = 'kept'"), posts.c.seq.in_(_PLACES)).order_by(*in_order())
_RAWS = select(raws.c.seq, raws.c.raw).where(raws.c.seq.in_(_PLACES))
_FOR_A_PERSON = (
    select(posts).where(_OF_COUNCIL, holds("state in ('unreadable', 'failed')")).order_by(posts.c.seq).limit(SHOWN)
)
_UNREAD_COUNT = select(func.count()).select_from(posts).where(_OF_COUNCIL, holds("state = 'kept'"))
_RAW = (
    select(raws.c.raw)
    .join_from(posts, raws, raws.c.seq == posts.c.seq)
    .where(_OF_COUNCIL, posts.c.name == bindparam("name"))
)
_SOURCE = select(posts.c.source).where(_OF_COUNCIL, posts.c.name == bindparam("name"))
_MARK = update(posts).where(
    posts.c.council == bindparam("of_council"), posts.c.name == bindparam("of_name"), holds("state <> 'read'")
)
_READ = (
    update(posts)
    .where(posts.c.council == bindparam("of_council"), posts.c.name.in_(bindparam("of_names", expanding=True)))
    .values(state=Read.READ.value, again=None, marked=bindparam("at"), why="")
)
_PROGRESS = select(sources.c.value).where(
    sources.c.council == bindparam("council"), sources.c.source == bindparam("source")
)
_SET_PROGRESS = update(sources).where(
    sources.c.council == bindparam("of_council"), sources.c.source == bindparam("of_source")
)
