"""What councils that share a database have in common by mistake: each has its own mailbox, and its own bot."""

from collections.abc import Sequence

from sqlalchemy import select

from store.database import Connection
from store.tables import sources


def readers(db: Connection, council: str, of: Sequence[str]) -> dict[str, list[str]]:
    """Which others have ever read each of these mailboxes and bots, where there is one."""
    asked = select(sources.c.source, sources.c.council).where(sources.c.source.in_(of), sources.c.council != council)
    found: dict[str, list[str]] = {}
    for source, other in db.execute(asked.order_by(sources.c.council)):
        found.setdefault(source, []).append(other)
    return found
