"""What letters and chases may say of a case: reference, stage, dates, and who works on it; no family's words."""

from collections.abc import Callable, Mapping, Set
from datetime import date, datetime

from casework import days, standing, wording
from casework.cases import Case
from casework.contacts import Contact
from casework.councils import Council, Course, Role, Stage
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


def of_any(about: Case | Contact, council: Council, now: datetime, *, places: Set[str] | None = None) -> dict[str, str]:
    """What a chase or a reminder may say of a case, or of a contact nobody has decided yet."""
    if isinstance(about, Case):
        return of_case(about, council, now, places=places)
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


def of_case(case: Case, council: Council, now: datetime, *, places: Set[str] | None = None) -> dict[str, str]:
    """What letters and chases may say of a case: reference, stage, dates, and who works on it; no family's words.

    With `places` at least what has one of those: a chase has three, and to work out the rest would cost more than all
    else in it.
    """
    today, said = days.today(now), _of_the_person(case)
    for names, part in PARTS:
        if places is None or not names.isdisjoint(places):
            said |= part(case, council, today)
    return said | later.of_case(case, council, today)


def _of_the_person(case: Case) -> dict[str, str]:
    known_as, service = case.complainant.known_as, case.issues[0].service
    return {
        "ref": case.reference,
        "name": known_as,
        "adult_name": known_as,
        "yp_label": known_as or "the young person",
        "service": SERVICES.get(service, service.replace("_", " ")),
    }


def _of_the_days(case: Case, council: Council, today: date) -> dict[str, str]:
    calendar = council.calendars["EW"]
    return {
        "sent_date": wording.day(days.today(case.received), today),
        "statement_by": wording.day(days.add(today, 5, calendar), today),
        "ack_date": wording.day(days.add(today, 2, calendar), today),
    }


def _of_the_stage(case: Case, council: Council, today: date) -> dict[str, str]:
    del today
    course, at = _where(case, council)
    return {"procedure_name": course.title, "stage": at.title, "next_step": at.next_step}


def _of_the_officer(case: Case, council: Council, today: date) -> dict[str, str]:
    del today
    officer = member(council, case.officer)
    name = officer.name if officer else council.team.name
    return {"handler_name": name, "handler_first": officer.name.split()[0] if officer else name}


def _of_the_manager(case: Case, council: Council, today: date) -> dict[str, str]:
    """Who answers: the manager it was given to, else whoever holds the role that owes this kind of answer."""
    owner = _where(case, council)[0].owner
    manager = member(council, case.handler) or reach(owner, council, today, excluded=case.excluded).staff
    return {"manager_name": manager.name} if manager else {}


def _of_whoever_was_told(case: Case, council: Council, today: date) -> dict[str, str]:
    return {"escalated_to": _highest_told(case, council, today)}


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


Part = Callable[[Case, Council, date], dict[str, str]]

PARTS: tuple[tuple[Set[str], Part], ...] = (
    ({"sent_date", "statement_by", "ack_date"}, _of_the_days),
    ({"procedure_name", "stage", "next_step"}, _of_the_stage),
    ({"handler_name", "handler_first"}, _of_the_officer),
    ({"manager_name"}, _of_the_manager),
    ({"escalated_to"}, _of_whoever_was_told),
    (dates.NAMES, dates.of_clocks),
    (dates.NAMES, dates.of_case),
)
"""What may be said, by the names under which it may be."""
