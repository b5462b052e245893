"""Where a message goes, before anything is said: into the contact or case it belongs to, or a new contact of its own.

From the first line that is more than a greeting there is a contact with a reference and a provisional clock, whether
or not anything further ever comes (R270). A bare greeting, and what a machine sends, are kept too, with no clock.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from types import MappingProxyType

from casework import clocks, matching, matching_chats, names, questions
from casework.cases import Case
from casework.clocks import Clock
from casework.contacts import Contact, Standing
from casework.councils import Council
from casework.days import CalendarEnds
from casework.frozen import frozen, replace
from casework.matching_chats import WHICH_MATTER
from casework.messages import Channel, Message
from casework.said.answers import Answers, Reading
from casework.time_passes import waking

PROVISIONAL = ("s1_statutory", "triage")
"""Clocks that every contact runs from its receipt until a person has decided what it is (R270, R640)."""


@frozen
class Filed:
    """A message in its place. `contact` is the case's too, as the conversation sees it: one writer, their words, our
    words. `read` tells what they have told us so far; of most mail no rule asks that.

    `begun` says that this message is what opened the contact: before it there was nothing, or a greeting. `stays_known`
    says that they ask us to forget who they are, and that a person must look first.
    """

    message: Message
    contact: Contact
    case: Case | None
    read: Callable[[], Answers]
    begun: bool
    stays_known: bool = False

    @property
    def known(self) -> Answers:
        """What they have told us so far."""
        return self.read()

    @property
    def latest(self) -> Reading:
        """What this message was taken for."""
        return questions.MORE if questions.asks_nothing(self.contact) else self.known.readings[-1]

    @property
    def about(self) -> str:
        """What letters about it are filed under."""
        return self.case.reference if self.case else self.contact.id


def placed(message: Message, contact: Contact, case: Case | None = None) -> Filed:
    """The message in its place, as it was filed: the conversation is read when somebody asks, and once."""
    return Filed(message, contact, case, cache(partial(questions.answers, contact)), begun=False)


def filed(
    message: Message,
    home: Contact | Case | None,
    council: Council,
    reference: str,
    now: datetime,
    matters: tuple[Contact | Case, ...] = (),
    link: Mapping[str, str] = MappingProxyType({}),
) -> Filed:
    """The message in its home, or in a contact of its own with that reference, beside the writer's other matters;
    `link` is what stands of an advocate's since before.
    """
    if isinstance(home, Case):
        message = replace(message, another_matter=matching.is_another_matter(message, home))
        case = replace(home, messages=(*home.messages, message))
        contact = questions.as_contact(case, message.sender)
        place = placed(message, contact, case)
        if message.channel is not Channel.TELEGRAM:
            return place
        return replace(place, case=replace(case, quiet=place.known.quiet))
    contact = (
        replace(home, messages=(*home.messages, message)) if home else _new(message, council, reference, matters, link)
    )
    return opened(placed(message, contact), council, now)


def opened(place: Filed, council: Council, now: datetime, *, urgent: bool = False) -> Filed:
    """With its clocks, if what was said is more than a greeting; `urgent` words are, whatever else they are."""
    contact = place.contact
    waits = contact.standing is Standing.SET_ASIDE and not contact.clocks
    says_something = urgent or contact.channel is not Channel.TELEGRAM or questions.is_opened(place.known)
    if not waits or not says_something or place.message.automatic or place.case:
        return replace(place, contact=_woken(contact, council, now))
    begun = replace(
        contact,
        standing=Standing.WAITING,
        received=place.message.received,
        clocks=_clocks(council, place.message.received),
    )
    return replace(place, contact=_woken(begun, council, now), begun=True)


def _new(
    message: Message, council: Council, reference: str, matters: tuple[Contact | Case, ...], link: Mapping[str, str]
) -> Contact:
    return Contact(
        id=names.dated("contact", message.received, council.name, message.name),
        council=council.name,
        reference=reference,
        channel=message.channel,
        sender=message.sender,
        received=message.received,
        messages=(message,),
        standing=Standing.SET_ASIDE,
        held=WHICH_MATTER if matching_chats.asks_which(message, matters) else matching.doubt(message),
        beside=matters[0].reference if matters else "",
        carried={**link, **questions.carried(matters)},
    )


def _clocks(council: Council, received: datetime) -> tuple[Clock, ...]:
    """Where the calendar ends no date is shown rather than a wrong one; the message is kept all the same."""
    try:
        return tuple(clocks.start(council, name, received) for name in PROVISIONAL)
    except CalendarEnds:
        return ()


def _woken(contact: Contact, council: Council, now: datetime) -> Contact:
    try:
        return replace(contact, wake_at=waking.wakes_at(contact, council, now))
    except CalendarEnds:
        return contact
