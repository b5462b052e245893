"""What is asked where only a person decides (section 2.5): what is late, who may complain, holds, who stops freely."""

from collections.abc import Iterator, Mapping
from datetime import date

from casework import standing
from casework.cases import Case, StageRow, issues
from casework.councils import Council, Role
from desk.fields import DAY, Field, Sort
from desk.questions.choices import Choices, Choose
from desk.questions.local import TO_THEM

INQUIRIES = ("a court", "a tribunal", "the police", "a disciplinary inquiry", "another inquiry")


def points(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    """The points of a stage, and which of them wait."""
    del today
    return tuple(_points(case, at, council)) if at else ()


def heads(case: Case, at: StageRow | None, council: Council, today: date) -> Choices:
    """Heads of service who are not complained of (R278)."""
    del at, today
    there = (each for each in council.staff if Role.HOS in each.roles and each.id not in case.excluded)
    return tuple((each.id, each.name) for each in there)


def _points(case: Case, at: StageRow, council: Council) -> Iterator[tuple[str, str]]:
    waits = standing.held(case, at, council)
    for each in issues(case, at):
        yield str(each.number), f"Point {each.number}: {each.text}{' (it waits)' if each.number in waits else ''}"


CHOICES: Mapping[str, Choose] = {"held_points": points, "agreed_by": heads}

ASKED: tuple[Field, ...] = (
    Field(
        "event_date", "When did the latest of it happen?", Sort.DATE, f"The last thing they tell us of. {DAY}",
        "Give the day of the last thing they tell us of.",
    ),
    Field(
        "sooner", "Could they be expected to tell us sooner?",
        hint="Think of illness, disability, trauma, and what they were told at the time (R230).",
        needed="Write whether they could be expected to tell us sooner.",
    ),
    Field(
        "fairly", "Can it still be looked at well, and fairly to everybody?",
        needed="Write whether it can still be looked at fairly.",
    ),
    Field("childs_view", "What does the child say about it?", needed="Write what the child says, or why nobody asked."),
    Field(
        "ground", "On which of these grounds?", Sort.ONE, hint="A late request is declined on no other (R322).",
        needed="Choose a ground.",
        choices=(
            ("too_old", "What happened is over a year old, and it cannot be looked at fairly now"),
            ("been_through", "All of it has been through every stage before, and nothing is new"),
        ),
    ),
    Field(
        "held_points", "Which points?", Sort.SEVERAL, hint="Only these. Everything else goes on (R232).",
        needed="Tick the points.", shown=20,
    ),
    Field(
        "proceedings", "What has them?", Sort.ONE, needed="Choose what has them.",
        choices=tuple((each, each[:1].upper() + each[1:]) for each in INQUIRIES),
    ),
    Field(
        "legal_view", "What do legal say?", hint="How would looking into it now do harm there?",
        needed="Write what legal say.",
    ),
    Field("parts_no", "What has to wait, in words for them?", hint=TO_THEM, needed="Write what has to wait."),
    Field(
        "parts_ok", "What do you look into now, in words for them?", hint=TO_THEM,
        needed="Write what you look into now.",
    ),
    Field(
        "advocate_word", "Which advocate says that they chose this freely?", Sort.LINE,
        "A young person’s word to stop counts when their advocate says so, or the complaints manager is sure (R279).",
    ),
    Field(
        "agreed_by", "Which head of service decides it with you?", Sort.ONE,
        needed="Choose the head of service who decides it with you.",
    ),
    Field("restriction_plain", "What changes for them?", hint=TO_THEM, needed="Write what changes for them."),
    Field(
        "until_date", "Until when?", Sort.DATE, f"Six months, as a rule. {DAY}", "Give the last day of it.",
    ),
    Field("review_by", "When do you look at it again?", Sort.DATE, DAY, "Give the day on which you look again."),
    Field("decide_by", "By when should they answer?", Sort.DATE, DAY, "Give the day by which they should answer."),
)  # fmt: skip
