"""People are asked, of their own free will, who they are and how they were dealt with: by a link that is the same for
everybody, whatever way they came by (R917, R918).

Once each: who they are after somebody has acknowledged the complaint, how it was five working days after closing. Never
where an alarm was ever rung, nor to whoever asked us to stop; and only where the council says that its page is there.
The letter marks that somebody was asked. What they answered is nowhere beside it.
"""

from collections.abc import Iterator
from datetime import date, datetime

from casework import days, facts
from casework.cases import Case
from casework.contacts import Contact
from casework.councils import Council
from casework.labels import Kind
from casework.letters import Letter, write
from casework.messages import WRITTEN_TO, Channel
from casework.time_passes.surveying import FIRST

EQUALITY = "email.equality"
SURVEY_YOUNG, SURVEY_ADULT = "email.survey_yp", "email.survey_adult"
ASKED = (SURVEY_YOUNG, SURVEY_ADULT, FIRST)
"""Words that ask how it was."""

ACKNOWLEDGED = ("email.ack_", "bot.human_hello")
AFTER_ACKNOWLEDGING, AFTER_CLOSING = 1, 5
"""Working days. The second is the design's (conversations 3.7), the first *taste*."""

HOW_WE_DID = "how-we-did"


def wakes(about: Case | Contact, council: Council) -> Iterator[datetime]:
    """When somebody is asked, if they still may be then."""
    if isinstance(about, Case) and _may_be_asked(about, council):
        yield from (moment for _, moment in _due(about, council))


def letters(about: Case | Contact, council: Council, now: datetime) -> Iterator[Letter]:
    """The sheets that somebody is asked to fill in now."""
    if not isinstance(about, Case) or not _may_be_asked(about, council):
        return
    for words, moment in _due(about, council):
        if moment <= now:
            yield _letter(words, about, council, now)


def _may_be_asked(case: Case, council: Council) -> bool:
    person = case.complainant
    reached = person.address.channel in WRITTEN_TO and bool(person.address.value)
    if not council.team.equality_asked or not reached or case.quiet or person.left_out or case.alarms:
        return False
    return any(council.procedures[row.course].kind is Kind.COMPLAINT for row in case.stages)


def _due(case: Case, council: Council) -> Iterator[tuple[str, datetime]]:
    """What is asked, and from when on; nothing that was asked before."""
    asked = {each.words for each in case.said}
    acknowledged = [
        each.sent for each in case.said if each.sent and each.words.startswith(ACKNOWLEDGED) and not each.staff
    ]
    if acknowledged and EQUALITY not in asked and not case.settled:
        yield EQUALITY, _after(days.today(acknowledged[0]), AFTER_ACKNOWLEDGING, council)
    closed = [row.closed for row in case.stages if row.closed]
    if case.settled and closed and not asked & set(ASKED):
        yield _survey(case), _after(closed[-1], AFTER_CLOSING, council)


def _survey(case: Case) -> str:
    """In a chat it is three taps, elsewhere a page."""
    if case.complainant.address.channel is Channel.TELEGRAM:
        return FIRST
    return SURVEY_YOUNG if case.complainant.young else SURVEY_ADULT


def _after(day: date, working_days: int, council: Council) -> datetime:
    return days.at(days.add(day, working_days, council.calendars["EW"]), council.hours.public.opens)


def _letter(words: str, case: Case, council: Council, now: datetime) -> Letter:
    page, _, _ = council.team.equality_url.rpartition("/")
    return write(
        words,
        case.complainant.address,
        council=case.council,
        about=case.reference,
        reference=case.reference,
        now=now,
        facts={
            **facts.of_council(council, days.today(now)),
            **facts.of_case(case, council, now),
            "equality_url": f"{council.team.equality_url}/{case.procedure}",
            "survey_url": f"{page}/{HOW_WE_DID}/{case.procedure}",
        },
        once="asked",
        not_before=days.next_open(now, council.hours.public, council.calendars["EW"]),
    )
