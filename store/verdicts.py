"""What the classifier thought, and what a person decided: for seeing how often they agree, and for learning from it.

Nothing is stored twice. A contact keeps what was thought of it when it was decided, with the model's version; the
decision to open its case says what it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import bindparam, select

from casework.contacts import Contact, Suggestion
from casework.frozen import frozen, replace
from store import gathered, values
from store.database import Connection
from store.tables import Moment, cases, contacts, decisions

ASKED = ("kind", "procedure", "category_b", "category_d", "sender", "service")


@frozen
class Verdict:
    """A contact with its messages, what the classifier thought of it, and what it is, field by field: those that the
    person filled in.
    """

    at: datetime
    contact: Contact = field(repr=False)
    thought: Suggestion = field(repr=False)
    decided: Mapping[str, str]

    @property
    def model(self) -> str:
        """The version that thought so."""
        return self.thought.model

    def agreed(self, name: str) -> bool:
        """Whether the best guess at a field was what the person decided."""
        return str(getattr(self.thought, name) or "") == self.decided[name]


def since(db: Connection, council: str, moment: datetime, *, limit: int) -> Sequence[Verdict]:
    """What was decided since then, newest first. What was decided before the classifier had looked is none."""
    rows = db.execute(_OPENED, {"council": council, "since": moment, "limit": limit}).all()
    opened = [(values.DECISION.decode(row.decision), values.CONTACT.decode(row.contact)) for row in rows]
    filed = gathered.gather(db, council, (contact.id for _, contact in opened))
    found = []
    for decision, contact in opened:
        thought = contact.decided_with
        if thought is not None:
            whole = replace(contact, messages=gathered.of(filed.messages, contact.id))
            decided = {name: decision.facts[name] for name in ASKED if decision.facts.get(name)}
            found.append(Verdict(decision.at, whole, thought, decided))
    return found


_OPENED = (
    select(decisions.c.data.label("decision"), contacts.c.data.label("contact"))
    .join(cases, (cases.c.council == decisions.c.council) & (cases.c.reference == decisions.c.about))
    .join(contacts, (contacts.c.council == cases.c.council) & (contacts.c.id == cases.c.contact))
    .where(
        decisions.c.council == bindparam("council"),
        decisions.c.move == "open",
        decisions.c.at >= bindparam("since", type_=Moment),
    )
    .order_by(decisions.c.seq.desc())
    .limit(bindparam("limit"))
)
