"""Words of ours that came back, or never will arrive, or may not: somebody waits for them, so a person sees to it.

The officer who has the matter is told within the hour, inside staff hours (conversations 2.1). A letter to that officer
which does not arrive is told to the complaints manager; one to them as well is left on the desk, where all such stand.
"""

from datetime import datetime

from casework import days, telling, wording
from casework.cases import Case
from casework.changes import Change
from casework.contacts import Contact
from casework.councils import Council, Role, Staff
from casework.facts import of_any, of_council
from casework.letters import Letter
from casework.people import member, reach

WORDS, STEP = "staff.undelivered", "staff.step_due"


def undelivered(letter: Letter, about: Case | Contact, council: Council, now: datetime) -> Change | None:
    """The task for a person; None where there is nobody left to tell."""
    reader = _officer(about, council, now)
    if letter.words == WORDS or (reader is not None and reader.id == letter.staff):
        reader = _reached(Role.CM, about, council, now)
    if reader is None or reader.id == letter.staff:
        return None
    facts = {"ref": about.reference}
    task = telling.to_staff(WORDS, reader, about, facts, now, council, once=letter.name)
    return Change(letters=task) if task else None


def doubtful(letter: Letter, step: str, about: Case | Contact, council: Council, now: datetime) -> Change | None:
    """The task where a letter may not have been read: it is late, or was called spam. One for each, however often it is
    reported; None where nobody is left to tell, or where it was to staff, who are asked again in any case.
    """
    reader = _officer(about, council, now)
    if reader is None or letter.staff:
        return None
    today = days.today(now)
    due = days.add(today, 1, council.calendars["EW"])
    facts = {
        **of_council(council, today),
        **of_any(about, council, now),
        "step_plain": step,
        "next_date": wording.day(due, today),
    }
    task = telling.to_staff(STEP, reader, about, facts, now, council, once=f"{step} {letter.name}")
    return Change(letters=task) if task else None


def _officer(about: Case | Contact, council: Council, now: datetime) -> Staff | None:
    """Whoever has the case, if they are there; else the complaints officer."""
    officer = member(council, about.officer) if isinstance(about, Case) else None
    there = officer is not None and officer.id not in about.hidden_from and not officer.is_away(days.today(now))
    return officer if there else _reached(Role.CO, about, council, now)


def _reached(role: Role, about: Case | Contact, council: Council, now: datetime) -> Staff | None:
    return reach(role, council, days.today(now), excluded=about.hidden_from).staff
