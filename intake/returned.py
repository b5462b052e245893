"""What became of a letter of ours, as a machine reports it by mail: each report that matters is a task within the hour.

One that came back is marked failed, and somebody finds another way. One that is late may never come, and who called one
spam may not get the next: somebody finds out. So they do where a report names no letter, or a Message-ID that can be
worked out: anybody can write such a one, and it marks nothing. Each counts once, and undoes nothing else.
"""

from datetime import datetime

from casework import names
from casework.cases import Case
from casework.contacts import Contact
from casework.councils import Council
from casework.letters import Letter
from casework.messages import Automatic, Fate, Message
from casework.time_passes.undelivered import doubtful, undelivered
from store import cases, changes, contacts, outbox
from store.database import Connection

CAME_BACK = "it came back"

ASKS = {
    Fate.FAILED: "finding out whether a letter of ours has come: a mail says that it came back, and may not be true",
    Fate.DELAYED: "finding out whether a letter of ours has come: their mail server says that it is late",
    Fate.COMPLAINED_OF: "asking how they want to hear from us: a letter of ours was reported as spam",
}
"""What is asked of an officer by a report that a letter may not have been read."""


def reported(
    db: Connection, message: Message, letters: tuple[Letter, ...], council: Council, moment: datetime, *, key: bytes
) -> None:
    """What follows from a report about one of our letters; nothing from any other message."""
    if message.fate is None or not message.automatic or not letters:
        return
    letter = letters[0]
    about = _about(db, letter, council)
    if message.fate is Fate.FAILED and message.automatic is not Automatic.BOUNCE:
        return
    if message.fate is Fate.FAILED and any(
        names.has_had(letter.name, each, key) for each in (message.bounce_of, *message.thread)
    ):
        came_back = outbox.came_back(db, letter, moment, why=CAME_BACK)
        task = undelivered(letter, about, council, moment) if about and came_back else None
    elif message.fate in ASKS and about:
        task = doubtful(letter, ASKS[message.fate], about, council, moment)
    else:
        return
    if task:
        changes.save(db, task, moment)


def _about(db: Connection, letter: Letter, council: Council) -> Case | Contact | None:
    return cases.one(db, council.name, letter.about) or contacts.one(db, council.name, letter.about)
