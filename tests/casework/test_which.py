"""Several matters in one chat: which one a message is about is asked before it lands on any; an advocate's young people
are kept apart (conversations 2.13).
"""

import pytest

from casework.contacts import Standing
from casework.letters import Letter
from tests.build import at
from tests.casework.chat import Chat, a_chat, play

FIRST, SECOND = "my social worker cancelled again", "my bus pass never came"


def said(letters: list[Letter]) -> list[str]:
    return [letter.words for letter in letters]


def two_matters() -> Chat:
    chat = a_chat()
    play(chat, [FIRST, "skip", "skip", "skip", "skip", "and it was my birthday"])
    chat.press("That's something new")
    play(chat, [SECOND, "skip", "skip", "skip", "skip"])
    assert len(chat.contacts) == 2
    return chat


def texts(chat: Chat) -> list[str]:
    return ["\n".join(each.text for each in contact.messages) for contact in chat.everything()]


def test_soon_after_it_was_written_of_a_matter_is_gone_on_with() -> None:
    chat = two_matters()
    assert said(play(chat, ["it was meant to come in june"])[-1][1]) == ["bot.more_saved"]
    assert len(chat.contacts) == 2


@pytest.mark.parametrize("answer", ["", "typed", "second"])
def test_later_it_is_asked_which_one_and_nothing_lands_before(answer: str) -> None:
    chat = two_matters()
    chat.wait(hours=2)
    first = chat.everything()[0]
    asked = play(chat, ["nobody has rung me", "still waiting"])[0][1]
    assert said(asked) == ["bot.which_case"] and asked[0].facts["ref2"] == first.reference
    assert not any("nobody has rung me" in text for text in texts(chat)[:2])
    if answer:
        told = said(play(chat, [first.reference if answer == "typed" else "the second one"])[-1][1])
    else:
        told = said([*chat.press("{ref2} – {opened_date2}"), *chat.settle()])
    assert told[0] == "bot.more_saved"
    held, slip = chat.everything()[0], chat.everything()[2]
    assert [each.text for each in held.messages[-2:]] == ["nobody has rung me", "still waiting"]
    assert slip.standing is Standing.SET_ASIDE and not slip.clocks and chat.end()["case"] == first.reference


def test_something_new_is_a_matter_of_its_own_with_a_receipt() -> None:
    chat = two_matters()
    chat.wait(hours=2)
    play(chat, ["they lost my photos"])
    assert said([*chat.press("Something new"), *chat.settle()])[:1] == ["bot.received"]
    assert len(chat.contacts) == 3


def test_what_somebody_said_of_themselves_is_not_asked_again_for_something_new() -> None:
    chat = a_chat()
    play(chat, [FIRST, "im in foster care", "Bo", "no advocate", "just sort it out", "thats all"])
    chat.press("That's something new")
    assert said(play(chat, [SECOND])[-1][1]) == ["bot.received", "bot.q4_kind"]
    assert chat.end()["name"] == "Bo" and chat.end()["wants_advocate"] is False


def test_words_of_harm_are_never_asked_about() -> None:
    chat = two_matters()
    chat.wait(hours=2)
    assert said(chat.say("my foster dad hits me"))[0] == "bot.danger"
    assert "bot.which_case" not in chat.told()


def test_an_advocate_is_asked_whom_it_is_about_and_reads_it_in_every_line() -> None:
    chat = a_chat()
    play(chat, [
        "Hi, I'm an advocate with Voices.",
        "For K: his contact with his mum has been stopped with no reason given.",
        "For B: no pathway plan, she is 17.",
        "Dana Ferris",
    ])  # fmt: skip
    assert len(chat.contacts) == 2
    assert "bot.received" not in chat.told() and "bot.q3_advocate" not in chat.told()
    chat.wait(hours=1)
    asked = play(chat, ["The plan was promised for March."])[0][1]
    assert said(asked) == ["adv.context"] and asked[0].facts["yp_label"] == "B"
    told = [*chat.press("No, someone else"), *chat.settle()]
    assert said(told) == ["adv.new"]
    told = play(chat, ["K"])[0][1]
    assert said(told) == ["bot.more_saved"] and told[0].lines == ("adv.for_whom",) and told[0].facts["yp_label"] == "K"
    assert "promised for March" in texts(chat)[0] and "promised for March" not in texts(chat)[1]


def test_somebody_new_is_one_more_young_person_whose_agreement_is_asked_for_once() -> None:
    chat = a_chat()
    play(chat, ["I am an independent advocate", "1. T, aged 12: nobody has come since May."])
    play(chat, ["2. R, aged 15: her laptop has not been replaced."])
    chat.wait(hours=1)
    play(chat, ["He has had three social workers this year"])
    chat.press("No, someone else")
    assert said(play(chat, ["Blue"])[0][1]) == ["adv.consent"]
    assert len([each for each in chat.everything() if each.clocks]) == 3
    assert said(chat.press("They told me")) == ["adv.consent_saved", "adv.consent_scope"]
    assert said(chat.press("Ask them first")) == ["bot.ok"]


def test_how_a_young_person_agreed_is_asked_again_twice_and_then_somebody_calls() -> None:
    chat = a_chat("2026-03-03 15:00")
    play(chat, ["I am an independent advocate", "1. T, aged 12: nobody has come since May.", "He is upset about it"])
    assert "adv.consent" in chat.told()
    told = []
    for day in ("2026-03-06", "2026-03-09", "2026-03-12", "2026-03-13", "2026-03-16"):
        chat.now = at(f"{day} 09:30")
        told.append(said(chat.sweep()))
    assert [("adv.consent_reminder" in words) for words in told] == [True, False, True, False, False]
    assert any(each.facts.get("step_plain", "").startswith("calling the advocate") for each in chat.alerts())


def test_once_they_said_how_nobody_asks_again() -> None:
    chat = a_chat("2026-03-03 15:00")
    play(chat, ["I am an independent advocate", "1. T, aged 12: nobody has come since May.", "He is upset about it"])
    chat.press("They signed a form")
    chat.now = at("2026-03-06 09:30")
    assert "adv.consent_reminder" not in said(chat.sweep())
