"""The morning: what each person owes, line by line, and the lists of the week and the month."""

from copy import copy
from dataclasses import astuple, replace

import pytest

from casework.cases import Case
from casework.councils import Council, Form, Staff, with_staff
from casework.labels import Sender
from casework.letters import Letter
from casework.time_passes import duties, mornings
from casework.time_passes.digests import digest
from tests import build
from tests.build import a_case, a_contact, a_decision, at, moved


def sent(reader: str, moment: str, council: Council, *cases: Case) -> dict[str, Letter]:
    staff = next(each for each in council.staff if each.id == reader)
    return {letter.words: letter for letter in digest(replace(staff, chat=""), cases, (), council, at(moment))}


@pytest.mark.rule("R605", "R622")
def test_a_rung_that_is_no_letter_of_its_own_is_a_line_in_the_morning_until_it_is_done() -> None:
    council = build.profile("bnes")
    case = a_case(council)  # received 2 March, due 16 March
    for moment, line in (("2026-03-06 08:30", False), ("2026-03-09 08:30", True), ("2026-03-13 08:30", True)):
        letter = sent("priya", moment, council, case)["staff.digest_manager"]
        assert ("BN-7K4Q: the reply, due Monday 16 March" in letter.facts["list"]) is line, moment
    known = moved(case, a_decision("verify", "2026-03-09 09:00", how="a call"), council)
    withdrawn = moved(known, a_decision("withdraw", "2026-03-10 09:00", why="they rang"), council)
    assert not sent("priya", "2026-03-13 08:30", council, withdrawn)


@pytest.mark.rule("R612")
@pytest.mark.parametrize(("procedure", "due", "after"), [("statutory", "16", "17"), ("corporate", "23", "24")])
def test_the_holding_letter_is_the_officers_task_from_the_first_late_day_until_it_went(
    procedure: str, due: str, after: str
) -> None:
    council = build.profile("bnes")
    case = a_case(council, procedure=procedure)
    late = moved(case, a_decision("fall_overdue", f"2026-03-{after} 00:00", "timer", "timer"), council)
    owed = {each.step for each in duties.of("mina", (late,), council, at(f"2026-03-{after} 08:30"))}
    assert "the holding letter" in owed
    assert "the holding letter" not in {
        each.step for each in duties.of("mina", (case,), council, at(f"2026-03-{due} 08:30"))
    }


@pytest.mark.rule("R602")
def test_somebody_complained_of_owes_nothing_and_hears_nothing() -> None:
    council = build.profile("bnes")
    case = replace(a_case(council), excluded=frozenset({"dan", "tom"}))
    for reader in ("dan", "tom"):
        assert set(sent(reader, "2026-04-07 08:30", council, case)) <= {"staff.numbers_check"}
        assert not duties.of(reader, (case,), council, at("2026-04-07 08:30"))


@pytest.mark.rule("R653", "R526")
@pytest.mark.parametrize(
    ("reader", "moment", "listed"),
    [
        ("dan", "2026-03-09 08:30", True),  # a Monday
        ("dan", "2026-03-10 08:30", False),
        ("dan", "2026-04-07 08:30", True),  # the Tuesday after Easter Monday
        ("hana", "2026-03-09 08:30", True),
        ("mina", "2026-03-09 08:30", False),
        ("mina", "2026-04-01 08:30", False),
        ("dee", "2026-04-01 08:30", True),  # the month's first working day
        ("dee", "2026-03-09 08:30", False),
    ],
)
def test_managers_have_the_week_s_list_and_the_director_the_month_s(reader: str, moment: str, listed: bool) -> None:
    council = build.profile("bnes")
    case = a_case(council)
    letters = sent(reader, moment, council, case)
    assert ("staff.digest_team" in letters) is listed
    if listed:
        line = letters["staff.digest_team"].facts["list"]
        assert line.startswith("BN-7K4Q: Stage 1, duty")
        assert "Sam" not in line
        assert ("with" in line) is (reader != "dee")


@pytest.mark.rule("R601")
def test_a_line_goes_to_the_deputy_of_whoever_is_away() -> None:
    council = build.profile("bnes")
    day = at("2026-03-12 08:30")

    def away(each: Staff) -> Staff:
        gone = ((day.date(), day.date()),)
        return replace(each, away=gone, deputy="tom") if each.id == "priya" else each

    council = with_staff(council, tuple(away(each) for each in council.staff))
    owed = [each.step for each in duties.of("tom", (a_case(council),), council, day)]
    assert "the reply" in owed


@pytest.mark.parametrize("name", ["bnes", "dorset", "code"])
def test_every_rung_that_is_a_line_or_a_task_names_someone_and_something(name: str) -> None:
    council = build.profile(name)
    for rung in council.ladder.values():
        if rung.form is not Form.SINGLE:
            assert rung.to
            assert all(rung.step or council.clocks[each].step for each in rung.clocks)


@pytest.mark.parametrize("name", ["bnes", "dorset"])
def test_of_a_case_whose_words_tell_nothing_of_a_morning_the_letters_are_the_same_without_them(name: str) -> None:
    """With any clock running, in time or late; what was said is taken off, so that to ask for it would be an error."""
    council, unread = build.profile(name), 0
    whole = a_case(council)
    for terms in council.clocks.values():
        clock = replace(whole.clocks[0], terms=terms, began=at("2026-03-02 09:00"))
        case = replace(whole, clocks=(clock,))
        if mornings.is_read(case, council):
            continue
        unread += 1
        for moment in ("2026-03-09 08:30", "2026-04-01 08:30"):
            for reader in council.staff:
                assert digest(reader, (bare(case),), (), council, at(moment)) == digest(
                    reader, (case,), (), council, at(moment)
                ), (terms.name, moment, reader.id)
    assert 0 < unread < len(council.clocks)


def bare(case: Case) -> Case:
    taken = copy(case)
    for name in ("messages", "said"):
        object.__delattr__(taken, name)
    return taken


def test_what_was_said_of_a_young_person_s_case_is_read() -> None:
    council = build.profile("bnes")
    case = replace(a_case(council), clocks=())
    young = replace(case, people=(replace(case.complainant, sender=Sender.YOUNG_PERSON), *case.people[1:]))
    assert (mornings.is_read(case, council), mornings.is_read(young, council)) == (False, True)


def test_a_contact_nobody_has_decided_is_a_line_for_nobody_but_the_team() -> None:
    council = build.profile("bnes")
    contact = a_contact(council)
    assert not duties.of("priya", (contact,), council, at("2026-03-12 08:30"))


def test_of_thousands_that_wait_after_a_flood_a_morning_holds_no_words() -> None:
    council, words = build.profile("bnes"), "quetzalcoatl"
    flood = (a_contact(council, build.a_message(f"{words} {n}"), reference=f"BN-222{n}") for n in range(3))
    morning = mornings.of((), flood, council, at("2026-03-09 08:30"))
    held = [astuple(each) for each in morning.contacts]
    assert [each[0] for each in held] == ["BN-2220", "BN-2221", "BN-2222"]
    assert words not in repr(held) and words in repr(astuple(build.a_message(words)))
    assert {each.reference for each in morning.owed["mina"]} == {each[0] for each in held}, "and yet it is owed"
