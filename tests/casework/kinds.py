"""Every kind of matter, played from its opening to its end: what was chosen, what it became, who was told what."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from casework.cases import Case, clock, stage
from casework.chase import chase
from casework.councils import Council, Role
from casework.decide import decide
from casework.frozen import frozen
from casework.letters import Letter
from casework.messages import Address
from casework.moves import BY_NAME, decider
from casework.opening import open_case
from casework.questions import CHOICES
from casework.time_passes.lapse import lapse
from outbox.library import MissingFact
from outbox.render import render
from tests import build

ROLES = (Role.CM, Role.CO, *Role)

EXTRA = {
    "team_praised": "the duty team", "staff_praised": "Sam", "asked_by": "PC Jo Hart", "power": "section 47",
    "purpose": "an enquiry", "what_we_will_do": "fetch it back today",
}  # fmt: skip

FINDING = {
    "outcome_1": "upheld", "point_1": "Late.", "found_1": "It was.", "why_1": "A slip.", "remedy_plain": "it is here",
    "remedy_by": "2026-03-31", "action_text": "check twice", "action_due": "2026-04-30",
}  # fmt: skip


@frozen
class Told:
    """A case, and every letter written about it so far."""

    case: Case
    letters: tuple[Letter, ...] = ()

    def words(self) -> list[str]:
        """The words said to people outside."""
        return [each.words for each in self.letters if not each.staff]


def begun(council: Council, way: Address = build.FAMILY, /, when: str = "2026-03-02 09:30", **facts: str) -> Told:
    """What an officer opens the next day from a message that came in then."""
    contact = build.a_contact(council, build.a_message(sender=way, channel=way.channel, received=build.at(when)))
    known = {
        "kind": "complaint", "procedure": "corporate", "sender": "parent", "service": "duty", "handler": "priya",
        "summary_plain": "the bus pass never came",
    } | EXTRA | facts  # fmt: skip
    opened = build.at(when) + timedelta(days=1)
    decision = replace(build.a_decision("open", "2026-03-03 10:00", "mina", Role.CO, **known), at=opened)
    change = open_case(contact, decision, council, contact.reference)
    return Told(build.after(change.cases[0], change), change.letters)


def chosen(told: Told, council: Council, move: str, when: str, *, by: str = "dan", at: str = "", **facts: str) -> Told:
    """The case after somebody who may chose a move."""
    here = stage(told.case, at) if at else told.case.current
    assert here is not None
    role = decider(BY_NAME[move], council.procedures[here.course], ROLES)
    change = decide(told.case, replace(build.a_decision(move, when, by, role, **facts), stage=at), council)
    return Told(build.after(told.case, change), (*told.letters, *change.letters))


def played(told: Told, council: Council, steps: Iterable[tuple[str, str, dict[str, str]]]) -> Told:
    """The case after these moves, one after another."""
    for move, when, facts in steps:
        told = chosen(told, council, move, when, **facts)
    return told


def passed(told: Told, council: Council, *days: str) -> Told:
    """The case after these mornings, each with what time alone decides and asks for."""
    for day in days:
        now = build.at(f"{day} 10:00")
        while decision := lapse(told.case, council, now):
            change = decide(told.case, decision, council)
            told = Told(build.after(told.case, change), (*told.letters, *change.letters))
        change = chase(told.case, council, now)
        told = Told(build.after(told.case, change), (*told.letters, *change.letters))
    return told


def unsayable(letters: Iterable[Letter]) -> set[tuple[str, str]]:
    """Which words lack which fact."""
    found = set()
    for letter in letters:
        try:
            said = replace(letter, facts={"case_url": "https://desk.example/1", **letter.facts})
            render(said, choices=CHOICES)
        except MissingFact as missing:
            found.add((letter.words, str(missing)))
    return found


def due(told: Told, name: str) -> str:
    """The date of a clock, as it stands now."""
    found = clock(told.case, name)
    return str(found.due) if found else ""


def answered(told: Told, council: Council) -> Told:
    """A complaint that was answered on Monday 9 March."""
    known = chosen(told, council, "verify", "2026-03-03 11:00", how="rang the number on file")
    return chosen(known, council, "respond", "2026-03-09 10:00", **FINDING)
