"""What letters and chases may say of a case: reference, stage, dates, and who works on it; no family's words."""

from collections.abc import Mapping
from datetime import date, datetime

from casework import days, standing, wording
from casework.cases import Case
from casework.contacts import Contact
from casework.councils import Council, Course, Role, Staff, Stage
from casework.facts import dates, later
from casework.labels import Service
from casework.people import member, reach

SERVICES: Mapping[Service, str] = {
    Service.ADMISSIONS_TRANSPORT: "school places and school transport",
    Service.ADOLESCENT_AT_RISK: "young people at risk",
    Service.CARE_EXPERIENCE: "leaving care",
    Service.CHILDRENS_CENTRES: "children's centres",
    Service.CHILD_IN_CARE: "children in care",
    Service.COMMISSIONING: "services the council pays for",
    Service.CHILDREN_MISSING_EDUCATION: "children who miss school",
    Service.CONNECTING_FAMILIES: "help for families",
    Service.DISABLED_CHILDREN: "disabled children",
    Service.DUTY: "the duty team",
    Service.EARLY_YEARS_FUNDING: "early years funding",
    Service.CHILD_PROTECTION_FAMILY_SUPPORT: "child protection and family support",
    Service.FAMILY_PLACEMENT: "fostering and adoption",
    Service.IRO: "reviewing officers",
    Service.LADO: "concerns about people who work with children",
    Service.MUSIC: "music lessons",
    Service.SEN: "special educational needs",
    Service.SAFEGUARDING_CONFERENCE: "child protection conferences",
    Service.TRIAGE: "the team that first reads messages",
    Service.UNKNOWN: "something the council does",
}
"""A service as a letter names it, in "because it is about …"; another is read as its label is."""


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
    officer, manager = member(council, case.officer), _manager(case, course, council, today)
    said = {
        "ref": case.reference,
        "name": case.complainant.known_as,
        "adult_name": case.complainant.known_as,
        "sent_date": wording.day(days.today(case.received), today),
        "procedure_name": course.title,
        "stage": at.title,
        "next_step": at.next_step,
        "yp_label": case.complainant.known_as or "the young person",
        "service": SERVICES.get(case.issues[0].service, case.issues[0].service.replace("_", " ")),
        "handler_name": officer.name if officer else council.team.name,
        "handler_first": officer.name.split()[0] if officer else council.team.name,
        **({"manager_name": manager.name} if manager else {}),
        "statement_by": wording.day(days.add(today, 5, council.calendars["EW"]), today),
        "ack_date": wording.day(days.add(today, 2, council.calendars["EW"]), today),
        "escalated_to": _highest_told(case, council, today),
    }
    return (
        said
        | dates.of_clocks(case, council, today)
        | dates.of_case(case, council, today)
        | later.of_case(case, council, today)
    )


def _manager(case: Case, course: Course, council: Council, today: date) -> Staff | None:
    """Who answers: the manager it was given to, else whoever holds the role that owes this kind of answer."""
    return member(council, case.handler) or reach(course.owner, council, today, excluded=case.excluded).staff


def _highest_told(case: Case, council: Council, today: date) -> str:
    """R626, R628: the head of service hears of it the day after it is late; the director, once they have been told."""
    told = {role for said in case.said for role in _roles(said.staff, council)}
    if Role.DCS in told:
        return "the director"
    reached = reach(Role.HOS, council, today, excluded=case.excluded).staff
    held = reached.roles if reached else frozenset()
    role = next((each for each in reversed(council.escalation) if each in held), Role.HOS)
    return "the director" if role is Role.DCS else f"the {council.roles[role]}"


def _roles(staff: str, council: Council) -> frozenset[Role]:
    found = member(council, staff) if staff else None
    return found.roles if found else frozenset()


def _where(case: Case, council: Council) -> tuple[Course, Stage]:
    """The course and stage a letter speaks of: where the case now stands, else where it would begin."""
    if case.current:
        return council.procedures[case.current.course], standing.definition(case.current, council)
    course = council.procedures.get(case.procedure, council.procedures[standing.STATUTORY])
    return course, course.stages[0]
