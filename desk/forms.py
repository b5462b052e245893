"""The questions of each form at the desk, in words for an officer: opening a case, setting a contact aside, every move,
closing an alarm.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from casework import moves
from casework.cases import Advocacy, Case, Outcome, StageRow
from casework.contacts import Contact
from casework.councils import Council, Role
from casework.labels import CategoryB, CategoryD, Kind, Procedure, Sender, Service
from casework.moves.rows import Move
from desk import conflicts
from desk.fields import Field, Sort
from desk.sight import FALSE_ALARM
from desk.words import first_up, plain

TO_THEM = "It goes to them as you write it."


def opening(contact: Contact, council: Council) -> tuple[Field, ...]:
    """What an officer says of a contact to open a case. Nobody whose whole name is in it is offered the case (R602)."""
    return (
        replace(KIND, choices=_labels(Kind)),
        Field(
            "procedure", "Which procedure?", Sort.ONE, needed="Choose a procedure.", choices=_labels(Procedure)
        ),
        Field(
            "course", "Which of these is it?", Sort.ONE,
            hint="Only where it can be handled in several ways: an enquiry, a request for information.",
            choices=tuple((each.name, first_up(each.title)) for each in council.procedures.values()),
        ),
        Field("sender", "Who is writing?", Sort.ONE, needed="Choose who is writing.", choices=_labels(Sender)),
        Field(
            "service", "Which service is it about?", Sort.ONE, needed="Choose a service; “unknown” is one.",
            choices=_labels(Service),
        ),
        Field("category_b", "Category in the statutory guidance", Sort.ONE, choices=_labels(CategoryB)),
        Field("category_d", "Theme", Sort.ONE, choices=_labels(CategoryD)),
        complained_of(contact, council),
        replace(
            HANDLER, choices=managers(contact, council), hint="Nobody whose whole name is in the message is listed."
        ),
        Field("known_as", "What do they want to be called?", Sort.LINE, "Leave it empty if they did not say."),
        SUMMARY,
    )  # fmt: skip


def aside() -> tuple[Field, ...]:
    """What an officer says of a contact that becomes no case."""
    return (
        replace(KIND, choices=_labels(Kind)),
        Field(
            "why", "Why is it no case, and what was done about it?",
            hint="Others will read this later: a compliment passed on, a question answered by telephone, spam.",
            needed="Write why it is set aside, and what was done about it.",
        ),
    )  # fmt: skip


def of_move(row: Move, case: Case, at: StageRow | None, council: Council) -> tuple[Field, ...]:
    """What a row of MOVES needs to be told about that stage, and what it may be, each with its question and choices."""
    needed = [_asked(name, case, council) for name in moves.needs(row, case, at)]
    return (*needed, *(replace(_asked(name, case, council), needed="") for name in row.may))


def outcome() -> tuple[Field, ...]:
    """What closes an alarm (R706, R716)."""
    came_of = ("spoke to them", "passed to the front door", "police", "LADO", FALSE_ALARM)
    return (
        Field(
            "came_of", "What came of it?", Sort.ONE, needed="Choose what came of it.",
            choices=_labels(came_of),
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
    """To whom a case can be given. A name like theirs in the message is said beside them."""
    named = {each.staff.id: each.whole for each in conflicts.named(contact.messages, council.staff)}
    listed = [each for each in council.staff if each.roles & {Role.RM, Role.TM} and not named.get(each.id)]
    return tuple(
        (each.id, f"{each.name} (a name like this is in the message)" if each.id in named else each.name)
        for each in sorted(listed, key=lambda each: each.name)
    )


def _asked(name: str, case: Case, council: Council) -> Field:
    if name == "reason":
        reasons = {reason: None for clock in case.clocks for reason in clock.terms.reasons}
        return replace(QUESTIONS[name], choices=_labels(reasons))
    if name == "handler":
        there = [each for each in council.staff if each.roles & {Role.RM, Role.TM} and each.id not in case.excluded]
        others = tuple((each.id, each.name) for each in there if each.id != case.handler)
        return replace(QUESTIONS[name], choices=others)
    asked_of, _, number = name.rpartition("_")
    if number.isdigit():
        return _of_issue(QUESTIONS[f"{asked_of}_#"], name, int(number), case)
    return QUESTIONS[name]


def _of_issue(asked: Field, name: str, number: int, case: Case) -> Field:
    """The same question, asked of each point where there are several."""
    if len(case.issues) == 1:
        return replace(asked, name=name)
    return replace(asked, name=name, label=f"Point {number}: {asked.label[0].lower()}{asked.label[1:]}")


def _labels(labels: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(label), first_up(plain(label))) for label in labels)


KIND = Field("kind", "What sort of contact is it?", Sort.ONE, needed="Choose what sort of contact it is.")
HANDLER = Field("handler", "Give it to", Sort.ONE, needed="Choose a manager.")
SUMMARY = Field(
    "summary_plain", "In plain words, what are they unhappy about?",
    hint="It goes to them: “This is what we think you said: …”",
    needed="Write in plain words what they are unhappy about. They will read it.",
)  # fmt: skip
QUESTIONS: Mapping[str, Field] = {
    each.name: each
    for each in (
        SUMMARY,
        HANDLER,
        Field(
            "advocacy", "What did they say about an advocate?", Sort.ONE,
            needed="Choose what they said about an advocate.", choices=_labels(Advocacy),
        ),
        Field(
            "how", "How do you know who is writing?",
            hint="A call to a number we hold, an advocate’s word, something only they know.",
            needed="Write how you know who is writing.",
        ),
        Field("why", "Why?", hint="In a sentence others will understand later.", needed="Write why."),
        Field("reason", "Why is more time needed?", Sort.ONE, needed="Choose a reason."),
        Field(
            "reason_plain", "The reason, in words the family will understand", hint=TO_THEM,
            needed="Enter the reason for the delay, in words the family will understand.",
        ),
        Field("done_so_far", "What has been done so far?", hint=TO_THEM, needed="Write what has been done so far."),
        Field("what_we_will_do", "What will you do next?", hint=TO_THEM, needed="Write what you will do next."),
        Field(
            "new_due_date", "By when will they have the answer?", Sort.DATE, needed="Give the new date.",
            hint="For example 4 12 2026. It is promised to them.",
        ),
        Field("outcome_#", "What did you find?", Sort.ONE, needed="Choose what you found.", choices=_labels(Outcome)),
        Field("point_#", "What they said", hint=TO_THEM, needed="Write what they said."),
        Field("found_#", "What you found", hint=TO_THEM, needed="Write what you found."),
        Field("why_#", "Why you think so", hint=TO_THEM, needed="Write why you think so."),
        Field("remedy_plain", "What will be put right?", hint=TO_THEM, needed="Write what will be put right."),
        Field("remedy_by", "By when?", Sort.DATE, "For example 4 12 2026", "Give the day by which it is put right."),
        Field(
            "action_text", "What will the service learn or change?", hint="It goes to an adult where you agree.",
            needed="Write what the service will learn or change.",
        ),
        Field(
            "sent_by", "How does it reach them?", Sort.ONE, needed="Choose how it reaches them.",
            hint="The time to ask for more starts when they have it (R412). Left empty: by email or chat.",
            choices=(
                ("email", "by email or chat, the same day"), ("post", "by first-class post, two working days later"),
            ),
        ),
        Field(
            "asked_on", "On which day did their request arrive?", Sort.DATE,
            hint="Leave it empty if it came today. For example 4 12 2026",
        ),
        Field(
            "what_we_did", "What was done, in words they will understand?", hint=TO_THEM,
            needed="Write what was done.",
        ),
        Field("action_due", "By when will that be done?", Sort.DATE, "For example 4 12 2026", "Give the day."),
    )
}  # fmt: skip
"""Every fact that a row of MOVES can need."""
