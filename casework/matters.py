"""A mail that came to a case and may be about something else: a person says which, and never the program (R003, R113).

The same matter stays where it is. A new one becomes a contact of its own, as if it had come alone: its reference, its
clock from the day it arrived, a receipt to whoever wrote it. It stays in the case's conversation too, where it came.
"""

from datetime import datetime

from casework import days, names
from casework.arrive import filing, mail, saying
from casework.arrive.filing import Filed
from casework.cases import Case, Decision
from casework.changes import Change
from casework.councils import Council
from casework.days import CalendarEnds
from casework.frozen import replace
from casework.letters import Letter
from casework.messages import Message

SAME, ANOTHER = "same_matter", "another_matter"
"""What a person said of such a mail, as its decision is called."""


def undecided(case: Case) -> tuple[Message, ...]:
    """The mails of which nobody has said yet whether they are the same matter or a new one, oldest first."""
    said = {each.facts.get("message") for each in case.decisions if each.move in (SAME, ANOTHER)}
    return tuple(each for each in case.messages if each.another_matter and each.name not in said)


def same(case: Case, message: Message, decision: Decision) -> Change:
    """It is the case's own matter (R113)."""
    noted = replace(
        decision, case=case.reference, move=SAME, rule="R113", why=_which(message), facts={"message": message.name}
    )
    return Change(cases=(replace(case, decisions=(*case.decisions, noted)),), decisions=(noted,))


def another(case: Case, message: Message, decision: Decision, council: Council, reference: str) -> Change:
    """It is a new matter (R120), under a fresh reference. Older mail under it stays with the case."""
    copy = replace(
        message, name=names.name("message", "apart", message.name), quoted="", another_matter=False,
        apart_from=case.reference,
    )  # fmt: skip
    place = filing.filed(copy, None, council, reference, decision.at)
    place = replace(place, contact=replace(place.contact, held=""))  # a person has looked
    facts = {"message": message.name, "reference": reference}
    why = f"{_which(message)}. It is {reference} from now on"
    noted = replace(decision, case=case.reference, move=ANOTHER, rule="R120", why=why, facts=facts)
    return Change(
        contacts=(place.contact,),
        cases=(replace(case, decisions=(*case.decisions, noted)),),
        decisions=(noted,),
        letters=_receipt(place, council, decision.at),
    )


def _receipt(place: Filed, council: Council, now: datetime) -> tuple[Letter, ...]:
    """So that they know its reference. Where the calendar ends nothing with a date is said."""
    try:
        return saying.letters(mail.replies(place, council, now), place, council, now)
    except CalendarEnds:
        return ()


def _which(message: Message) -> str:
    day = days.today(message.received)
    return f"The mail of {day.day} {day:%B %Y}"
