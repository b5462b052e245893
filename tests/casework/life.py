"""One case's life for tests: what is decided about it, what time does, and every letter as its reader gets it."""

from dataclasses import replace
from datetime import date

import pytest

from casework.cases import Case, clock, stage
from casework.changes import Change
from casework.chase import chase
from casework.councils import Council, Expert, Role
from casework.decide import decide
from casework.letters import Letter
from casework.messages import Address
from casework.questions import CHOICES
from casework.refusals import RuleBroken
from casework.time_passes.lapse import lapse
from outbox.render import render
from tests import build
from tests.build import a_decision, after, at

BENCH = (
    Expert("ruth", "Ruth Penn", frozenset({Role.IO}), email="ruth@bench.example"),
    Expert("omar", "Omar Lees", frozenset({Role.IP, Role.PANEL}), email="omar@bench.example"),
    Expert("ada", "Ada Moss", frozenset({Role.CHAIR}), email="ada@bench.example"),
    Expert("bo", "Bo Lind", frozenset({Role.PANEL}), email="bo@bench.example"),
    Expert("cy", "Cy Hart", frozenset({Role.PANEL}), email="cy@bench.example"),
)
CO = ("mina", Role.CO)
"""Who asks: an officer."""

FINDING = {
    "outcome_1": "upheld", "point_1": "She cancelled.", "found_1": "We agree.", "why_1": "She was ill.",
    "remedy_plain": "a new worker", "remedy_by": "2026-12-01",
    "action_text": "tell families", "action_due": "2026-12-02",
}  # fmt: skip
DELAY = {"reason": "key_witness_unavailable", "reason_plain": "one person is away", "done_so_far": "talked to six"}


def council(name: str) -> Council:
    return replace(build.profile(name), experts=BENCH)


class Life:
    """One case, what is said of it, and every letter as its reader gets it."""

    def __init__(self, name: str, way: Address = build.FAMILY, **facts: str) -> None:
        self.council = council(name)
        self.said: list[Letter] = []
        contact = build.a_contact(self.council, build.a_message(sender=way, channel=way.channel))
        change = build.opened(self.council, contact, "2026-03-03 10:00", **facts)
        self.case: Case = after(change.cases[0], change)
        self.does("2026-03-04 10:00", "verify", how="rang the number on file")
        if facts.get("sender") == "young_person":
            self.does("2026-03-04 10:00", "record_advocacy", advocacy="declined")

    def does(self, when: str, move: str, by: str = "dan", holds: str = Role.CM, at: str = "", **facts: str) -> Case:
        decision = replace(a_decision(move, when, by, holds), facts=facts, stage=at)
        return self._keep(decide(self.case, decision, self.council))

    def refused(self, when: str, move: str, by: str = "dan", holds: str = Role.CM, at: str = "", **facts: str) -> str:
        with pytest.raises(RuleBroken) as broken:
            self.does(when, move, by, holds, at, **facts)
        return broken.value.text

    def lives(self, *moments: str) -> Case:
        for moment in moments:
            while decision := lapse(self.case, self.council, at(moment)):
                self._keep(decide(self.case, decision, self.council))
            self._keep(chase(self.case, self.council, at(moment)))
        return self.case

    def appoints(self, when: str, **people: str) -> None:
        move = "appoint" if stage(self.case, "stage3") is None else "appoint_panel"
        for person, role in people.items():
            self.does(when, move, expert=person, role=role, interest="no")

    @property
    def words(self) -> list[str]:
        """The words of the letters to whoever complains, in the order in which they were written."""
        return [each.words for each in self.said if not each.staff]

    def _keep(self, change: Change) -> Case:
        self.said += change.letters
        for letter in change.letters:
            filled = {"case_url": "https://desk.example/1", **letter.facts}
            assert render(replace(letter, facts=filled), choices=CHOICES).text
        self.case = after(self.case, change)
        return self.case


def due(case: Case, name: str) -> date:
    found = clock(case, name)
    assert found is not None
    return found.due


def answered(name: str = "bnes", way: Address = build.FAMILY, **facts: str) -> Life:
    """A case answered at Stage 1 on Friday 13 March 2026."""
    life = Life(name, way, **facts)
    life.does("2026-03-13 15:00", "respond", **FINDING)
    return life


def investigated(name: str = "bnes", way: Address = build.FAMILY, **facts: str) -> Life:
    """The same case, whose list of points was agreed on Monday 20 April 2026."""
    life = answered(name, way, **facts)
    life.does("2026-04-01 10:00", "ask_stage_2", "mina", Role.CO)
    life.appoints("2026-04-02 10:00", ruth=Role.IO, omar=Role.IP)
    life.does("2026-04-02 11:00", "introduce")
    life.does("2026-04-10 10:00", "send_statement", point_1="She cancelled.", wanted_plain="a new worker")
    life.does("2026-04-21 10:00", "statement_agreed", agreed_on="2026-04-20")
    return life


def decided(name: str = "bnes", way: Address = build.FAMILY, **facts: str) -> Life:
    """The same case, decided at Stage 2 on Thursday 21 May 2026."""
    life = investigated(name, way, **facts)
    life.does("2026-05-11 10:00", "reports_in", reports_on="2026-05-11")
    life.appoints("2026-05-12 10:00", hana=Role.AO)
    life.does("2026-05-21 10:00", "adjudicate", **FINDING)
    return life


def panel_asked() -> Life:
    life = decided()
    life.does("2026-06-09 10:00", "ask_panel", "mina", Role.CO)
    life.appoints("2026-06-10 10:00", ada=Role.CHAIR, bo=Role.PANEL, cy=Role.PANEL)
    return life
