"""Who may be told what of a case: asked wherever a letter about it is written, and nowhere else (R520-R526).

Nobody is told anything because they ask for it or because their address is known. `people.MAY_SEE` says what somebody's
part lets them see; here it is asked whether what it depends on is so: authority given and not withdrawn, a worker's own
word, a check made again after a gap. The answer is a sentence for whoever wonders why not.
"""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise

from casework import days
from casework.cases import Case
from casework.labels import Sender
from casework.letters import Posted
from casework.messages import Address
from casework.on_behalf.authority import Authority, Scope
from casework.people import MAY_SEE, Part, Person, Sees, What

GAP_MONTHS = 3
"""After so long without a word from anybody it is checked again what may be shared with whom (R523). *Taste.*"""

FAMILY_CHANGED, CHECKED_AGAIN = "family_changed", "recheck"
"""The decisions that ask for a check, and that make it (R523)."""

_SCOPES = {What.COMPLAINT: Scope.LETTERS, What.FILE: Scope.FILE}

_CALLED = {
    Part.COMPLAINANT: "The person whose complaint it is",
    Part.ADVOCATE: "The advocate",
    Part.REPRESENTATIVE: "This representative",
    Part.WORKER: "This worker",
    Part.MEMBERS_OFFICE: "The member’s office",
    Part.OTHER_PARENT: "This member of the family",
    Part.TRUSTED: "This person",
}


def may_be_told(person: Person, case: Case, what: What, day: date) -> str | None:
    """Why somebody outside may not be told that on that day; None if they may."""
    called = person.known_as or _CALLED[person.part]
    if person.left_out:
        return f"{called} is left out: that is what was asked for (R509, R525)."
    why = _TESTS.get(MAY_SEE[person.part][what], _nothing)(person, case, what, day)
    return f"{called} {why}" if why else None


def readers(case: Case, day: date) -> tuple[Person, ...]:
    """Whom a letter about the case goes to: whose complaint it is, and whoever acts for them and may be told (R509)."""
    acting = (each for each in case.people[1:] if may_be_told(each, case, What.COMPLAINT, day) is None)
    return (case.complainant, *acting)


def in_force(case: Case, who: Address, day: date) -> tuple[Authority, ...]:
    """What somebody has authority for that day."""
    return tuple(each for each in case.authorities if each.who == who and each.holds(day))


def queued_to(case: Case, who: Address) -> tuple[str, ...]:
    """Letters about the case that have not yet left for that address: held when authority is withdrawn (R525)."""
    return tuple(each.name for each in case.said if each.posted is Posted.QUEUED and each.to == who)


def to_be_checked_again(case: Case, who: Address, day: date) -> bool:
    """R523: whether the family has changed, or nobody was heard from for long, since it was last looked at."""
    last, changed = days.today(case.opened), False
    for decision in case.decisions:
        if decision.move == FAMILY_CHANGED:
            changed = True
        elif decision.move == CHECKED_AGAIN or decision.facts.get("who") == who.value:
            last, changed = days.today(decision.at), False
    heard = sorted(days.today(message.received) for message in case.messages)
    since = (last, *(each for each in heard if each > last), day)
    return changed or any(days.months_after(before, GAP_MONTHS) < after for before, after in pairwise(since))


def _granted(person: Person, case: Case, what: What, day: date) -> str | None:
    """R257, R520: authority for this, in force, and looked at again after a gap (R523)."""
    scope = _SCOPES[what]
    if not any(scope in each.scope for each in in_force(case, person.address, day)):
        return {
            Scope.LETTERS: "has no authority to receive letters: nobody has recorded it, or it has ended (R257).",
            Scope.FILE: "may not be told facts from the child’s file: nobody has recorded the right to see it (R522).",
        }[scope]
    if to_be_checked_again(case, person.address, day):
        return "was allowed this before a long silence or a change in the family: check again first (R523)."
    return None


def _both_halves(person: Person, case: Case, what: What, day: date) -> str | None:
    """R521: the young person's permission, and the worker's own word that they know and agree."""
    if why := _granted(person, case, what, day):
        return why
    allowed = (each for each in in_force(case, person.address, day) if _SCOPES[what] in each.scope)
    if not any(each.worker_confirmed and each.worker_confirmed <= day for each in allowed):
        return "has not said yet that they know and agree: nothing goes to them until they do (R521)."
    return None


def _own_file(person: Person, case: Case, what: What, day: date) -> str | None:
    """R252, R522: a young person's own; anybody else's only with the right to it, as somebody checked."""
    return None if person.sender in (Sender.YOUNG_PERSON, Sender.CARE_LEAVER) else _granted(person, case, what, day)


def _if_safe(person: Person, case: Case, what: What, day: date) -> str:
    del person, case, what, day
    return "is told of it only by a person who has made sure that it is safe (R526)."


def _nothing(person: Person, case: Case, what: What, day: date) -> str:
    del person, case, what, day
    return "is told nothing of it (R526)."


def _freely(person: Person, case: Case, what: What, day: date) -> None:
    del person, case, what, day


_TESTS: Mapping[Sees, Callable[[Person, Case, What, date], str | None]] = {
    Sees.YES: _freely,
    Sees.OWN: _freely,
    Sees.AS_INSTRUCTED: _freely,
    Sees.OWN_FILE: _own_file,
    Sees.AS_ALLOWED: _granted,
    Sees.WITH_AUTHORITY: _granted,
    Sees.CONSTITUENTS: _granted,
    Sees.BOTH_HALVES: _both_halves,
    Sees.IF_SAFE: _if_safe,
}
"""What each cell of R526 depends on, for somebody outside. A cell that is not here: nothing."""
