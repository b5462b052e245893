"""Staff: who works here, and how they sign in.

What is given out (links, codes, sessions) is kept as a digest and under a seal, so that neither reading this table nor
writing to it lets anybody in. A link or code works once, for a short while; who leaves loses everything the same
moment. Addresses are found by their digest.
"""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial

from sqlalchemy import BindParameter, Executable, Select, and_, bindparam, delete, insert, select, type_coerce, update

from casework import names
from casework.councils import Staff
from casework.frozen import replace
from casework.messages import Address, Channel
from store import sealing, second_steps, sessions, unsaved, values, vouching
from store.database import Connection, blind, insert_once
from store.sound import AS_IT_LIES, sound
from store.tables import Moment, links, wrong_codes
from store.tables import staff as people


class Purpose(StrEnum):
    """What a one-time token is for."""

    SIGN_IN = "sign_in"  # a link, to the desk
    CHAT = "chat"  # a code of eight characters, typed into the bot
    SECOND_STEP = "second_step"  # kept by the browser of somebody whose link was right, until their code is too


LASTS = {
    Purpose.SIGN_IN: timedelta(minutes=15),
    Purpose.CHAT: timedelta(minutes=10),
    Purpose.SECOND_STEP: timedelta(minutes=15),
}
"""How long each works: a code as conversations 2.11 says; a link long enough for mail to come; a second step long
enough to set up a telephone. *Taste.*
"""

SEALED = "data"
"""The column in which a whole value lies."""

CODE = 8
"""Characters in a code (conversations 2.14)."""

WRONG_CODES = 3
"""How many wrong codes a chat may try before only a newer code will do (conversations, `staff.link_bad`)."""


def staff(db: Connection, council: str) -> tuple[Staff, ...]:
    """Everybody who works here, by id; whoever's row cannot be read is left out, aloud."""
    opened = sealing.opener(db.dialect, SEALED)
    rows = db.execute(_STAFF, {"of_council": council})
    return tuple(sound(partial(_read, council, row.id, row.data, opened) for row in rows))


def unread(db: Connection, council: str) -> tuple[str, ...]:
    """The ids of those whose rows cannot be read."""
    here = {each.id for each in staff(db, council)}
    return tuple(row.id for row in db.execute(_STAFF, {"of_council": council}) if row.id not in here)


def member(db: Connection, council: str, staff_id: str) -> Staff | None:
    """The member of staff with this id, also one who has left."""
    return _found(db, _MEMBER, council, staff_id)


def by_email(db: Connection, council: str, email: str) -> Staff | None:
    """Who works here and has this address."""
    found = _found(db, _BY_EMAIL, council, _email(email))
    return found if found and _email(found.email) == _email(email) else None


def by_chat(db: Connection, council: str, chat: str) -> Staff | None:
    """Who works here and has linked this chat."""
    found = _found(db, _BY_CHAT, council, _chat(chat))
    return found if found and found.chat == chat else None


def add(db: Connection, council: str, one: Staff) -> bool:
    """Add a member of staff. False if the id was given out already."""
    return insert_once(db, people, _row(council, one))


def change(db: Connection, council: str, one: Staff) -> None:
    """Put a member of staff in the place of the one with the same id: other roles, days away, another address.

    Whose role changes is unlinked at once (conversations 2.14).
    """
    before = member(db, council, one.id)
    if before is not None and before.roles != one.roles and before.chat == one.chat:
        one = replace(one, chat="")
    db.execute(_CHANGE, {"of_council": council, "of_name": one.id} | _row(council, one))


def remove(db: Connection, council: str, staff_id: str, now: datetime) -> None:
    """Somebody leaves: signed out, unlinked, no longer among the `staff`. What they decided keeps their name."""
    found = {"of_council": council, "of_name": staff_id, "at": now}
    sessions.end_all(db, council, staff_id)
    second_steps.end(db, council, staff_id)
    unsaved.end_all(db, council, staff_id)
    db.execute(_END_LINKS, found)
    db.execute(_LEAVE, found)


def issue_link(db: Connection, council: str, staff_id: str, now: datetime, purpose: Purpose = Purpose.SIGN_IN) -> str:
    """A new one-time token. This is the only time it can be read."""
    token = _code() if purpose is Purpose.CHAT else secrets.token_urlsafe(32)
    kept = _digest(db, purpose, token)
    row = {
        "council": council, "token": kept, "purpose": purpose.value, "staff": staff_id, "issued": now,
        "ends": now + LASTS[purpose], "used": None, "seal": vouching.seal(db, kept, now, council, staff_id),
    }  # fmt: skip
    db.execute(insert(links), row)
    return token


def use_link(
    db: Connection, council: str, token: str, now: datetime, purpose: Purpose = Purpose.SIGN_IN
) -> Staff | None:
    """Whose link this is: once, in time, and only for somebody who works here."""
    return _let_in(db, _USE, council, _digest(db, purpose, token), now, purpose)


def whose(db: Connection, council: str, token: str, now: datetime, purpose: Purpose) -> Staff | None:
    """Whose it is, without using it up."""
    return _let_in(db, _WHOSE, council, _digest(db, purpose, token), now, purpose)


def link_chat(db: Connection, council: str, code: str, now: datetime, *, chat: str) -> Staff | None:
    """Link a chat to whoever was shown this code. After `WRONG_CODES` wrong ones only a code issued since will do."""
    found = {"of_council": council, "of_name": _chat(chat)}
    wrong = db.execute(_WRONG, found).first()
    shut = wrong.last if wrong is not None and wrong.tries >= WRONG_CODES else _EVER
    linked = _let_in(db, _USE, council, _digest(db, Purpose.CHAT, _typed(code)), now, Purpose.CHAT, issued_after=shut)
    if linked is None:
        _count_wrong(db, council, _chat(chat), now)
        return None
    db.execute(_FORGET_WRONG, found)
    holder = by_chat(db, council, chat)
    if holder is not None:
        change(db, council, replace(holder, chat=""))
    linked = replace(linked, chat=chat)
    change(db, council, linked)
    return linked


def is_code(text: str) -> bool:
    """Whether it is shaped as a code: what a child types is never taken for one."""
    typed = _typed(text)
    digits = sum(letter.isdigit() for letter in typed)
    return len(typed) == CODE and set(typed) <= set(names.ALPHABET) and 2 <= digits <= CODE - 2


def unlink_chat(db: Connection, council: str, chat: str) -> Staff | None:
    """The chat is nobody's any more; whose it was."""
    holder = by_chat(db, council, chat)
    if holder is not None:
        change(db, council, replace(holder, chat=""))
    return holder


_EVER = datetime(1, 1, 1, tzinfo=UTC)


def _let_in(
    db: Connection, asked: Executable, council: str, token: str, now: datetime, purpose: Purpose,
    issued_after: datetime = _EVER,
) -> Staff | None:  # fmt: skip
    found = {"of_council": council, "of_token": token, "now": now, "after": issued_after}
    row = db.execute(asked, found).first()
    if row is None or now >= row.issued + LASTS[purpose]:
        return None
    ours = vouching.is_ours(db, row.seal, token, row.issued, council, row.staff)
    return _found(db, _HERE, council, row.staff) if ours else None


def _found(db: Connection, asked: Select[str, bytes], council: str, name: str) -> Staff | None:
    row = db.execute(asked, {"of_council": council, "of_name": name}).first() if name else None
    return None if row is None else values.staff(council, row.id, row.data)


def _read(council: str, name: str, data: bytes, opened: Callable[[bytes], bytes]) -> Staff:
    return values.staff(council, name, opened(data))


def _count_wrong(db: Connection, council: str, chat: str, now: datetime) -> None:
    if not insert_once(db, wrong_codes, {"council": council, "chat": chat, "tries": 1, "last": now}):
        db.execute(_COUNT_WRONG, {"of_council": council, "of_name": chat, "at": now})


def _typed(code: str) -> str:
    """As it was given out, however it was typed: in small letters, with a dash, with a space too many."""
    return code.replace("-", "").replace(" ", "").strip().upper()


def _row(council: str, one: Staff) -> dict[str, object]:
    return {
        "council": council,
        "id": one.id,
        "email": _email(one.email),
        "chat": _chat(one.chat),
        "data": values.of_staff(council, one),
    }


def _email(email: str) -> str:
    return values.digest(Address(Channel.EMAIL, email.strip().lower())) if email else ""


def _chat(chat: str) -> str:
    return values.digest(Address(Channel.TELEGRAM, chat)) if chat else ""


def _digest(db: Connection, purpose: Purpose, token: str) -> str:
    plain = names.name(purpose, token)
    return blind(db, plain) if purpose is Purpose.CHAT else plain  # so short a code could be tried out


def _code() -> str:
    """Eight characters, some of them digits: nobody writes such a word by chance."""
    while True:
        drawn = "".join(secrets.choice(names.ALPHABET) for _ in range(CODE))
        if is_code(drawn):
            return drawn


_COUNCIL: BindParameter[str] = bindparam("of_council")
_NAME: BindParameter[str] = bindparam("of_name")
_NOW: BindParameter[datetime] = bindparam("now", type_=Moment)

_ANYBODY = select(people.c.id, people.c.data).where(people.c.council == _COUNCIL)
_EVERYBODY = _ANYBODY.where(people.c.leaves.is_(None))
_STAFF = (
    select(people.c.id, type_coerce(people.c[SEALED], AS_IT_LIES).label(SEALED))
    .where(people.c.council == _COUNCIL, people.c.leaves.is_(None))
    .order_by(people.c.id)
)
_MEMBER = _ANYBODY.where(people.c.id == _NAME)
_HERE = _EVERYBODY.where(people.c.id == _NAME)
_BY_EMAIL = _EVERYBODY.where(people.c.email == _NAME)
_BY_CHAT = _EVERYBODY.where(people.c.chat == _NAME)
_THIS = and_(people.c.council == _COUNCIL, people.c.id == _NAME)
_CHANGE = update(people).where(_THIS)
_LEAVE = update(people).where(_THIS).values(leaves=bindparam("at"))

_WORKS = and_(
    links.c.council == _COUNCIL,
    links.c.token == bindparam("of_token"),
    links.c.used.is_(None),
    links.c.ends > _NOW,
    links.c.issued > bindparam("after", type_=Moment),
)
_WHOSE = select(links.c.staff, links.c.issued, links.c.seal).where(_WORKS)
_USE = update(links).where(_WORKS).values(used=_NOW).returning(links.c.staff, links.c.issued, links.c.seal)
_END_LINKS = delete(links).where(links.c.council == _COUNCIL, links.c.staff == _NAME)

_THIS_CHAT = and_(wrong_codes.c.council == _COUNCIL, wrong_codes.c.chat == _NAME)
_WRONG = select(wrong_codes.c.tries, wrong_codes.c.last).where(_THIS_CHAT)
_COUNT_WRONG = update(wrong_codes).where(_THIS_CHAT).values(tries=wrong_codes.c.tries + 1, last=bindparam("at"))
_FORGET_WRONG = delete(wrong_codes).where(_THIS_CHAT)
