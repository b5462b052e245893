"""A young person's case, and what is done with it, for tests about advocates, authority and copies."""

import pytest

from casework.cases import Case
from casework.changes import Change
from casework.councils import Role
from casework.decide import decide
from casework.messages import Address, Channel
from casework.refusals import RuleBroken
from tests.build import a_decision, after, moved, opened, profile

COUNCIL = profile("bnes")
MORGAN = Address(Channel.EMAIL, "morgan@advocates.example")
PAT = Address(Channel.EMAIL, "pat@council.example")
WITH_ADVOCATE = {"advocate_name": "Morgan Vale", "relation": "somebody_else_independent", "how_known": "Sam rang"}
WORKER = {"person_name": "Pat Low", "part": "worker", "how_known": "Sam told us", "reached_at": PAT.value}
LETTERS = {"who": PAT.value, "scope": "letters", "given_how": "signed", "evidence": "the form is in the file"}
DELAY = {
    "reason": "advocate_requested", "reason_plain": "you asked for an advocate", "done_so_far": "read it",
    "what_we_will_do": "talk to you both",
}  # fmt: skip


def sams(council: str = "bnes", **facts: str) -> Case:
    """A young person's case, who is known to be who they say."""
    change = opened(profile(council), None, **{"sender": "young_person", "known_as": "Sam", **facts})
    known = a_decision("verify", "2026-03-03 11:00", how="rang the number on file")
    return moved(after(change.cases[0], change), known, profile(council))


def does(case: Case, move: str, when: str, **facts: str) -> Case:
    return after(case, did(case, move, when, **facts))


def did(case: Case, move: str, when: str, **facts: str) -> Change:
    return decide(case, a_decision(move, when, "dan", Role.CM, **facts), COUNCIL)


def refused(case: Case, move: str, when: str = "2026-03-04 10:00", **facts: str) -> str:
    with pytest.raises(RuleBroken) as broken:
        did(case, move, when, **facts)
    return broken.value.text


def sent(change: Change) -> list[tuple[str, str]]:
    return [(each.words, each.to.value) for each in change.letters if not each.staff]
