"""People: somebody outside is a person, somebody inside is staff. Who is reached, who deputises, who is excluded."""

from dataclasses import dataclass, field

from casework.labels import Sender
from casework.messages import Address


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
