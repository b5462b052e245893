"""The review panel: its day, its papers, who sits on it, and every letter of it in a young person's own words."""

from datetime import date

import pytest

from casework.cases import Closure, State, clock
from casework.councils import Role, Tie
from casework.messages import Address
from casework.questions import CHOICES
from outbox.render import render
from tests import build
from tests.casework.life import BENCH, FINDING, decided, due, panel_asked


@pytest.mark.rule("X43", "R310")
def test_x43_a_later_panel_is_recorded_with_its_reason_and_counted_against_thirty_days_all_the_same() -> None:
    life = panel_asked()
    assert "Tuesday 21 July" in life.refused("2026-06-11 10:00", "set_panel_date", panel_date="2026-07-27")
    life.does("2026-06-11 10:00", "set_panel_date", panel_date="2026-07-27", later_because="she is away until then")
    assert due(life.case, "s3_panel") == date(2026, 7, 21)
    held = life.does("2026-07-27 17:00", "panel_held", held_on="2026-07-27")
    ran = clock(held, "s3_panel")
    assert ran and ran.stopped == date(2026, 7, 27) and ran.stopped > ran.due


@pytest.mark.rule("R309")
def test_a_panel_is_never_set_for_a_day_too_near_for_its_papers() -> None:
    life = panel_asked()
    assert "10 working days" in life.refused("2026-06-29 10:00", "set_panel_date", panel_date="2026-07-10")
    life.does("2026-06-11 10:00", "set_panel_date", panel_date="2026-07-10")
    again = life.does("2026-06-12 10:00", "set_panel_date", panel_date="2026-07-14")
    assert [each.due for each in again.clocks if each.name == "s3_papers" and each.stopped is None] == [
        date(2026, 6, 30)
    ]


@pytest.mark.rule("X44", "R334")
def test_x44_who_saw_fair_play_at_stage_two_does_not_sit_on_the_panel() -> None:
    life = decided()
    life.does("2026-06-09 10:00", "ask_panel", "mina", Role.CO)
    said = life.refused("2026-06-10 10:00", "appoint_panel", expert="omar", role=Role.PANEL, interest="no")
    assert "at Stage 2, so they cannot sit on the panel" in said


@pytest.mark.rule("R338")
def test_a_panel_is_stood_down_when_they_withdraw() -> None:
    life = panel_asked()
    done = life.does("2026-06-15 10:00", "withdraw", why="they are content")
    assert (done.state, done.stages[-1].closure) == (State.CLOSED, Closure.NOT_PURSUED)
    assert not [each for each in done.appointments if each.serving and each.stage == "stage3"]


@pytest.mark.rule("R503", "R515")
@pytest.mark.parametrize("way", [build.FAMILY, build.CHAT], ids=["email", "chat"])
def test_a_young_person_has_every_letter_in_their_own_words_and_each_offers_an_advocate_again(way: Address) -> None:
    life = decided(way=way, sender="young_person")
    life.does("2026-06-09 10:00", "ask_panel", "mina", Role.CO)
    life.appoints("2026-06-10 10:00", ada=Role.CHAIR, bo=Role.PANEL, cy=Role.PANEL)
    life.does("2026-06-11 10:00", "set_panel_date", panel_date="2026-07-10")
    life.does("2026-07-13 10:00", "panel_held", held_on="2026-07-10")
    life.does("2026-07-20 10:00", "findings_in", report_on="2026-07-17", recommendations="An apology.")
    life.does("2026-08-05 10:00", "respond_panel", ip_view="Agrees.", not_followed="one, as it was done", **FINDING)
    assert not [
        words for words in life.words if words in ("letter.decision", "email.close_stage2", "email.stage2_start")
    ]
    for words in ("email.stage2_start_yp", "email.stage2_points", "email.close_stage2_yp", "email.panel_invite"):
        letter = next(each for each in life.said if each.words == words)
        assert life.council.advocacy_providers[0].phone in render(letter, choices=CHOICES).text


def test_everybody_on_the_bench_of_these_tests_is_independent() -> None:
    assert {each.tie for each in BENCH} == {Tie.NONE}
