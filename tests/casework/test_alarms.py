"""An alarm: who is told at once, who next when nobody answers, and what never happens to it."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest

from casework import alarms
from casework.alarms import Alarm
from casework.changes import Change
from casework.councils import Council, Role, Staff
from casework.letters import Urgency
from casework.messages import Channel
from casework.said.signs import Level, Sign
from casework.time_passes import climbing
from tests.build import STAFF, at, profile

NOON = at("2026-03-03 12:00")
NIGHT = at("2026-03-07 02:00")  # a Saturday

DANGER = Sign("wants_to_die", Level.IMMEDIATE, "self_harm")
BY_STAFF = Sign("harm_by_staff", Level.STAFF, "staff")
TOLD_OF = Sign("told_of_harm", Level.HARM, "hurt")
DOUBTFUL = Sign("hint_of_despair", Level.POSSIBLE)

MORE = (
    Staff("rosa", "Rosa Finch", frozenset({Role.ROTA}), "rosa@council.example", chat="900"),
    Staff("sid", "Sid Lamb", frozenset({Role.ROTA}), "sid@council.example"),
    Staff("lena", "Lena Dow", frozenset({Role.LADO}), "lena@council.example", chat="901"),
)


@cache
def council() -> Council:
    base = profile("bnes")
    return replace(base, staff=(*STAFF, *MORE), safety_lines=replace(base.safety_lines, rota=("rosa", "sid")))


def rung(*found: Sign, now: datetime = NOON, already: tuple[Alarm, ...] = (), **other: Any) -> Alarm:
    (alarm,) = alarms.raised(
        found, already, council=council(), contact="contact/1", reference="BN-7K4Q", now=now, **other
    )
    return alarm


def told(change: Change) -> set[str]:
    return {letter.staff for letter in change.letters}


def later(alarm: Alarm, minutes: int) -> Change:
    assert alarm.since
    return climbing.climb(alarm, council(), alarm.since + timedelta(minutes=minutes))


def words(change: Change, reader: str) -> set[str]:
    return {letter.words for letter in change.letters if letter.staff == reader}


@pytest.mark.rule("R706")
def test_danger_reaches_the_front_door_and_the_first_on_the_rota_at_once() -> None:
    change = later(rung(DANGER), 0)
    assert told(change) == {"FD", "rosa"}
    assert {letter.urgency for letter in change.letters} == {Urgency.SAFETY}
    assert all(letter.not_before == NOON for letter in change.letters)


@pytest.mark.rule("R706")
def test_each_is_told_by_two_ways_that_do_not_depend_on_each_other() -> None:
    change = later(rung(DANGER), 0)
    ways = {letter.to.channel for letter in change.letters if letter.staff == "rosa"}
    assert ways == {Channel.EMAIL, Channel.TELEGRAM}


@pytest.mark.rule("R706")
def test_outside_hours_the_night_team_is_told_and_not_the_closed_front_door() -> None:
    assert "EDT" in told(later(rung(DANGER, now=NIGHT), 0))
    assert "FD" not in told(later(rung(DANGER, now=NIGHT), 0))


@pytest.mark.rule("R706")
def test_nobody_answering_it_climbs_every_ten_minutes_and_drops_nobody() -> None:
    alarm = rung(DANGER)
    climbed = [told(later(alarm, minutes)) for minutes in (0, 10, 20, 30, 40, 50)]
    assert [sorted(after - before) for before, after in itertools.pairwise(climbed)] == [
        ["sid"], ["dan"], ["hana"], ["dee"], [],
    ]  # fmt: skip
    assert all(before <= after for before, after in itertools.pairwise(climbed))
    assert words(later(alarm, 20), "dan") == {"staff.safeguarding_unanswered"}
    assert words(later(alarm, 20), "sid") == {"staff.safeguarding_alert"}


@pytest.mark.rule("R603")
def test_after_downtime_only_the_step_reached_now_is_said() -> None:
    alarm = rung(DANGER)
    names = [letter.name for letter in later(alarm, 65).letters]
    assert len(names) == len(set(names))
    assert told(later(alarm, 65)) == told(later(alarm, 60))
    assert {letter.name for letter in later(alarm, 65).letters} == {letter.name for letter in later(alarm, 60).letters}


def test_the_alarm_says_when_it_must_be_looked_at_again() -> None:
    (alarm,) = later(rung(DANGER), 3).alarms
    assert alarm.wake_at == NOON + timedelta(minutes=10)


@pytest.mark.rule("R706")
def test_not_safe_jumps_to_the_complaints_manager() -> None:
    alarm = alarms.not_safe(rung(DANGER), NOON)
    assert {"FD", "rosa", "sid", "dan"} <= told(later(alarm, 0))
    soon = NOON + timedelta(minutes=10)
    assert [alarms.not_safe(rung(each), soon).since for each in (DANGER, TOLD_OF)] == [NOON, soon]


def test_not_safe_makes_a_possible_sign_danger_now() -> None:
    alarm = alarms.not_safe(rung(DOUBTFUL), NOON)
    assert alarm.level is Level.IMMEDIATE and alarm.not_safe == NOON


@pytest.mark.rule("R706")
def test_taken_it_stops_and_climbs_again_if_no_first_action_is_written_down() -> None:
    alarm = alarms.taken(rung(DANGER), "rosa", NOON + timedelta(minutes=5), council())
    assert alarm.wake_at == NOON + timedelta(minutes=65) and not later(alarm, 30).letters
    assert later(alarm, 65).letters
    assert not later(alarms.acted(alarm, NOON + timedelta(minutes=40)), 65).letters


@pytest.mark.rule("R706")
def test_only_a_written_outcome_closes_it() -> None:
    with pytest.raises(ValueError, match="outcome"):
        alarms.closed(rung(DANGER), "  ", NOON)
    closed = alarms.closed(rung(DANGER), "spoke to them", NOON)
    assert not alarms.is_open(closed) and not later(closed, 90).letters


@pytest.mark.rule("R707")
def test_harm_without_danger_now_goes_to_the_front_door_at_once_and_waits_an_hour() -> None:
    alarm = rung(TOLD_OF)
    assert told(later(alarm, 0)) == {"FD", "dan"}
    assert {letter.name for letter in later(alarm, 59).letters} == {letter.name for letter in later(alarm, 0).letters}
    assert told(later(alarm, 60)) == {"FD", "dan", "rosa", "sid"}
    assert "hana" in told(later(alarm, 80))


@pytest.mark.rule("R707")
def test_at_night_harm_without_danger_now_may_wait_until_nine_and_no_longer() -> None:
    alarm = rung(TOLD_OF, now=NIGHT)
    (woken,) = later(alarm, 0).alarms
    assert woken.wake_at == at("2026-03-07 09:00")
    assert "EDT" in told(later(alarm, 0))
    assert {"rosa", "sid"} <= told(climbing.climb(alarm, council(), at("2026-03-07 09:00")))


@pytest.mark.rule("R707")
def test_what_may_mean_nothing_goes_to_the_rota_with_the_manager_copied() -> None:
    assert told(later(rung(DOUBTFUL), 0)) == {"rosa", "dan"}


@pytest.mark.rule("R708")
def test_an_allegation_reaches_the_lado_at_once_and_climbs_until_taken() -> None:
    alarm = rung(BY_STAFF)
    assert words(later(alarm, 0), "lena") == {"staff.lado_alert"}
    assert "lena" in told(later(alarm, 70)) and "dan" in told(later(alarm, 70))


@pytest.mark.rule("R708")
def test_nobody_complained_of_hears_of_it_at_any_step() -> None:
    excluded = alarms.accused("priya holt from the duty team hit me", council())
    assert excluded == {"priya", "tom"} and alarms.accused("dan hit me", council()) == {"dan"}
    first = rung(BY_STAFF, excluded=frozenset({"dan"}))
    alarm = rung(BY_STAFF, already=(first,), excluded=frozenset({"rosa"}))
    assert alarm.excluded == {"dan", "rosa"}, "somebody named later is kept out besides"
    for minutes in (0, 60, 70, 80, 90, 120):
        assert not told(later(alarm, minutes)) & {"dan", "rosa"}


@pytest.mark.rule("R708")
def test_what_somebody_had_taken_who_is_then_accused_another_must_take_at_once() -> None:
    mine = alarms.acted(alarms.taken(rung(DANGER, excluded=frozenset({"tom"})), "rosa", NOON, council()), NOON)
    kept = alarms.kept_from(mine, frozenset({"rosa"}), NOON + timedelta(minutes=30))
    assert kept.excluded == {"tom", "rosa"} and kept.acknowledged is None and kept.wake_at == kept.since
    assert told(later(kept, 0)) == {"FD", "sid"}
    assert alarms.kept_from(mine, frozenset({"sid"}), NOON).acknowledged == NOON, "whoever has it keeps it"


@pytest.mark.rule("R708")
def test_if_the_lado_is_accused_the_manager_hears_and_if_the_manager_is_too_the_director() -> None:
    assert "dan" in told(later(rung(BY_STAFF, excluded=frozenset({"lena"})), 0))
    assert "dee" in told(later(rung(BY_STAFF, excluded=frozenset({"lena", "dan"})), 0))


def test_an_allegation_with_danger_now_rings_two_alarms_each_with_its_own_ladder() -> None:
    both = alarms.raised((DANGER, BY_STAFF), (), council=council(), contact="c", reference="BN-7K4Q", now=NOON)
    assert [alarm.level for alarm in both] == [Level.IMMEDIATE, Level.STAFF]


def test_more_of_the_same_is_added_and_rings_nobody_afresh() -> None:
    first = rung(DANGER)
    more = rung(replace(DANGER, name="suicide"), now=NOON + timedelta(minutes=4), already=(first,))
    assert more.name == first.name and more.signs == ("wants_to_die", "suicide")
    assert {letter.name for letter in later(more, 4).letters} == {letter.name for letter in later(first, 0).letters}


def test_more_urgent_than_it_was_it_climbs_afresh_though_somebody_had_taken_it() -> None:
    first = alarms.acted(alarms.taken(rung(DOUBTFUL), "rosa", NOON, council()), NOON)
    worse = rung(DANGER, now=NOON + timedelta(minutes=30), already=(first,))
    assert worse.name == first.name and worse.level is Level.IMMEDIATE
    assert worse.acknowledged is None and worse.since == NOON + timedelta(minutes=30)
    assert told(later(worse, 0)) == {"FD", "rosa"}


@pytest.mark.rule("R711")
def test_a_threat_to_others_reaches_the_manager_at_once() -> None:
    assert "dan" in told(later(rung(Sign("threat_to_others", Level.IMMEDIATE, "threat")), 0))


def test_an_empty_rota_is_told_to_the_manager() -> None:
    empty = replace(council(), safety_lines=replace(council().safety_lines, rota=()))
    assert "dan" in told(climbing.climb(rung(DANGER), empty, NOON))


@pytest.mark.rule("R608")
def test_an_alert_holds_no_name_and_nothing_of_what_was_said() -> None:
    for letter in later(rung(DANGER), 0).letters:
        assert "wants_to_die" not in str(letter.facts) and "self_harm" not in str(letter.facts)
        assert letter.facts["flag_plain"] == "someone may be in danger now"


def test_every_level_has_somebody_who_is_told() -> None:
    assert set(climbing.TOLD) == set(Level)
    assert all(climbing.TOLD.values())


@pytest.mark.rule("R603")
def test_asking_twice_about_the_same_moment_says_the_same_letters() -> None:
    assert later(rung(DANGER), 10).letters == later(rung(DANGER), 10).letters
