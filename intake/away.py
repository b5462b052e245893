"""An automatic reply of somebody who works here: they are away, and what we asked of them is asked of their deputy."""

from datetime import datetime

from casework import days, names
from casework.changes import Change
from casework.councils import Council
from casework.frozen import replace
from casework.letters import Letter
from casework.messages import Automatic, Message
from intake.absences import last_day
from store import absences, cases, changes, people
from store.database import Connection


def noted(
    db: Connection, message: Message, letters: tuple[Letter, ...], council: Council, now: datetime, *, key: bytes
) -> bool:
    """Keep who is away and until when, and file their note with the case. False: it is no such note.

    Only an answer to a letter that we wrote to that very person counts, by a Message-ID that nobody else can work out:
    a From line alone proves nothing, and nobody may send away whoever should ask after them.
    """
    if message.automatic is not Automatic.AUTO_REPLY:
        return False
    staff = people.by_email(db, council.name, message.sender.value)
    theirs = (each for each in letters if staff and each.staff == staff.id)
    had = (each for each in theirs if any(names.has_had(each.name, said, key) for said in message.thread))
    letter = next(had, None)
    if staff is None or letter is None:
        return False
    today = days.today(now)
    absences.away(db, council.name, staff.id, today, last_day(f"{message.subject}\n{message.text}", today), now=now)
    case = cases.one(db, council.name, letter.about)
    if case is None:
        return False
    kept = replace(case, messages=(*case.messages, replace(message, by_staff=staff.id)))
    changes.save(db, Change(cases=(kept,)), now)
    return True
