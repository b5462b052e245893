"""An advocate links a work address by a code: six figures, ten minutes, three tries; never anybody else's address."""

from dataclasses import replace
from datetime import date

import pytest

from casework.arrive.linking import provider
from casework.contacts import Standing
from casework.letters import Letter, Urgency
from casework.messages import Channel
from tests.build import at
from tests.casework.chat import Chat, a_chat, council, play

AT_WORK = "Hester@advocacy.example"


def said(letters: list[Letter]) -> list[str]:
    return [letter.words for letter in letters]


def asked(address: str = AT_WORK) -> tuple[Chat, str]:
    """An advocate who has asked for a code, and what stood in the mail."""
    chat = a_chat()
    play(chat, ["I am an independent advocate. My name is Hester Lund"])
    assert said(chat.press("Link my work email")) == ["adv.which_address"]
    play(chat, [address])
    mails = [each for each in chat.letters.values() if each.to.channel is Channel.EMAIL and not each.staff]
    return chat, mails[-1].facts["code"] if mails else ""


def answer(chat: Chat, text: str) -> list[str]:
    return said(play(chat, [text])[-1][1])


def test_the_code_from_the_mail_links_the_chat_to_the_provider() -> None:
    chat, code = asked()
    assert chat.told()[-1] == "adv.code" and len(code) == 6
    (mail,) = (each for each in chat.letters.values() if each.words == "email.advocate_code")
    assert mail.urgency is Urgency.ANSWER, "it counts for ten minutes"
    assert [answer(chat, f"{(int(code) + 1) % 1_000_000:06}") for _ in range(2)] == [["adv.code_bad"]] * 2
    linked = play(chat, [f"{code[:3]} {code[3:]}"])[-1][1]
    assert said(linked) == ["adv.linked"] and linked[0].facts["advocate_name"] == "Hester Lund"
    play(chat, ["For K: nobody has come since May.", "For B: no pathway plan, she is 17."])
    assert chat.everything()[-1].carried["provider"] == linked[0].facts["advocacy"]
    assert answer(chat, "unlink") == ["adv.unlink"]


@pytest.mark.parametrize("late", [False, True])
def test_a_code_that_is_wrong_late_or_tried_too_often_is_told_the_same(late: bool) -> None:
    chat, code = asked()
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    if late:
        chat.wait(minutes=11)
    else:
        assert [answer(chat, wrong) for _ in range(3)] == [["adv.code_bad"]] * 3
    assert answer(chat, code) == ["adv.code_bad"]
    assert not any("provider" in each.carried for each in chat.everything())


def test_a_chat_that_asks_again_and_again_is_sent_three_codes_in_a_day_and_no_fourth_mail_goes_to_anybody() -> None:
    chat, _ = asked()
    for _ in range(5):
        play(chat, [AT_WORK])
        chat.wait(minutes=20)
    mails = [each for each in chat.letters.values() if each.words == "email.advocate_code"]
    assert len(mails) == 3 and chat.told()[-1] == "adv.code_bad"
    assert answer(chat, mails[0].facts["code"]) == ["adv.code_bad"]
    chat.wait(days=2)
    play(chat, [AT_WORK])
    assert chat.told()[-1] == "adv.code"


@pytest.mark.parametrize("address", ["hester@gmail.com", "hester@advocacy.example.attacker.example"])
def test_an_address_at_no_provider_of_the_profile_gets_no_code(address: str) -> None:
    chat, code = asked(address)
    assert chat.told()[-1] == "adv.not_listed" and not code


def test_at_a_mail_service_of_everybodys_only_the_providers_own_address_counts_and_only_in_its_time() -> None:
    listed = council().advocacy_providers[0]
    small = replace(listed, email="Hester@gmail.com", first=date(2026, 3, 1), last=date(2026, 3, 31))
    where = replace(council(), advocacy_providers=(small,))
    assert provider("hester@gmail.com", where, at("2026-03-31 23:00")) is small
    assert provider("anybody@gmail.com", where, at("2026-03-31 23:00")) is None
    assert provider("hester@gmail.com", where, at("2026-02-28 23:00")) is None
    assert provider("hester@gmail.com", where, at("2026-04-01 09:00")) is None


def test_words_of_harm_are_heard_in_the_middle_of_it() -> None:
    chat, _ = asked()
    assert said(chat.say("he is going to kill himself tonight"))[0] in ("bot.danger", "bot.danger_adult")


@pytest.mark.parametrize("over", [Standing.SET_ASIDE, Standing.DECIDED])
def test_the_link_outlives_every_matter_that_is_over_and_ends_only_when_somebody_ends_it(over: Standing) -> None:
    chat, code = asked()
    play(chat, [code, "For K: nobody has come since May."])
    chat.contacts = {name: replace(each, standing=over) for name, each in chat.contacts.items()}
    chat.wait(days=40)
    assert "bot.q1_who" not in answer(chat, "For B: no pathway plan, she is 17.")
    newest = chat.everything()[-1]
    assert newest.carried["provider"] and newest.carried["who"] == "advocate"
    answer(chat, "unlink")
    chat.contacts = {name: replace(each, standing=over) for name, each in chat.contacts.items()}
    answer(chat, "For C: his review was moved twice.")
    assert "provider" not in chat.everything()[-1].carried
