"""What somebody who works here writes in answer to a chase: filed with the case, for a person to act on (R609).

It moves nothing and answers nobody. It is no part of the conversation with the family, and nothing of it is ever sent
to them. Words of harm in it ring as anybody's do (R701).
"""

from datetime import datetime

from casework import days, questions
from casework.arrive import harm
from casework.arrive.filing import Filed
from casework.cases import Case
from casework.changes import Change
from casework.contacts import Contact
from casework.councils import Council, Role, Staff
from casework.facts import of_case, of_council
from casework.frozen import replace
from casework.messages import Message
from casework.said.answers import Answers
from casework.said.signs import Signs
from casework.staff_answers.tasks import task


def from_staff(message: Message, writer: Staff, case: Case, council: Council, now: datetime, *, signs: Signs) -> Change:
    """The reply in its place, a task to read it, and the alarms that its words ring."""
    kept = replace(case, messages=(*case.messages, replace(message, by_staff=writer.id)))
    found = harm.found_in(message, (), signs)
    place = Filed(message, _alone(message, case), case, Answers, begun=False)
    rung, told = harm.ring(place, found, council, now) if found else ((), ())
    filled = of_council(council, days.today(now)) | of_case(case, council, now)
    step = f"reading what {writer.name.partition(' ')[0] or writer.id} wrote back"
    read = task(Role.CO, step, case, filled, now, council, once=f"reply/{message.name}", but=writer.id)
    return Change(cases=(kept,), alarms=rung, letters=(*told, *read))


def _alone(message: Message, case: Case) -> Contact:
    """The case's contact with this message and no other, so that only its own words are weighed."""
    return replace(questions.as_contact(case, case.complainant.address), messages=(message,))
