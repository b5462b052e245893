"""Every words for somebody outside can be filled from a real case or contact, where it stands when they would be said.

Nothing is made up here: dates, names and numbers come from the case, the profile and the calendar; what a person types
is what a form at the desk asks for.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial

import pytest

from casework import facts
from casework.cases import Case
from casework.chase import chase
from casework.choices import CHOICES
from casework.questions import answers
from desk.questions import QUESTIONS
from outbox import library
from outbox.library import Words
from outbox.render import render
from tests.build import a_contact, a_decision, a_message, at, opened, profile
from tests.casework import life
from tests.casework.chat import a_chat, play
from tests.casework.kinds import begun
from tests.casework.life import Life
from tests.casework.sams import COUNCIL, DELAY, LETTERS, MORGAN, WITH_ADVOCATE, WORKER, did, does, sams
from tests.outbox.samples import JAY, JAYS_CHAT, SAMPLE, a_letter

NEEDS = re.compile(r"\{\??(\w+)")

ELSEWHERE = {
    "adv.": "what advocates are told while they link a chat of theirs",
    "web.": "pages fill themselves",
    "bot.danger": "the safety rules (tests/casework/test_danger)",
    "email.danger": "the same",
    "bot.delete": "the same questions, with what they picked (tests/casework/test_questions)",
    "bot.survey": "the survey after the end (tests/intake/test_surveyed)",
    "email.survey": "the same",
    "email.equality": "the same",
    "bot.outage_back": "the service itself, after it was down",
    "bot.which_case": "somebody with several cases chooses",
    "email.advocate_code": "the code that links an advocate (tests/casework/test_linking)",
    "bot.status_elsewhere": "the same facts as bot.status, from another phone (tests/bot/test_other_phone)",
    "bot.language_other": "the language of the message",
}
"""Words whose facts come from elsewhere, and where from."""

SAID = [
    words
    for words in library.every().values()
    if words.audience != "staff" and not words.name.startswith(tuple(ELSEWHERE)) and not words.name.endswith(".email")
]
GREETS = re.compile(r"(Hi|Hello|Dear) \{")

HOLD = {
    "held_points": "1", "proceedings": "a court", "why": "it would prejudge the hearing", "legal_view": "agreed",
    "parts_no": "what the report says", "parts_ok": "how you were spoken to",
}  # fmt: skip


@cache
def chatting() -> Mapping[str, str]:
    chat = a_chat()
    play(chat, ["my worker never came", "im Jay", "Jay"])
    (contact,) = chat.everything()
    return facts.of_contact(contact, answers(contact), chat.council, chat.now)


@cache
def young() -> Case:
    return Life("bnes", sender="young_person", known_as="Jay").case


@cache
def parents() -> Case:
    return Life("bnes", sender="parent", known_as="Alex Reed").case


@cache
def answered() -> Case:
    return life.answered(sender="young_person", known_as="Jay").case


@cache
def corporate() -> Case:
    return life.answered(sender="parent", known_as="Alex Reed", procedure="corporate", service="sen").case


@cache
def held() -> Case:
    return Life("bnes", known_as="Jay").does("2026-03-09 10:00", "hold", **HOLD)


@cache
def asked() -> Case:
    return life.answered(sender="young_person", known_as="Jay").does("2026-04-01 10:00", "ask_stage_2")


@cache
def stage_2() -> Case:
    return life.investigated(sender="young_person", known_as="Jay").case


@cache
def decided() -> Case:
    return life.decided(known_as="Jay").case


@cache
def stage_3() -> Case:
    return life.panel_asked().does("2026-06-11 10:00", "set_panel_date", panel_date="2026-07-10")


@cache
def matter(course: str, kind: str, procedure: str) -> Case:
    return begun(profile("bnes"), course=course, kind=kind, procedure=procedure, known_as="Jay").case


RECORDS = partial(matter, "records", "information_request", "data_protection")
SITUATIONS: tuple[tuple[str, Callable[[], Case], str], ...] = (
    ("email.close_stage3", stage_3, "2026-07-15"),
    ("letter.panel_response", stage_3, "2026-07-15"),
    ("email.panel", stage_3, "2026-06-20"),
    ("email.close_stage2", decided, "2026-05-22"),
    ("letter.decision", decided, "2026-05-22"),
    ("email.ombudsman_early", decided, "2026-05-22"),
    ("email.stage2", stage_2, "2026-04-22"),
    ("email.hold_stage2", stage_2, "2026-04-22"),
    ("email.ack_next_stage", asked, "2026-04-01"),
    ("email.held", held, "2026-03-10"),
    ("email.close_stage1_corporate", corporate, "2026-03-16"),
    ("email.close", answered, "2026-03-16"),
    ("email.settles_it", answered, "2026-03-16"),
    ("bot.answer", answered, "2026-03-16"),
    ("bot.window", answered, "2026-03-16"),
    ("bot.take_further", answered, "2026-03-16"),
    ("email.ack_information", RECORDS, "2026-03-04"),
    ("email.ack_data_right", RECORDS, "2026-03-04"),
    ("email.sign_sar", RECORDS, "2026-03-04"),
    ("bot.sign_records", RECORDS, "2026-03-04"),
    ("email.ack_enquiry_question", partial(matter, "question", "enquiry", "none"), "2026-03-04"),
    ("email.ack_enquiry_member", partial(matter, "member_enquiry", "enquiry", "none"), "2026-03-04"),
    ("email.adult_plan", partial(matter, "adult_social_care", "complaint", "adult_social_care"), "2026-03-04"),
    ("", young, "2026-03-10"),
)
"""By how the name of words begins: a case to which they would be said, and the day."""


@cache
def written() -> Mapping[str, Mapping[str, str]]:
    """What the letters hold that go to whoever acts for somebody, as the rules write them."""
    advocates = a_contact(COUNCIL, a_message(sender=MORGAN, sender_name="Morgan Vale"))
    there = {"case_url": "https://desk.example/1"}  # as the installation adds it to each letter
    case = does(does(sams(), "add_person", "2026-03-04 10:00", **WORKER), "refer", "2026-03-04 10:00", agreed="yes")
    found = [
        *opened(COUNCIL, advocates, sender="advocate", known_as="K").letters,
        *did(case, "give_authority", "2026-03-04 11:00", **LETTERS).letters,
        *did(sams(), "refer", "2026-03-04 10:00", agreed="yes").letters,
        *chase(case, COUNCIL, at("2026-03-10 09:00")).letters,
    ]
    copied = does(sams(), "name_advocate", "2026-03-04 10:00", **WITH_ADVOCATE, reached_at=MORGAN.value)
    copy = did(copied, "extend", "2026-03-13 10:00", **DELAY).letters[-1]
    return {each.words: there | dict(each.facts) for each in found} | {"email.copied": copy.facts}


def needed(words: Words) -> set[str]:
    return set(NEEDS.findall("\n".join((*words.paragraphs, words.subject))))


def filled(words: Words) -> Mapping[str, str]:
    """What these words would be filled with, where they would be said."""
    if words.name in written():
        return written()[words.name]
    wanted, asked = needed(words), {name.replace("_#", "_1") for name in QUESTIONS}
    typed = {name: SAMPLE[name] for name in wanted & asked} | ({"outcome_1": "upheld"} if "outcome" in wanted else {})
    case, day = next((case(), day) for start, case, day in SITUATIONS if words.name.startswith(start))
    now = replace(a_decision("any", f"{day} 10:00", **typed), stage=case.current.stage if case.current else "")
    known = facts.of_move(case, case, now, life.council("bnes"))
    return {**chatting(), **known} if words.name.startswith(("bot.", "email.receipt")) else known


@pytest.mark.parametrize("words", SAID, ids=lambda words: words.name)
def test_every_words_for_somebody_outside_can_be_filled_from_a_life(words: Words) -> None:
    known = filled(words)
    names = needed(words) - ({"name", "adult_name"} if GREETS.search(words.paragraphs[0]) else set())
    assert not {name for name in names if not known.get(name, "").strip()}
    to = JAY if words.channel.startswith("email") else JAYS_CHAT
    said = words.name.removesuffix(".email").removesuffix(".form")  # the buttons of a form's variant are its letter's
    assert render(replace(a_letter(said, to), facts=known), choices=CHOICES).text


def test_only_words_that_are_said_are_excused() -> None:
    assert all(any(words.name.startswith(start) for words in library.every().values()) for start in ELSEWHERE)
