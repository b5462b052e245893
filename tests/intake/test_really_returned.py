"""A letter goes out by a real mail server to an address that does not exist, and what comes back becomes a task."""

import ssl

import pytest

from casework import names
from casework.letters import Posted
from casework.messages import Address, Channel, Fate
from intake.parsing import message
from outbox.email import Smtp
from outbox.render import Rendered
from store import outbox
from store.database import Connection
from tests import build
from tests.intake.doorway import KEY, Door
from tests.intake.mailroom import INTAKE
from tests.wire.dovecot import Dovecot
from tests.wire.postfix import Postfix

NOBODY = Address(Channel.EMAIL, "nobody@example.test")


@pytest.mark.requires("dovecot")
@pytest.mark.requires("postfix")
@pytest.mark.slow
async def test_a_real_bounce_finds_its_letter_its_person_and_its_officer(door: Door) -> None:
    await door.staffed()
    contact = await door.contact(await door.receive(build.a_message(sender=NOBODY)))
    receipt = next(said for said in contact.said if said.to == NOBODY)
    letter = await door.database.look(lambda db: outbox.by_name(db, "bnes", receipt.name))
    assert letter is not None
    with Dovecot({INTAKE: "secret"}) as boxes, Postfix(boxes) as server:
        trust = ssl.create_default_context(cafile=str(server.ca_file))
        ours = Smtp(
            host="localhost", port=server.port, tls="starttls", sender=INTAKE, key=KEY, now=door.now, user=INTAKE,
            password="secret", trust=trust,
        )  # fmt: skip
        far_id = await ours.send(letter, Rendered("Your message", "We've got it.", "<p>We've got it.</p>"))
        await ours.close()
        (raw,) = boxes.wait_for(INTAKE, 1)

    def left(db: Connection) -> None:
        outbox.sent(db, letter, door.now(), words_sent="We've got it.", far_id=far_id)

    await door.database.transact(left)
    came = message(raw, post="post/9", received=door.now(), ours={INTAKE}, is_ours=names.is_ours)
    assert (came.fate, came.failed) == (Fate.FAILED, (NOBODY.value,))
    assert await door.receive(came) == contact.id
    after = await door.contact(contact.id)
    assert next(said.posted for said in after.said if said.name == receipt.name) is Posted.FAILED
    assert [said.staff for said in after.said if said.words == "staff.undelivered"] == ["mina"]
