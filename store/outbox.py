"""Letters on their way. What `save` queued is claimed, sent by somebody else, and marked.

A claim is compare-and-set, so that two couriers never take the same letter. One that was claimed and never marked is
given back to the queue by whoever has seen that nobody has it in hand (`outbox.claims`). Letters to one reader leave in
the order they were written (`store.leaving`). Safety never waits.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)

from casework.letters import Letter, Outgoing, Posted, Urgency
from casework.messages import Address, Channel
from store import leaving, values
from store.database import Connection
from store.tables import Moment, exact_words, holds, letters


def claim(
    db: Connection, council: str, now: datetime, rooms: Mapping[Channel, int], danger: Collection[Channel] = ()
) -> list[Letter]:
    """Take letters whose time has come: most urgent, longest due, first written; by each way so many at most, and as
    many again that come after them for the same readers; by some ways only words about `danger`.
    """
    return [values.LETTER.decode(row.data) for row in leaving.taken(db, council, now, rooms, danger)]


def hold(db: Connection, council: str, said: Mapping[str, Collection[datetime]], now: datetime) -> set[str]:
    """These are in hand, of each was said last one of these: nobody is to take them for left behind. Which of them
    still are: the others have left, or were given back meanwhile.
    """
    found = claims(db, council)
    ours = {name for name, moments in said.items() if found.get(name) in moments}
    held = [{"of_council": council, "of_name": name, "said": found[name], "at": now} for name in sorted(ours)]
    if held:
        db.execute(_HOLD, held)
    return ours


def claims(db: Connection, council: str) -> dict[str, datetime]:
    """Letters on their way by name, and when somebody last said that they had each in hand."""
    return {row.name: row.claimed for row in db.execute(_CLAIMS, {"of_council": council})}


def give_back(db: Connection, council: str, claims: Mapping[str, datetime]) -> int:
    """Back to the queue with what is on its way, if nobody has said anything of it since; how many went back."""
    given = [{"of_council": council, "of_name": name, "said": said} for name, said in sorted(claims.items())]
    return db.execute(_GIVE_BACK, given).rowcount if given else 0


def sent(db: Connection, letter: Letter, now: datetime, *, words_sent: str, far_id: str) -> None:
    """It left, in these words. `far_id` is what the far end calls it."""
    sent_together(db, [(letter, words_sent, far_id)], now)


def sent_together(db: Connection, left: Sequence[tuple[Letter, str, str]], now: datetime) -> None:
    """Several left: each letter with the words and what the far end calls it. Two statements, however many they are."""
    db.execute(_SENT, [_by(letter) | {"at": now, "far": far_id} for letter, _, far_id in left])
    db.execute(_EXACTLY, [_by(letter) | {"said": words.encode()} for letter, words, _ in left])


def again(db: Connection, letter: Letter, *, not_before: datetime, why: str) -> None:
    """It could not leave now: back to the queue until then. Letters to the same reader no longer wait for it."""
    db.execute(_AGAIN, _by(letter) | {"then": not_before, "because": why})


def unreached(db: Connection, letter: Letter, *, why: str) -> None:
    """Nobody was there to take it: back to the place it had, and it counts as one that was tried once."""
    db.execute(_UNREACHED, _by(letter) | {"then": letter.not_before, "because": why})


def failed(db: Connection, letter: Letter, now: datetime, *, why: str) -> None:
    """The far end will never take it: a task for a person."""
    db.execute(_FAILED, _by(letter) | {"at": now, "because": why})


def came_back(db: Connection, letter: Letter, now: datetime, *, why: str) -> bool:
    """It had left, and a machine says that it never arrived. False for one that had not left, or had failed before."""
    return db.execute(_CAME_BACK, _by(letter) | {"at": now, "because": why}).rowcount == 1


def tries(db: Connection, letter: Letter) -> int:
    """How often it has been claimed."""
    return db.execute(_TRIES, _by(letter)).scalar() or 0


def waiting_count(db: Connection, council: str, now: datetime) -> int:
    """How many letters should have left by now and have not: also those that were tried, and put off."""
    return db.execute(_WAITING_COUNT, {"of_council": council, "now": now}).scalar_one()


def oldest_waiting(db: Connection, council: str, now: datetime, *, up_to: Urgency = Urgency.DIGEST) -> datetime | None:
    """Since when the one of all letters so urgent that has waited longest could have left; None if none waits."""
    asked = {"of_council": council, "now": now, "up_to": int(up_to)}
    due, put_off = db.execute(_OLDEST, asked).scalar(), db.execute(_PUT_OFF_FIRST, asked).scalar()
    since = [due, values.LETTER.decode(put_off).not_before if put_off else None]
    return min((each for each in since if each), default=None)


def next_due(db: Connection, council: str, now: datetime) -> datetime | None:
    """When the next letter that is held back may leave; None if none is."""
    return db.execute(_NEXT_DUE, {"of_council": council, "now": now}).scalar()


def failures(db: Connection, council: str, *, limit: int = 100) -> list[tuple[Letter, str]]:
    """Letters that will never be taken, oldest first, each with the reason."""
    found = db.execute(_FAILURES, {"of_council": council, "limit": limit})
    return [(values.LETTER.decode(row.data), row.why) for row in found]


def exact(db: Connection, council: str, name: str) -> str | None:
    """The words that were sent; None if it has not left."""
    return exactly(db, council, [name]).get(name)


def exactly(db: Connection, council: str, names: Collection[str]) -> dict[str, str]:
    """The words that were sent, by letter; nothing for those that have not left."""
    found = db.execute(_EXACT, {"of_council": council, "of_names": sorted(names)}) if names else ()
    return {name: bytes(words).decode() for name, words in found}


def by_name(db: Connection, council: str, name: str) -> Letter | None:
    """The letter of that name."""
    return _first(db, _BY_NAME, council, name)


def by_message_id(db: Connection, council: str, message_id: str) -> Letter | None:
    """The letter whose email has this Message-ID (`casework.names.message_id`), with brackets or without."""
    return by_message_ids(db, council, [message_id]).get(message_id)


def by_message_ids(db: Connection, council: str, message_ids: Iterable[str]) -> dict[str, Letter]:
    """The letters whose emails have these Message-IDs; nothing for those that none has."""
    asked = {each: each.strip().strip("<>").partition("@")[0].replace(".", "/") for each in message_ids}
    if not asked:
        return {}
    rows = db.execute(_BY_NAMES, {"of_council": council, "of_names": sorted(set(asked.values()))})
    found = {row.name: values.LETTER.decode(row.data) for row in rows}
    return {each: found[name] for each, name in asked.items() if name in found}


def by_far_id(db: Connection, council: str, far_id: str) -> Letter | None:
    """The letter that the far end calls this."""
    return _first(db, _BY_FAR_ID, council, far_id)


def to_staff(db: Connection, council: str, about: str) -> tuple[Outgoing, ...]:
    """Every letter about this to somebody who works here, oldest first, each as it stands."""
    rows = db.execute(_ABOUT, {"of_council": council, "of_name": about}).all()
    found = (Outgoing(values.LETTER.decode(row.data), Posted(row.state), row.far_id) for row in rows)
    return tuple(each for each in found if each.letter.staff)


def in_chat(db: Connection, council: str, chat: Address, *, limit: int = 500) -> Iterator[Letter]:
    """What was said in a chat, newest first: a button says by its letter's short name which of them it stood under."""
    rows = db.execute(_IN_CHAT, {"of_council": council, "of_name": values.digest(chat), "limit": limit})
    return (values.LETTER.decode(data) for data in rows.scalars())


def _by(letter: Letter) -> dict[str, object]:
    return {"of_council": letter.council, "of_name": letter.name}


def _first(db: Connection, asked: Select[bytes], council: str, name: str) -> Letter | None:
    found = db.execute(asked, {"of_council": council, "of_name": name}).scalar()
    return None if found is None else values.LETTER.decode(found)


_COUNCIL: BindParameter[str] = bindparam("of_council")
_NAME: BindParameter[str] = bindparam("of_name")
_LIMIT: BindParameter[int] = bindparam("limit")
_NOW: BindParameter[datetime] = bindparam("now", type_=Moment)

_QUEUED = and_(letters.c.council == _COUNCIL, holds("letters.state = 'queued'"))
_DUE = and_(_QUEUED, letters.c.not_before <= _NOW)
_THIS = and_(letters.c.council == _COUNCIL, letters.c.name == _NAME)
_CLAIMS = select(letters.c.name, letters.c.claimed).where(letters.c.council == _COUNCIL, holds("state = 'sending'"))
_AS_SAID = and_(_THIS, letters.c.state == Posted.SENDING.value, letters.c.claimed == bindparam("said", type_=Moment))
_HOLD = update(letters).where(_AS_SAID).values(claimed=bindparam("at"))
_GIVE_BACK = update(letters).where(_AS_SAID).values(state=Posted.QUEUED.value).execution_options(preserve_rowcount=True)
# Words that have left have left, even if the letter had gone back to the queue or been withdrawn meanwhile.
_SENT = (
    update(letters)
    .where(_THIS)
    .values(state=Posted.SENT.value, marked=bindparam("at"), far_id=bindparam("far"), why="")
)
_EXACTLY = insert(exact_words).from_select(
    ["seq", "council", "words"],
    select(letters.c.seq, letters.c.council, bindparam("said", type_=exact_words.c.words.type)).where(
        _THIS, not_(exists().where(exact_words.c.seq == letters.c.seq))
    ),
)
_AGAIN = (
    update(letters)
    .where(_THIS, letters.c.state == Posted.SENDING.value)
    .values(state=Posted.QUEUED.value, not_before=bindparam("then"), why=bindparam("because"))
)
_UNREACHED = _AGAIN.values(tries=1)
_FAILED = (
    update(letters)
    .where(_THIS, letters.c.state != Posted.SENT.value)
    .values(state=Posted.FAILED.value, marked=bindparam("at"), why=bindparam("because"))
)
_CAME_BACK = (
    update(letters)
    .where(_THIS, letters.c.state == Posted.SENT.value)
    .values(state=Posted.FAILED.value, marked=bindparam("at"), why=bindparam("because"))
)
_TRIES = select(letters.c.tries).where(_THIS)
# What a person must post or say is a task at the desk, and no sign that sending has stopped.
_BY_MACHINE = letters.c.channel.in_([Channel.EMAIL.value, Channel.TELEGRAM.value])
_WAITING_COUNT = (
    select(func.count())
    .select_from(letters)
    .where(_QUEUED, or_(letters.c.not_before <= _NOW, letters.c.tries > 0), _BY_MACHINE)
)
_URGENT = letters.c.urgency <= bindparam("up_to")
_OLDEST = select(func.min(letters.c.not_before)).where(_DUE, _BY_MACHINE, _URGENT)
# Being put off moves when it is next tried. When it should have left stands in the letter.
_PUT_OFF_FIRST = (
    select(letters.c.data)
    .where(_QUEUED, letters.c.not_before > _NOW, letters.c.tries > 0, _BY_MACHINE, _URGENT)
    .order_by(letters.c.seq)
    .limit(1)
)
_NEXT_DUE = select(func.min(letters.c.not_before)).where(_QUEUED, letters.c.not_before > _NOW, _BY_MACHINE)
_FAILURES = (
    select(letters.c.data, letters.c.why)
    .where(letters.c.council == _COUNCIL, holds("state = 'failed'"))
    .order_by(letters.c.seq)
    .limit(_LIMIT)
)
_THESE = and_(letters.c.council == _COUNCIL, letters.c.name.in_(bindparam("of_names", expanding=True)))
_EXACT = (
    select(letters.c.name, exact_words.c.words)
    .join_from(letters, exact_words, exact_words.c.seq == letters.c.seq)
    .where(_THESE)
)
_LETTERS = select(letters.c.data).where(letters.c.council == _COUNCIL)
_BY_NAME = _LETTERS.where(letters.c.name == _NAME)
_BY_NAMES = select(letters.c.name, letters.c.data).where(_THESE)
_ABOUT = (
    select(letters.c.data, letters.c.state, letters.c.far_id)
    .where(letters.c.council == _COUNCIL, letters.c.about == _NAME)
    .order_by(letters.c.seq)
)
_IN_CHAT = (
    _LETTERS.where(holds("channel = 'telegram'"), letters.c.reader == _NAME)
    .order_by(letters.c.seq.desc())
    .limit(_LIMIT)
)
_BY_FAR_ID = _LETTERS.where(holds("far_id <> ''"), letters.c.far_id == _NAME).order_by(letters.c.seq.desc())
