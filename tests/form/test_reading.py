"""Files that the form was sent are looked through by few, for seconds, and hold up nobody who sends something else."""

import asyncio
from hashlib import sha256

from casework.messages import Channel, Post
from form import reading
from form.reading import Submission
from tests.conftest import Moment
from tests.intake.test_enclosed import a_pdf

ENDLESS = a_pdf("x").replace(b"(x) Tj", b"() Tj " * 100_000)


async def test_forms_full_of_documents_made_to_be_read_for_ever_keep_nothing_else_from_being_read(now: Moment) -> None:
    row = {"name": "a.pdf", "type": "application/pdf", "size": str(len(ENDLESS)), "sha256": sha256(ENDLESS).hexdigest()}
    given = Submission("form/1", "BN-7K4Q", "words", "See the files.", files=(row | {"handle": "1"},) * 3)
    post = Post("post/1", "bnes", Channel.FORM, reading.SOURCE, "1", now(), given.as_kept())

    async def fetch(_: str) -> bytes:
        return ENDLESS

    forms = [asyncio.create_task(reading.read(post, fetch=fetch, seconds=3)) for _ in range(20)]
    await asyncio.sleep(0)
    await asyncio.to_thread(len, "a mail")
    assert not any(form.done() for form in forms)
    read = await asyncio.wait_for(asyncio.gather(*forms), 20)  # one after another they would take a minute
    assert all(each.text == "See the files." and "not every file was looked through" in each.problems for each in read)
