"""A mail's way through a service that is measured: kept, then read, screened, scanned and filed with its receipt."""

import asyncio
import hashlib
from collections.abc import Sequence

from casework.messages import Channel, Post
from casework.names import name
from intake import worker
from intake.mailbox.collection import BATCH
from run import parts
from run.service import Service
from store import inbox

TOGETHER = 4
"""Batches that are kept side by side, as where there are several mailboxes with a backlog. *Taste.*"""


async def taken(opened: Service, raws: Sequence[bytes]) -> None:
    """From bytes to the receipt in the outbox."""
    await kept(opened, raws)
    await filed(opened)


async def kept(opened: Service, raws: Sequence[bytes]) -> None:
    """As much in one piece of work as a mailbox keeps."""
    batches = [raws[start : start + BATCH] for start in range(0, len(raws), BATCH)]
    for start in range(0, len(batches), TOGETHER):
        await asyncio.gather(*(_keep(opened, batch) for batch in batches[start : start + TOGETHER]))


async def filed(opened: Service) -> None:
    """Until nothing waits."""
    heard, readers = parts.outcry(opened), parts.readers(opened)
    while await worker.work_through(
        transact=opened.database.transact,
        look=opened.database.look,
        council=opened.council.name,
        readers=readers,
        receive=opened.receive,
        together=opened.receive_together,
        now=opened.now,
        outcry=heard,
    ):
        pass


async def _keep(opened: Service, raws: Sequence[bytes]) -> None:
    posts = [_post(opened, raw) for raw in raws]
    await opened.database.transact(lambda db: inbox.keep_together(db, posts))


def _post(opened: Service, raw: bytes) -> Post:
    digest = name("bench", hashlib.sha256(raw).hexdigest())
    return Post(digest, opened.council.name, Channel.EMAIL, "bench", digest, opened.now(), raw)
