"""What a form holds before anybody types: what the person said, and what a manager asked for where they were chased."""

from casework.cases import Case
from casework.facts import delays
from casework.staff_answers import asks, records
from casework.staff_answers.records import Answer
from desk.fields import BOXES, EMPTY, Field, Filled


def begun(fields: tuple[Field, ...], case: Case) -> Filled:
    """An answer begins with their points, an extension with what was asked for, an apology with the reason given."""
    said = {f"point_{each.number}": each.text for each in case.issues} | _asked(case) | _explained(case)
    wanted = {each.name for each in fields}
    boxes = {f"{name}-{box}" for name in wanted for box in BOXES}
    if "reason" in wanted:
        said |= delays.plainly(said["reason"]) if "reason" in said else {}
    found = {name: text for name, text in said.items() if name in wanted | boxes}
    return Filled(found) if found else EMPTY


def _asked(case: Case) -> dict[str, str]:
    request = asks.more_time(case)
    return {"reason": request.facts["reason"]} if request else {}


def _explained(case: Case) -> dict[str, str]:
    given = [each for each in records.standing(case) if each.move == Answer.REASON_GIVEN]
    if not given:
        return {}
    facts = given[-1].facts
    year, month, day = facts["new_due_date"].split("-")
    date = {"day": str(int(day)), "month": str(int(month)), "year": year}
    return {"reason_plain": facts["reason_plain"]} | {f"new_due_date-{box}": date[box] for box in BOXES}
