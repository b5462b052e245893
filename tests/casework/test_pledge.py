"""What the council promises children in care and care leavers stands in whatever goes to them by itself (R530)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from casework.chase import chase
from casework.choices import CHOICES
from casework.decide import decide
from casework.letters import Letter
from casework.messages import Address
from casework.time_passes.lapse import lapse
from outbox.render import render
from tests import build
from tests.build import FAMILY, after, at, profile
from tests.casework.chat import a_chat, a_mailbox, play

KINDS = ({"procedure": "statutory"}, {"procedure": "corporate"}, {"procedure": "statutory", "kind": "representation"})


def left_alone(name: str, way: Address, answered: bool, **kind: str) -> Iterator[Letter]:
    """What a young person is written, by itself, about a matter that is answered or is not, and then left alone."""
    council = profile(name)
    contact = build.a_contact(council, build.a_message(sender=way, channel=way.channel))
    change = build.opened(council, contact, sender="young_person", **kind)
    case = after(change.cases[0], change)
    if answered:
        for move, facts in (("verify", {"how": "x"}), ("record_advocacy", {"advocacy": "not_reached"}), ANSWER):
            case = build.moved(case, build.a_decision(move, "2026-03-13 10:00", **facts), council)
    since = at("2026-03-13 11:00" if answered else "2026-03-04 11:00")
    for day in range(90):
        now = since + timedelta(days=day)
        while decision := lapse(case, council, now):
            change = decide(case, decision, council)
            yield from change.letters
            case = after(case, change)
        change = chase(case, council, now)
        yield from change.letters
        case = after(case, change)


ANSWER: tuple[str, dict[str, str]] = ("respond", {
    "outcome_1": "upheld", "point_1": "She cancelled.", "found_1": "We agree.", "why_1": "She was ill.",
    "remedy_plain": "a new worker", "remedy_by": "2026-12-01", "action_text": "tell families",
    "action_due": "2026-12-02",
})  # fmt: skip


@pytest.mark.rule("R530")
@pytest.mark.parametrize("name", ["bnes", "dorset"])
def test_every_mail_that_goes_to_a_young_person_by_itself_leads_to_what_we_promise(name: str) -> None:
    there = profile(name).team.pledge_url
    every = [
        letter
        for kind in KINDS
        for answered in (False, "kind" not in kind)
        for letter in left_alone(name, FAMILY, answered, **kind)
        if letter.to == FAMILY
    ]
    assert {each.words for each in every} >= {"email.advocacy_reminder_1_yp", "bot.window_reminder", "email.checkin"}
    assert {each.words for each in every if there not in render(each, choices=CHOICES).text} == set()


@pytest.mark.rule("R530")
@pytest.mark.parametrize("by", ["email", "chat"])
def test_the_receipt_leads_to_what_we_promise_and_in_a_chat_it_stands_above_all_the_rest(by: str) -> None:
    box = a_mailbox() if by == "email" else a_chat()
    play(box, ["im in care and my worker never came"])
    first = next(each for each in box.letters.values() if each.words in ("email.receipt_auto", "bot.received"))
    assert box.council.team.pledge_url in render(first, choices=CHOICES).text
