"""Every letter that the rules write can be said whole: no fact that its words need is ever missing."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from casework.cases import Case
from casework.changes import Change
from casework.chase import chase
from casework.councils import Council, Role
from casework.decide import decide
from casework.letters import Letter
from casework.messages import Address
from casework.moves import allowed, decider
from casework.questions import CHOICES
from casework.refusals import RuleBroken
from casework.time_passes.lapse import lapse
from outbox.library import MissingFact
from outbox.render import render
from tests import build

TYPED = {
    "summary_plain": "nobody came", "reason": "complex", "reason_plain": "two people were off sick", "how": "a call",
    "done_so_far": "read your file", "what_we_will_do": "call you this week", "outcome_1": "upheld",
    "point_1": "Nobody came.",
    "found_1": "We agree.", "why_1": "Two visits were missed.", "remedy_plain": "a new worker will visit",
    "remedy_by": "2026-04-01", "action_text": "check the rota", "action_due": "2026-04-02",
    "new_due_date": "2026-04-03",
    "why": "they said so", "handler": "priya", "advocacy": "declined", "freely": "yes",
}  # fmt: skip
ROLES = (Role.CM, *Role)
DAYS = ("2026-03-06", "2026-03-12", "2026-03-17", "2026-03-18", "2026-03-24", "2026-04-02", "2026-04-20", "2026-05-20")


@pytest.mark.parametrize("name", ["bnes", "dorset"])
@pytest.mark.parametrize("sender", ["young_person", "parent"])
@pytest.mark.parametrize("way", [build.FAMILY, build.CHAT], ids=["email", "chat"])
@pytest.mark.parametrize("procedure", ["statutory", "corporate"])
def test_every_letter_about_a_case_can_be_said(name: str, sender: str, way: Address, procedure: str) -> None:
    council = build.profile(name)
    contact = build.a_contact(council, build.a_message(sender=way, channel=way.channel))
    opening = build.opened(council, contact, sender=sender, procedure=procedure)
    known = build.moved(opening.cases[0], build.a_decision("verify", "2026-03-03 11:00", **TYPED), council)
    written = [*opening.letters, *_life(known, council, depth=2)]
    assert len({letter.words for letter in written}) > 6
    assert not _unsayable(written)


def _life(case: Case, council: Council, *, depth: int) -> Iterator[Letter]:
    """What is said by every move that may be chosen now, and those after it, and as time passes."""
    for row, at in allowed(case, council, ROLES):
        role = decider(row, council.procedures[at.course], ROLES)
        chosen = build.a_decision(row.name, "2026-03-05 10:00", "dan", role, **TYPED)
        try:
            change = decide(case, replace(chosen, stage=at.stage), council)
        except RuleBroken:
            continue
        yield from change.letters
        if depth and (row.to or row.opens):
            yield from _life(change.cases[0], council, depth=depth - 1)
    for change in _time_passes(case, council):
        yield from change.letters


def _time_passes(case: Case, council: Council) -> Iterator[Change]:
    for day in DAYS:
        now = build.at(f"{day} 10:00")
        while decision := lapse(case, council, now):
            yield (change := decide(case, decision, council))
            case = build.after(case, change)
        yield (change := chase(case, council, now))
        case = build.after(case, change)


@pytest.mark.parametrize("way", [build.FAMILY, build.CHAT], ids=["email", "chat"])
def test_every_letter_about_a_contact_that_waits_can_be_said(way: Address) -> None:
    council = build.profile("bnes")
    contact = build.a_contact(council, build.a_message(sender=way, channel=way.channel))
    written = [letter for day in DAYS for letter in chase(contact, council, build.at(f"{day} 10:00")).letters]
    assert written
    for letter in written:
        assert render(
            replace(letter, facts={"case_url": "https://desk.example/1", **letter.facts}), choices=CHOICES
        ).text


def _unsayable(written: list[Letter]) -> set[tuple[str, str]]:
    """Which words lack which fact."""
    found = set()
    for letter in written:
        try:
            render(replace(letter, facts={"case_url": "https://desk.example/1", **letter.facts}), choices=CHOICES)
        except MissingFact as missing:
            found.add((letter.words, str(missing)))
    return found
