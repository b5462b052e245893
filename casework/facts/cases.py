"""What letters and chases may say of a case: reference, stage, dates, and who works on it; no family's words."""

from datetime import datetime

from casework import days, standing, wording
from casework.cases import Case
from casework.contacts import Contact
from casework.councils import Council, Course, Stage
from casework.facts import dates, later
from casework.people import member


def of_any(about: Case | Contact, council: Council, now: datetime) -> dict[str, str]:
    """What a chase or a reminder may say of a case, or of a contact nobody has decided yet."""
    if isinstance(about, Case):
        return of_case(about, council, now)
    # R270: until somebody decides, it runs as a statutory complaint at Stage 1.
    provisional = council.procedures[standing.STATUTORY].stages[0]
    return {
        "ref": about.reference,
        "name": "",
        "handler_name": council.team.name,
        "stage": "new",
        "next_step": provisional.next_step,
        "escalated_to": "the head of service",
    }


def of_case(case: Case, council: Council, now: datetime) -> dict[str, str]:
    """What letters and chases may say of a case: reference, stage, dates, and who works on it; no family's words."""
    today = days.today(now)
    course, at = _where(case, council)
    officer, manager = member(council, case.officer), member(council, case.handler)
    said = {
        "ref": case.reference,
        "name": case.complainant.known_as,
        "adult_name": case.complainant.known_as,
        "sent_date": wording.day(days.today(case.received), today),
        "procedure_name": course.title,
        "stage": at.title,
        "next_step": at.next_step,
        "service": case.issues[0].service.replace("_", " "),
        "handler_name": officer.name if officer else council.team.name,
        "handler_first": officer.name.split()[0] if officer else council.team.name,
        "manager_name": manager.name if manager else "a manager",
        "statement_by": wording.day(days.add(today, 5, council.calendars["EW"]), today),
        "ack_date": wording.day(days.add(today, 2, council.calendars["EW"]), today),
        "escalated_to": "the head of service",
    }
    return (
        said
        | dates.of_clocks(case, council, today)
        | dates.of_case(case, council, today)
        | later.of_case(case, council, today)
    )


def _where(case: Case, council: Council) -> tuple[Course, Stage]:
    """The course and stage a letter speaks of: where the case now stands, else where it would begin."""
    if case.current:
        return council.procedures[case.current.course], standing.definition(case.current, council)
    course = council.procedures.get(case.procedure, council.procedures[standing.STATUTORY])
    return course, course.stages[0]
