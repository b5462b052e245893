"""Who is asked first what a message means, before it is anybody's matter: staff in their chats, and whoever comes with
a number and a secret word.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot import other_phone
from casework.councils import Council
from casework.messages import Address, Message
from casework.said.signs import Signs
from desk import staff_chat
from form import marks, secret_words
from form.tries import Tries
from intake.receive import Inside
from store.database import Connection


def inside(*, council: str, signs: Signs, key: bytes) -> Inside:
    """Both, in that order."""
    staff = partial(staff_chat.inside, signs=signs, key=key)
    elsewhere = partial(other_phone.inside, whose=_whose(council, key), tried=counted(Tries()))

    def first(db: Connection, message: Message, in_force: Council, now: datetime) -> bool:
        return staff(db, message, in_force, now) or elsewhere(db, message, in_force, now)

    return first


def _whose(council: str, key: bytes) -> Callable[[str, str], Address]:
    return lambda reference, word: marks.sender(reference, secret_words.plain(word), council, key)


def counted(tries: Tries) -> other_phone.Tried:
    """Whether a chat or a number was tried too often: every try of a chat counts, as somebody in a hurry has one."""

    def tried(chat: str, reference: str, now: datetime) -> bool:
        shut = tries.too_many(chat, reference, now)
        tries.failed(chat, reference, now)
        return shut

    return tried
