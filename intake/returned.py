"""A letter of ours that came back: a machine says so by mail, it is marked failed, and an officer has a task."""

from datetime import datetime

from casework.councils import Council
from casework.messages import Automatic, Message
from casework.undelivered import undelivered
from store import cases, changes, contacts, outbox
from store.database import Connection

CAME_BACK = "it came back"


def came_back(db: Connection, message: Message, council: Council, moment: datetime) -> None:
    """What follows from a bounce of one of our letters; nothing from any other message.

    The report must name a letter that was sent, and counts once: anybody can write a report, so it undoes nothing else.
    """
    if message.automatic is not Automatic.BOUNCE or not message.bounce_of:
        return
    letter = outbox.by_message_id(db, council.name, message.bounce_of)
    if letter is None or not outbox.came_back(db, letter, moment, why=CAME_BACK):
        return
    about = cases.one(db, council.name, letter.about) or contacts.one(db, council.name, letter.about)
    task = undelivered(letter, about, council, moment) if about else None
    if task:
        changes.save(db, task, moment)
