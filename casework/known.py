"""What the store knows of whoever writes, before it is decided whose a message is."""

from casework.cases import Case
from casework.contacts import Contact
from casework.frozen import frozen


@frozen
class Known:
    """What the store knows of a sender: their contacts, newest first, and the cases they are a party of. `answered` are
    those that a letter of ours was about which the message names, or its signed address: whoever's they are.
    """

    contacts: tuple[Contact, ...] = ()
    cases: tuple[Case, ...] = ()
    answered: tuple[Contact | Case, ...] = ()

    @property
    def all(self) -> tuple[Contact | Case, ...]:
        """Whatever a message may be about."""
        return *self.cases, *self.contacts, *self.answered

    def home(self, contact: Contact) -> Contact | Case:
        """The case a contact became, if it became one; the latest of them."""
        became = [case for case in self.cases if case.contact == contact.id]
        return became[-1] if became else contact
