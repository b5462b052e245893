"""People: somebody outside is a person, somebody inside is staff. Who is away, who deputises, who is excluded."""

from dataclasses import dataclass, field
from datetime import date

from casework.labels import Sender, Service
from casework.messages import Address


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which someone is away, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who works for the council, with the roles they hold (`casework.councils.Role`, by value).

    `deputy` is the id of who acts for them while they are away (R601). `chat` is empty until linked.
    """

    id: str
    council: str
    name: str = field(repr=False)
    email: str = field(repr=False)
    roles: frozenset[str]
    chat: str = field(default="", repr=False)
    service: Service = Service.UNKNOWN
    line_manager: str = ""
    deputy: str = ""
    absences: tuple[Absence, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody outside: whose complaint it is, or who acts for them. `known_as` is what they asked to be called.

    `verified` says that a person has matched this address to the writer and noted how (R524).
    """

    address: Address
    sender: Sender
    known_as: str = field(default="", repr=False)
    verified: bool = False

    @property
    def young(self) -> bool:
        """Whether the words for young people apply: under 18, care leavers, and anyone unknown (3.1, one register per person)."""
        return self.sender in (Sender.YOUNG_PERSON, Sender.CARE_LEAVER, Sender.UNKNOWN)
