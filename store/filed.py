"""Where a message lies: under which contact, or which case."""

from sqlalchemy import bindparam, select

from store.database import Connection
from store.tables import cases, contacts, messages


def reference(db: Connection, council: str, message: str) -> str:
    """The reference of the contact or case under which a message of this name is filed; empty while it is not."""
    about = db.execute(_ABOUT, {"council": council, "name": message}).scalar()
    if about is None:
        return ""
    found = db.execute(_OF_CONTACT, {"council": council, "id": about}).scalar()
    return found or db.execute(_OF_CASE, {"council": council, "reference": about}).scalar() or ""


_ABOUT = select(messages.c.about).where(
    messages.c.council == bindparam("council"), messages.c.name == bindparam("name")
)
_OF_CONTACT = select(contacts.c.reference).where(
    contacts.c.council == bindparam("council"), contacts.c.id == bindparam("id")
)
_OF_CASE = select(cases.c.reference).where(
    cases.c.council == bindparam("council"), cases.c.reference == bindparam("reference")
)
