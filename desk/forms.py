"""The questions of each form at the desk, in words for an officer: opening a case, setting a contact aside, every move,
closing an alarm.
"""

from collections.abc import Iterable
from datetime import date

from casework import moves
from casework.alarms import FALSE_ALARM
from casework.cases import Case, StageRow
from casework.contacts import Contact
from casework.councils import Council, Role
from casework.frozen import replace
from casework.labels import CategoryB, CategoryD, Kind, Procedure, Sender, Service
from casework.moves.rows import Move
from desk import conflicts, questions
from desk.fields import Field, Sort
from desk.questions import local
from desk.words import first_up, labels

SPEAKS_FOR_OTHERS = (Sender.ADVOCATE, Sender.MP_OR_COUNCILLOR, Sender.PROFESSIONAL)


def opening(contact: Contact, council: Council) -> tuple[Field, ...]:
    """What an officer says of a contact to open a case. Nobody whose whole name is in it is offered the case (R602)."""
    return (
        replace(local.KIND, choices=labels(Kind)),
        Field(
            "procedure", "Which procedure?", Sort.ONE, needed="Choose a procedure.", choices=labels(Procedure)
        ),
        Field(
            "course", "Which of these is it?", Sort.ONE,
            hint="Only where it can be handled in several ways: an enquiry, a request for information.",
            choices=tuple((each.name, first_up(each.title)) for each in council.procedures.values()),
        ),
        Field("sender", "Who is writing?", Sort.ONE, needed="Choose who is writing.", choices=labels(Sender)),
        Field(
            "service", "Which service is it about?", Sort.ONE, needed="Choose a service; “unknown” is one.",
            choices=labels(Service),
        ),
        Field(
            "in_care", "Is it about a child in care or a care leaver?", Sort.ONE, "Leave it empty if nobody knows.",
            choices=(("yes", "Yes"), ("no", "No")),
        ),
        Field("category_b", "Category in the statutory guidance", Sort.ONE, choices=labels(CategoryB)),
        Field("category_d", "Theme", Sort.ONE, choices=labels(CategoryD)),
        complained_of(contact, council),
        replace(
            local.HANDLER, choices=managers(contact, council),
            hint="Nobody whose whole name is in the message is listed.",
        ),
        Field(
            "had_on", "Did anybody else at the council have it before us?", Sort.DATE,
            "If so, the day they got it: the time to answer counts from then (R124). Otherwise leave it empty.",
        ),
        Field(
            "on_behalf_of", "If they write for somebody else, whose complaint is it?", Sort.ONE,
            "Leave it empty if it is their own. What an advocate sends is the young person’s (R509).",
            choices=labels(each for each in Sender if each not in SPEAKS_FOR_OTHERS),
        ),
        Field(
            "known_as", "What does whoever’s complaint it is want to be called?", Sort.LINE,
            "Leave it empty if they did not say.",
        ),
        local.SUMMARY,
        Field(
            "beside", "Does it belong beside a case there is?", Sort.LINE,
            "The other case’s reference, if it does. Each then leads to the other.",
        ),
        *_more(council),
    )  # fmt: skip


def seldom(council: Council) -> frozenset[str]:
    """What opening a case is mostly not told: it stands folded, so that a keyboard is past it with one key."""
    return frozenset({"had_on", "on_behalf_of", "beside", *(each.name for each in _more(council))})


def _more(council: Council) -> tuple[Field, ...]:
    """What opening some courses needs to be told besides, and for which."""
    asked: dict[str, list[str]] = {}
    for course in council.procedures.values():
        for name in course.asks:
            asked.setdefault(name, []).append(course.title)
    return tuple(
        replace(questions.QUESTIONS[name], hint=f"Only for {', '.join(titles)}.", needed="")
        for name, titles in asked.items()
    )


def aside() -> tuple[Field, ...]:
    """What an officer says of a contact that becomes no case."""
    return (
        replace(local.KIND, choices=labels(Kind)),
        Field(
            "why", "Why is it no case, and what was done about it?",
            hint="Others will read this later: a compliment passed on, a question answered by telephone, spam.",
            needed="Write why it is set aside, and what was done about it.",
        ),
    )  # fmt: skip


def joining(theirs: Iterable[str]) -> tuple[Field, ...]:
    """What an officer says of a contact that is about a case there is; `theirs` are this sender's own."""
    there = ", ".join(theirs)
    return (
        Field(
            "case", "Which case is it about?", Sort.LINE, f"This sender’s: {there}." if there else "Its reference.",
            "Write the reference of the case.",
        ),
    )  # fmt: skip


def of_move(row: Move, case: Case, at: StageRow | None, council: Council, today: date) -> tuple[Field, ...]:
    """What a row of MOVES needs to be told about that stage, and what it may be, each with its question and choices."""
    needed = [questions.asked(name, case, at, council, today) for name in moves.needs(row, case, at)]
    return (*needed, *(replace(questions.asked(name, case, at, council, today), needed="") for name in row.may))


def outcome() -> tuple[Field, ...]:
    """What closes an alarm (R706, R716)."""
    came_of = ("spoke to them", "passed to the front door", "police", "LADO", FALSE_ALARM)
    return (
        Field(
            "came_of", "What came of it?", Sort.ONE, needed="Choose what came of it.",
            choices=labels(came_of),
        ),
        Field(
            "outcome", "What was done, and why?", hint="An alarm closes only when this is written down (R706).",
            needed="Write down what was done: an alarm closes only with an outcome.",
        ),
    )  # fmt: skip


def complained_of(contact: Contact, council: Council) -> Field:
    """Whoever works here, those named in the message first and in sight."""
    named = conflicts.named(contact.messages, council.staff)
    there = [each.staff for each in named]
    others = sorted((each for each in council.staff if each not in there), key=lambda each: each.name)
    return Field(
        "complained_of", "Is anybody who works here complained of?", Sort.SEVERAL,
        hint="Tick each. They will see and hear nothing of the case, and cannot be given it.",
        choices=(
            *((each.staff.id, f"{each.staff.name}, named in the message" if each.whole
               else f"{each.staff.name}: a name like this is in the message") for each in named),
            *((each.id, each.name) for each in others),
        ),
        shown=len(there),
    )  # fmt: skip


def managers(contact: Contact, council: Council) -> tuple[tuple[str, str], ...]:
    """To whom a case can be given: managers first, then whoever owns some other kind of matter. A name like theirs in
    the message is said beside them.
    """
    named = {each.staff.id: each.whole for each in conflicts.named(contact.messages, council.staff)}
    first = {Role.RM, Role.TM}
    owners = first | {course.owner for course in council.procedures.values()}
    listed = [each for each in council.staff if each.roles & owners and not named.get(each.id)]
    return tuple(
        (each.id, f"{each.name} (a name like this is in the message)" if each.id in named else each.name)
        for each in sorted(listed, key=lambda each: (not each.roles & first, each.name))
    )
