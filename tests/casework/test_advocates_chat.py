"""An advocate in a chat: told that it was opened, by the young person's label; the answer only with evidence that the
young person agreed (conversations 2.13, R509, R526).
"""

from dataclasses import replace
from datetime import date

import pytest

from casework.choices import CHOICES
from casework.decide import decide
from casework.letters import Letter
from casework.on_behalf.authority import Authority, Given, Scope
from outbox.render import render
from tests.build import a_decision, at, opened
from tests.casework.chat import CHAT, Chat, a_chat, play
from tests.casework.life import FINDING

AGREED = Authority(
    CHAT, "Dana Lowe", "K", frozenset({Scope.LETTERS}), Given.SIGNED, date(2026, 3, 4), "form in the file", "mina"
)  # fmt: skip


def raised(*said: str) -> Chat:
    """An advocate's chat about K, opened by an officer as the young person's complaint."""
    chat = a_chat("2026-03-03 15:00")
    play(chat, ["For K: his contact with mum has been stopped and nobody says why. I'm his advocate", "yes", *said])
    chat.now = at("2026-03-04 10:00")
    chat.apply(opened(chat.council, chat.everything()[0], "2026-03-04 10:00", sender="advocate", known_as="Kai Best"))
    chat.now = at("2026-03-04 12:00")
    chat.deliver()
    return chat


def answered(*said: str, authorities: tuple[Authority, ...] = ()) -> dict[str, Letter]:
    """What the advocate gets when the answer is sent, by its words."""
    chat = raised(*said)
    (case,) = (chat.whole_case(each) for each in chat.cases.values())
    people = tuple(replace(each, verified=True) for each in case.people)
    chat.cases[case.reference] = replace(chat.cases[case.reference], authorities=authorities, people=people)
    chat.now = at("2026-03-10 11:00")
    before = set(chat.letters)
    (case,) = (chat.whole_case(each) for each in chat.cases.values())
    chat.apply(decide(case, a_decision("respond", "2026-03-10 11:00", **FINDING, sent_by="post"), chat.council))
    return {each.words: each for name, each in chat.letters.items() if name not in before and each.to == CHAT}


@pytest.mark.rule("R509")
def test_an_advocate_in_a_chat_hears_that_it_was_opened_by_label_and_never_by_name() -> None:
    chat = raised()
    (said,) = (each for each in chat.letters.values() if each.words == "adv.acknowledged")
    text = render(said, choices=CHOICES).text
    assert said.to == CHAT and text.startswith("For K, BN-")
    assert "Kai" not in text and "Best" not in text


@pytest.mark.rule("R526")
@pytest.mark.parametrize(
    "said", [(), ("Not yet",), ("They can't say, so I'm acting for them",), ("They told me", "Send it to them"),
             ("They told me", "Ask them first")], ids=str,
)  # fmt: skip
def test_without_evidence_or_where_it_is_theirs_alone_no_answer_goes_to_the_chat(said: tuple[str, ...]) -> None:
    assert not {"bot.answer_ready", "bot.answer_text"} & set(answered(*said))


@pytest.mark.rule("R509", "R526")
@pytest.mark.parametrize(("said", "authorities"), [(("They told me",), ()), (("Not yet",), (AGREED,))], ids=str)
def test_with_evidence_a_copy_lies_ready_in_the_chat_and_never_goes_by_itself(
    said: tuple[str, ...], authorities: tuple[Authority, ...]
) -> None:
    copy = answered(*said, authorities=authorities)["bot.answer_text"]
    assert copy.not_before.year == 9999 and copy.lines == ("adv.for_whom", "email.copied")
    assert "Kai" not in render(copy, choices=CHOICES).text
