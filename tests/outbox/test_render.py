"""A letter becomes its words: whole, or not at all."""

from dataclasses import replace

import pytest

from casework import names
from casework.questions import CHOICES
from outbox.library import MissingFact
from outbox.render import Rendered, render
from tests.outbox.samples import JAY, JAYS_CHAT, SAMPLE, a_letter


def said(words: str, **facts: str) -> Rendered:
    return render(replace(a_letter(words), facts=SAMPLE | facts), choices={})


@pytest.mark.parametrize("value", ["", "  ", "\n"])
def test_a_letter_with_an_empty_fact_is_not_said_at_all(value: str) -> None:
    with pytest.raises(MissingFact, match="read_by"):
        said("email.receipt_auto", read_by=value)


def test_a_letter_whose_words_nobody_wrote_is_not_said_at_all() -> None:
    with pytest.raises(MissingFact):
        said("email.no_such_words")


@pytest.mark.parametrize(
    ("words", "with_name", "without"),
    [
        ("email.hold_yp", "Hi Jay,", "Hi,"),
        ("email.hold_adult", "Dear Alex Reed,", "Hello,"),
        ("email.ack_next_stage", "Hello Jay,", "Hello,"),
        ("bot.checkin", "Hi Jay. We tried", "Hi. We tried"),
    ],
)
def test_somebody_who_gave_no_name_is_greeted_without_one(words: str, with_name: str, without: str) -> None:
    assert said(words).text.startswith(with_name)
    assert said(words, name="", adult_name="").text.startswith(without)


def test_a_name_that_is_more_than_a_greeting_is_still_needed() -> None:
    with pytest.raises(MissingFact, match="name"):
        said("bot.q2_check", name="")


@pytest.mark.rule("R357")
@pytest.mark.parametrize(("outcome", "sorry"), [("upheld", True), ("partially_upheld", True), ("not_upheld", False)])
@pytest.mark.parametrize(
    "words", ["letter.response_yp", "letter.response_adult", "bot.answer_text", "bot.answer_text_corp"]
)
def test_an_answer_says_sorry_only_where_something_was_wrong(words: str, outcome: str, sorry: bool) -> None:
    assert ("sorry" in said(words, outcome=outcome).text) is sorry


def test_an_answer_that_does_not_say_what_was_found_is_not_sent() -> None:
    with pytest.raises(MissingFact, match="outcome"):
        said("letter.response_yp", outcome="")


@pytest.mark.parametrize(
    ("words", "to"), [("bot.danger", JAYS_CHAT), ("email.danger_yp", JAY), ("email.danger_adult", JAY)]
)
def test_danger_lines_come_after_the_first_paragraph_and_before_the_numbers(words: str, to: object) -> None:
    letter = a_letter(words, JAY if to is JAY else JAYS_CHAT, lines=("bot.danger_hurt", "bot.danger_home"))
    text = render(letter, choices=CHOICES).text
    places = [text.index(part) for part in ("not your fault", "Nowhere safe", "If anyone is in danger now")]
    first = min(place for place in (text.find("worry about you"), text.find("may be at risk")) if place >= 0)
    assert [first, *places] == sorted([first, *places])


def test_what_somebody_typed_is_never_taken_for_a_placeholder_or_for_markup() -> None:
    rendered = said("email.hold_yp", name="{ref} <b>", reason_plain="a & b <script>alert(1)</script>")
    assert "Hi {ref} <b>," in rendered.text
    assert "<script>" not in rendered.html and "a &amp; b &lt;script&gt;" in rendered.html


def test_the_html_twin_says_the_same_words() -> None:
    rendered = said("email.advocacy_offer_yp", pledge_url="https://larkhaven.example/promise")
    assert rendered.html.count("<li>") == 4 and "- They" not in rendered.html
    bare = " ".join(rendered.html.partition("<body")[2].partition(">")[2].replace("</li>", " ").split())
    for tag in ("<p>", "</p>", "<br>", "<ul>", "</ul>", "<li>", "</body>", "</html>"):
        bare = bare.replace(tag, " ")
    assert bare.split() == [word for word in rendered.text.split() if word != "-"]


def test_links_can_be_followed_in_the_html_twin() -> None:
    html = said("email.receipt_auto", pledge_url="https://larkhaven.example/promise?a=1&b=2").html
    assert '<a href="https://larkhaven.example/promise?a=1&amp;b=2">' in html


def test_a_button_comes_back_as_what_it_does_in_which_letter() -> None:
    letter = a_letter("bot.q1_who", JAYS_CHAT)
    choices = render(letter, choices=CHOICES).choices
    assert [choice.label for choice in choices] == [label for label, _ in CHOICES["bot.q1_who"]]
    version, kind, short, action, nonce = choices[0].data.split(".")
    assert (version, kind, short, action, len(nonce)) == ("1", "q", names.short(letter.name), "yp", 2)
    assert choices == render(letter, choices=CHOICES).choices


def test_a_list_known_only_now_becomes_a_button_each_told_apart_by_its_place() -> None:
    letter = replace(a_letter("bot.language_pick", JAYS_CHAT), facts={"languages": "Polski\nУкраїнська"})
    choices = render(letter, choices=CHOICES).choices
    assert [choice.label for choice in choices] == ["Polski", "Українська", "Another one"]
    assert len({choice.data for choice in choices}) == 3


def test_buttons_that_nobody_gave_a_meaning_are_not_shown() -> None:
    with pytest.raises(MissingFact, match="buttons"):
        render(a_letter("bot.q1_who", JAYS_CHAT), choices={})


@pytest.mark.rule("R608")
def test_a_chase_by_email_leads_to_the_case_on_the_desk() -> None:
    rendered = render(a_letter("staff.step_due", JAY, staff="dan", case_url="https://desk.example/LK-7K4Q"), choices={})
    assert rendered.text.endswith("Open on the desk: https://desk.example/LK-7K4Q")
    assert '<a href="https://desk.example/LK-7K4Q">' in rendered.html


@pytest.mark.rule("R608")
@pytest.mark.parametrize(("url", "shown"), [("https://desk.example/1", False), ("http://127.0.0.1:8080/1", True)])
def test_a_chase_in_a_chat_shows_its_link_where_no_button_can_lead_there(url: str, *, shown: bool) -> None:
    letter = a_letter("staff.step_due", JAYS_CHAT, staff="dan", case_url=url)
    assert (url in render(letter, choices=CHOICES).text) is shown


def test_words_in_another_language_come_from_its_catalogue_facts_and_all() -> None:
    def polish(part: tuple[str, str], language: str) -> str | None:
        return {("bot.clear_done", "All done."): "Gotowe."}.get(part) if language == "pl" else None

    assert render(a_letter("bot.clear_done", JAYS_CHAT, language="pl"), choices={}, approved=polish).text == "Gotowe."
    assert render(a_letter("bot.clear_done", JAYS_CHAT), choices={}, approved=polish).text == "All done."


def test_the_record_holds_the_subject_the_words_and_the_buttons_as_the_reader_had_them() -> None:
    assert said("email.misdirected").exactly.startswith("Subject: Your message to Larkhaven Council\n\nHello,")
    assert render(a_letter("bot.q1_who", JAYS_CHAT), choices=CHOICES).exactly.endswith("[Someone else] [Skip]")


ACTS = {f"act_{code}": f"https://desk.example/act/{code}" for code in ("dn", "ex", "re", "sn")}


def test_the_buttons_of_a_chase_are_links_in_the_email_and_stand_on_no_record() -> None:
    letter = a_letter("staff.chase_3_days", JAY, staff="dan")
    rendered = render(replace(letter, facts={**letter.facts, **ACTS}), choices=CHOICES)
    assert "\nDone: https://desk.example/act/dn\nExtend: https://desk.example/act/ex\n" in rendered.with_links
    assert '<a href="https://desk.example/act/sn">Snooze until tomorrow</a>' in rendered.html
    assert "/act/" not in rendered.text + rendered.exactly, "whoever reads the record must not be able to press"
    assert rendered.exactly.endswith("[Done] [Extend] [Reassign] [Snooze until tomorrow]")


def test_nobody_outside_is_ever_sent_a_link_that_acts() -> None:
    letter = a_letter("bot.q1_who", JAY)
    rendered = render(replace(letter, facts={**letter.facts, "act_yp": "https://desk.example/act/yp"}), choices=CHOICES)
    assert "/act/" not in rendered.with_links + rendered.html
    assert rendered.with_links == rendered.text
