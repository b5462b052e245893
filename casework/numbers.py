"""The numbers that somebody in danger is given (R719): each morning the program looks whether all are there, and each
quarter a person rings them.

A number that is not there is a hole in the words we say to a child who is in danger; one that rings nowhere is worse.
"""

from datetime import date

from casework.councils import Council


def missing(council: Council) -> tuple[str, ...]:
    """Whose number is not set, in words; none, if all are."""
    lines, helplines = council.safety_lines, council.helplines
    given = {
        "the emergency services": helplines.emergency,
        "Childline": helplines.childline,
        "Samaritans": helplines.samaritans,
        "the Runaway Helpline": helplines.runaway,
        lines.front_door.name or "the front door": lines.front_door.phone,
        lines.night_team.name or "the night team": lines.night_team.phone,
    }
    return tuple(name for name, number in given.items() if not any(map(str.isdigit, number)))


def to_be_rung(council: Council, today: date) -> bool:
    """Whether nobody has rung every number within the last quarter."""
    checked = council.safety_lines.checked
    return checked is None or (today - checked).days > council.safety.numbers_check_days


def facts(council: Council, today: date) -> dict[str, str]:
    """What whoever looks after the numbers is told of them; empty, if there is nothing to do."""
    lost, old = missing(council), to_be_rung(council, today)
    if not lost and not old:
        return {}
    return {
        "numbers_lost": "yes" if lost else "no",
        "numbers_lost_plain": " and ".join(lost),
        "numbers_old": "yes" if old else "no",
    }
