"""Who here is away, as their own mailbox says; believed only in answer to a letter of ours to that very person."""

from datetime import date

import pytest

from casework import names
from casework.changes import Change
from casework.letters import write
from casework.messages import Address, Automatic, Channel
from intake.absences import last_day
from store import cases, changes, people
from tests import build
from tests.intake.doorway import COUNCIL, KEY, Door

TUESDAY = date(2026, 1, 6)


@pytest.mark.parametrize(
    ("note", "last"),
    [
        ("I am out of the office until Monday 12 January 2026.", date(2026, 1, 11)),
        ("I am on leave and will be back on 12/01/2026. If urgent contact Sam on 01234 567890.", date(2026, 1, 11)),
        ("I'm away until Friday", date(2026, 1, 9)),
        ("I am away from 5 January to 16th January inclusive.", date(2026, 1, 16)),
        ("I will return on 2nd February", date(2026, 2, 1)),
        (
            "I am on annual leave between 22 December and 9 January, returning Monday 12 January at 9:00",
            date(2026, 1, 11),
        ),
        ("I am out of the office.", date(2026, 1, 7)),
        ("Out until 3.30pm", date(2026, 1, 7)),
        ("I no longer work for the council", date(2026, 2, 5)),
        ("Back on 30 February", date(2026, 1, 7)),
    ],
)
def test_a_note_says_until_when(note: str, last: date) -> None:
    assert last_day(note, TUESDAY) == last


@pytest.mark.rule("R601")
@pytest.mark.parametrize(
    ("key", "known"), [(KEY, ((date(2026, 3, 2), date(2026, 3, 8)),)), (b"guessed", ()), (None, ())]
)
async def test_who_is_away_is_kept_if_their_mailbox_has_had_a_letter_of_ours_which_nobody_can_make_believe(
    door: Door, key: bytes | None, known: object
) -> None:
    await door.staffed()
    contact = build.a_contact(COUNCIL)
    case = build.a_case(COUNCIL, contact)
    priya = Address(Channel.EMAIL, "priya@council.example")
    chase = write(
        "staff.step_due", priya, council="bnes", about=case.reference, reference=case.reference, now=door.now(),
        facts={}, staff="priya",
    )  # fmt: skip
    change = Change(contacts=(contact,), cases=(case,), letters=(chase,))
    await door.database.transact(lambda db: changes.save(db, change, door.now()))
    ours = names.message_id(chase.name, "bnes.example", key).strip("<>")
    note = build.a_message(
        "I am out of the office and back on Monday 9 March.", sender=priya, automatic=Automatic.AUTO_REPLY,
        thread=(ours,),
    )  # fmt: skip
    found = await door.receive(note)
    member = await door.database.look(lambda db: people.member(db, "bnes", "priya"))
    assert member is not None
    assert member.away == known
    kept = await door.database.look(lambda db: cases.one(db, "bnes", case.reference))
    assert kept is not None
    filed = [message.by_staff for message in kept.messages if message.automatic]
    assert (found, filed) == (None, ["priya"]) if known else filed == []
