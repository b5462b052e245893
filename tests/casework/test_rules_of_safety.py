"""Section 7, shown through what arrives: two questions at most, who hears of a child in care, harm long past, the clock
that goes on.
"""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from casework import alarms
from casework.alarms import Alarm
from casework.choices import CHOICES
from casework.contacts import Suggestion
from casework.councils import Council, Role, Staff
from casework.labels import CategoryB, Flag, Kind, Procedure, Sender, Service
from casework.letters import Letter
from casework.said.signs import Level, Sign, signs
from casework.time_passes import climbing
from outbox.render import render
from tests.build import FAMILY, STAFF, a_case, a_decision, at, moved
from tests.casework.chat import Chat, a_chat, council, play, table

OF_CARE = (
    Staff("swati", "Swati Roy", frozenset({Role.SWM}), "swati@council.example", teams=frozenset({"care"})),
    Staff("ivan", "Ivan Rook", frozenset({Role.IRO}), "ivan@council.example", deputy="dee"),
)


AN_ALARM = Alarm("alarm/1", "bnes", "c", "BN-1", Level.STAFF, (), at("2026-03-03 12:00"))


def with_care_staff() -> Council:
    return replace(council(), staff=(*STAFF, *OF_CARE))


def a_careful_chat(when: str = "2026-03-03 15:00") -> Chat:
    return Chat(with_care_staff(), table(), at(when))


def readers(letters: list[Letter]) -> set[str]:
    return {letter.staff for letter in letters}


def in_care_alerts(chat: Chat) -> list[Letter]:
    return [letter for letter in chat.alerts() if letter.words == "staff.in_care_alert"]


def an_opinion(*flags: Flag) -> Suggestion:
    return Suggestion(
        kind=Kind.COMPLAINT, procedure=Procedure.STATUTORY, category_b=CategoryB.QUALITY, category_d=None,
        sender=Sender.YOUNG_PERSON, service=Service.UNKNOWN, flags=frozenset(flags), scores={}, second={}, unsure=(),
        because=(),
    )  # fmt: skip


# ---------------------------------------------------------------- what is asked


def asked(letters: list[Letter]) -> list[str]:
    said = (render(letter, choices=CHOICES).text for letter in letters)
    return [sentence for text in said for sentence in re.findall(r"[^.!?]*\?", text) if "Can't talk?" not in sentence]


@pytest.mark.rule("R705")
@pytest.mark.parametrize(
    "then",
    [["no"], ["yes"], ["I'd rather not say"], ["leave me alone"], ["ok", "ok", "ok"], ["i mean it", "are you there"]],
)
def test_in_danger_no_more_than_two_questions_are_ever_put_whatever_is_answered(then: list[str]) -> None:
    chat = a_chat()
    chat.say("i want to die")
    for text in then:
        play(chat, [text])
    chat.wait(days=5)
    told = [letter for letter in chat.letters.values() if not letter.staff and letter.words in chat.told()]
    questions = [each for each in asked(told) if "danger now" not in each]
    assert 1 <= len(questions) <= 2 and "Are you safe right now?" in questions[0]


@pytest.mark.rule("R705")
def test_each_question_in_danger_may_be_left() -> None:
    assert "I'd rather not say" in dict(CHOICES["bot.danger"])
    chat = a_chat()
    chat.say("i want to die")
    chat.wait(seconds=5)
    (where,) = chat.press("I'm not safe")
    assert "You don't have to." in render(where, choices=CHOICES).text
    box = Chat(council(), table(), at("2026-03-03 15:00"), sender=FAMILY)
    (mail,) = [letter for letter in box.say("i want to die") if letter.words == "email.danger_yp"]
    assert "You don't have to." in render(mail, choices={}).text
    assert len([each for each in asked([mail]) if "danger now" not in each]) == 1


# ---------------------------------------------------------------- who hears of a child in care


@pytest.mark.rule("R709")
def test_danger_to_a_child_in_care_reaches_their_social_workers_manager_and_reviewing_officer_too() -> None:
    chat = a_careful_chat()
    chat.say("im in foster care and i want to die")
    assert readers(in_care_alerts(chat)) == {"swati", "ivan"}
    assert {"FD", "mina"} <= readers(chat.alerts())


@pytest.mark.rule("R709")
def test_danger_to_anybody_else_does_not_reach_them() -> None:
    chat = a_careful_chat()
    chat.suggest = lambda _: an_opinion(Flag.SAFEGUARDING)
    chat.consider()
    chat.say("nobody came")
    chat.consider()
    chat.say("i want to die")
    assert not in_care_alerts(chat) and {"FD", "mina"} <= readers(chat.alerts())


@pytest.mark.rule("R709", "R608")
def test_what_they_are_told_is_a_reference_and_whom_to_ring_and_nothing_of_what_was_said() -> None:
    chat = a_careful_chat()
    chat.say("im in foster care and i want to die")
    said = render(in_care_alerts(chat)[0], choices=CHOICES).text
    assert council().safety_lines.front_door.phone in said and chat.everything()[0].reference in said
    assert "die" not in said and "foster" not in said


@pytest.mark.rule("R709")
def test_they_are_told_once_however_long_nobody_takes_it() -> None:
    chat = a_careful_chat()
    chat.say("im in foster care and i want to die")
    (alarm,) = chat.alarms.values()
    for minutes in (0, 10, 20, 40, 70):
        chat.apply(climbing.climb(alarm, chat.council, chat.now + timedelta(minutes=minutes)))
    assert len(in_care_alerts(chat)) == 2


@pytest.mark.rule("R709", "R001")
def test_the_classifiers_mere_suspicion_that_a_child_is_in_care_is_enough_to_tell_them() -> None:
    chat = a_careful_chat()
    chat.suggest = lambda _: an_opinion(Flag.CHILD_IN_CARE)
    chat.say("i want to die")
    assert not in_care_alerts(chat)
    chat.consider()
    assert readers(in_care_alerts(chat)) == {"swati", "ivan"}
    chat.consider()
    assert len(in_care_alerts(chat)) == 2


@pytest.mark.rule("R709")
def test_they_hear_of_it_though_somebody_on_duty_has_it_already() -> None:
    chat = a_careful_chat()
    chat.suggest = lambda _: an_opinion(Flag.CHILD_IN_CARE)
    chat.say("i want to die")
    (alarm,) = chat.alarms.values()
    chat.alarms[alarm.name] = alarms.taken(alarm, "mina", chat.now, chat.council)
    chat.consider()
    assert readers(in_care_alerts(chat)) == {"swati", "ivan"}


@pytest.mark.rule("R709")
@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"sender": "care_leaver", "service": "duty"}, {"swati", "ivan"}),
        ({"sender": "parent", "service": "child_in_care"}, {"swati", "ivan"}),
        ({"sender": "parent", "service": "duty"}, set()),
    ],
)
def test_a_case_of_a_care_leaver_or_of_the_care_teams_is_known_to_be_one(known: dict[str, str], told: set[str]) -> None:
    chat = a_careful_chat()
    chat.sender = FAMILY
    chat.say("nobody came to the meeting")
    case = a_case(chat.council, chat.everything()[0], **known)
    chat.cases[case.reference] = case
    chat.say("i want to die", thread=("1@family.example",))
    assert readers(in_care_alerts(chat)) == told


@pytest.mark.rule("R709")
def test_whoever_says_later_that_they_are_in_care_is_heard_too() -> None:
    chat = a_careful_chat()
    chat.say("i want to die")
    chat.wait(minutes=2)
    chat.say("im in foster care and i want to die")
    assert readers(in_care_alerts(chat)) == {"swati", "ivan"}


@pytest.mark.rule("R709", "R708")
def test_of_an_allegation_against_staff_neither_hears_and_the_lado_says_whom_to_tell() -> None:
    chat = a_careful_chat()
    chat.say("im in care and my social worker hit me")
    assert {alarm.level for alarm in chat.alarms.values()} == {Level.IMMEDIATE, Level.STAFF}
    assert not in_care_alerts(chat) and not readers(chat.alerts()) & {"swati", "ivan"}


@pytest.mark.rule("R708")
def test_once_somebody_is_accused_the_alarms_there_were_before_no_longer_reach_them() -> None:
    before = replace(AN_ALARM, level=Level.IMMEDIATE, in_care=True)
    rung = alarms.raised(
        (Sign("harm_by_staff", Level.STAFF),), (before,), council=council(), contact="c", reference="BN-1",
        now=at("2026-03-03 12:05"), excluded=frozenset({"priya", "tom"}), in_care=True,
    )  # fmt: skip
    assert {alarm.level for alarm in rung} == {Level.IMMEDIATE, Level.STAFF}
    assert all(alarm.excluded == {"priya", "tom"} and not alarm.in_care for alarm in rung)


@pytest.mark.rule("R708")
def test_somebody_at_the_front_door_who_is_accused_is_not_alerted_by_their_own_address() -> None:
    base = council()
    dora = Staff("dora", "Dora Vale", frozenset({Role.FD}), "dora@council.example")
    there = replace(base, staff=(*base.staff, dora))
    assert "dora" in readers(list(climbing.climb(AN_ALARM, there, AN_ALARM.raised).letters))
    closed_to = replace(AN_ALARM, excluded=frozenset({"dora"}))
    assert "dora" not in readers(list(climbing.climb(closed_to, there, AN_ALARM.raised).letters))


# ---------------------------------------------------------------- nowhere to stay; long past; the clock


@pytest.mark.rule("R710")
@pytest.mark.parametrize(
    "text",
    [
        "I'm 16 and I have nowhere to sleep tonight",
        "16yo homeless tonight, council said no",
        "i am 17 and sleeping on a bench tonight",
        "my social worker left me at the council office with nowhere to go tonight",
        "They have put me out of the children's home, my bags are outside",
        "my foster carer chucked me out and im 17",
        "My daughter is missing, she never came home last night",
        "child has gone missing from the home",
    ],
)
def test_nowhere_to_stay_a_missing_child_and_a_child_put_out_are_danger_now(text: str) -> None:
    assert Level.IMMEDIATE in {sign.level for sign in signs(text, table())}


@pytest.mark.rule("R710")
def test_nowhere_to_stay_tonight_is_told_at_once_with_where_to_ring_for_a_bed() -> None:
    chat = a_chat("2026-03-03 22:40")
    (said,) = chat.say("im 16 and i got kicked out, i have nowhere to sleep tonight")
    text = render(said, choices=CHOICES).text
    assert "Runaway Helpline" in text and council().safety_lines.night_team.phone in text
    assert "EDT" in readers(chat.alerts())


LONG_AGO = "I was abused by a member of staff at a children's home in 2004. I am 31 now and want to complain."


@pytest.mark.rule("R712", "R259")
def test_x25_harm_in_a_home_long_ago_goes_to_the_front_door_and_the_lado_and_is_a_complaint_by_discretion() -> None:
    base = council()
    lena = Staff("lena", "Lena Dow", frozenset({Role.LADO}), "lena@council.example")
    box = Chat(replace(base, staff=(*base.staff, lena)), table(), at("2026-03-03 15:00"), sender=FAMILY)
    (said, *_) = box.say(LONG_AGO)
    assert {"FD", "lena"} <= readers(box.alerts())
    assert "Samaritans" in render(said, choices={}).text or "Childline" in render(said, choices={}).text
    contact = box.everything()[0]
    assert {clock.name for clock in contact.clocks} == {"s1_statutory", "triage"}  # the complaint, then
    case = a_case(box.council, contact, sender="unknown")
    asked_late = moved(
        case, a_decision("ask_late", "2026-03-03 16:00", event_date="2004-06-01", why="long ago"), council()
    )
    assert "late" in asked_late.marks and not asked_late.settled
    taken = moved(asked_late, a_decision("accept_late", "2026-03-04 10:00", why="others may be at risk"), council())
    assert not taken.settled and taken.current and taken.current.state == "open"


@pytest.mark.rule("R714")
def test_danger_stops_no_clock_of_the_complaint() -> None:
    box = Chat(council(), table(), at("2026-03-03 10:00"), sender=FAMILY)
    box.say("My letter has not been answered.")
    case = a_case(council(), box.everything()[0])
    box.cases[case.reference] = case
    before = [(clock.name, clock.due, clock.stopped, clock.holds) for clock in case.clocks]
    box.say("And i want to die.", thread=("1@family.example",))
    (after,) = box.cases.values()
    assert box.alarms
    assert [(clock.name, clock.due, clock.stopped, clock.holds) for clock in after.clocks] == before


@pytest.mark.rule("R201", "R001")
def test_a_complaint_with_harm_in_it_is_still_a_complaint_and_its_time_runs() -> None:
    box = Chat(council(), table(), at("2026-03-03 10:00"), sender=FAMILY)
    box.say("Nobody answered my complaint about the assessment. My partner hit my son last night.")
    assert box.alarms and {alarm.level for alarm in box.alarms.values()} <= {Level.IMMEDIATE, Level.HARM}
    (contact,) = box.everything()
    assert {clock.name: str(clock.due) for clock in contact.clocks} == {
        "s1_statutory": "2026-03-17",
        "triage": "2026-03-04",
    }
