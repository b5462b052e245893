"""Every question that a step can ask at the desk, by the fact it fills; and what may be chosen in this very case.

One file for each sort of step, like `casework.moves`. A fact without a question here fails a test.
"""

from collections.abc import Mapping
from datetime import date

from casework.cases import Case, StageRow
from casework.councils import Council
from casework.frozen import replace
from desk.fields import Field
from desk.questions import appointing, choices, deciding, learning, local, matters, opening, people, stages

SORTS = (local, stages, deciding, matters, opening, people, appointing, learning)

QUESTIONS: Mapping[str, Field] = {each.name: each for sort in SORTS for each in sort.ASKED}
CHOICES = {**choices.CHOICES, **deciding.CHOICES, **matters.CHOICES, **people.CHOICES}


def asked(name: str, case: Case, at: StageRow | None, council: Council, today: date) -> Field:
    """The question that fills this fact, with the choices there are now; of each point, where it ends in its number."""
    of_point, _, number = name.rpartition("_")
    if number.isdigit():
        return _of_point(QUESTIONS[f"{of_point}_#"], name, int(number), case)
    question = QUESTIONS[name]
    return replace(question, choices=CHOICES[name](case, at, council, today)) if name in CHOICES else question


def _of_point(question: Field, name: str, number: int, case: Case) -> Field:
    """The same question, asked of each point where there are several."""
    if len(case.issues) == 1:
        return replace(question, name=name)
    return replace(question, name=name, label=f"Point {number}: {question.label[0].lower()}{question.label[1:]}")
