"""One conversation in their mail program, and nothing of theirs on anybody's screen."""

import pytest

from casework.decide import decide
from casework.messages import Address, Channel
from outbox.render import render
from outbox.threads import threaded
from tests import build
from tests.build import a_case, a_decision, a_message, at, profile
from tests.outbox.samples import a_letter

OURS = "Your message to Larkhaven Council (LK-7K4Q)"


def subject(under: str) -> str:
    letter = a_letter("email.hold_yp", under=under, council="Larkhaven Council")
    return threaded(letter, render(letter, choices={})).subject


@pytest.mark.parametrize("wrote", [OURS, f"Re: {OURS}", f"RE: AW: {OURS}", f"[EXTERNAL] Re: {OURS}", f"Fwd:  {OURS}"])
def test_who_writes_under_a_subject_of_ours_is_answered_under_it(wrote: str) -> None:
    assert subject(wrote) == f"Re: {OURS}"


@pytest.mark.parametrize(
    "wrote",
    [
        "",
        "he hits me",
        "Re: he hits me",
        f"{OURS} he hits me",
        OURS.replace("7K4Q", "BBBB"),
        "Re: Case LK-7K4Q for Jay",
    ],
)
def test_what_they_wrote_in_a_subject_is_never_said_again(wrote: str) -> None:
    assert subject(wrote) == "An update from Larkhaven Council (LK-7K4Q)"


def test_what_staff_read_keeps_its_own_subject() -> None:
    letter = a_letter("staff.step_due", staff="dan", under=OURS, council="Larkhaven Council")
    assert not threaded(letter, render(letter, choices={})).subject.startswith("Re:")


def test_a_letter_goes_on_from_the_readers_own_mails_and_from_nobody_elses() -> None:
    council = profile("bnes")
    mine = [a_message(f"mail {n}", message_id=f"{n}@family.example", subject="Help", received=at(f"2026-03-02 09:{n}"))
            for n in (31, 32)]  # fmt: skip
    other = a_message("hers", message_id="9@other.example", sender=Address(Channel.EMAIL, "x@other.example"))
    case = a_case(council, build.a_contact(council, *mine, other))
    case = build.moved(case, a_decision("verify", "2026-03-03 11:00", how="rang the number on file"), council)
    decision = a_decision("extend", "2026-03-04 10:00", reason="complex", reason_plain="two people are away",
                          done_so_far="read it", what_we_will_do="talk")  # fmt: skip
    (letter,) = [each for each in decide(case, decision, council).letters if each.to == build.FAMILY]
    assert (letter.thread, letter.answers) == ("<31@family.example> <32@family.example>", "<32@family.example>")
    assert letter.under == "Help"
