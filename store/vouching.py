"""A row that lets somebody in bears a seal of all that it says, which nobody makes without the key file. One that was
written, changed or put in another's place by whoever can only write to the database opens nothing.
"""

import hmac
from datetime import UTC, datetime

from casework import names
from store.database import Connection, blind


def seal(db: Connection, what: str, at: datetime, *says: str) -> str:
    """The seal of what a row says, and of when it was written."""
    return blind(db, names.name("seal", what, at.astimezone(UTC).isoformat(), *says))


def is_ours(db: Connection, given: str | None, what: str, at: datetime, *says: str) -> bool:
    """Whether we have written that row. One without a seal is of a version before this one, or of nobody."""
    return hmac.compare_digest((given or "").encode(), seal(db, what, at, *says).encode())
