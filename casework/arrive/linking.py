"""An advocate links their work address: a code goes to an address at one of the council's providers, and comes back in
the chat (conversations 2.13). Six figures, ten minutes, once, three tries.

Nothing of it is stored: which code was sent, to which address and how often one was tried is worked out from what was
said, and the code itself from our key. A person's own helper goes on without linking.
"""

import re
from collections.abc import Callable
from dataclasses import field
from datetime import datetime, timedelta

from casework import days, questions
from casework.arrive.filing import Filed
from casework.arrive.saying import Reply
from casework.contacts import Contact
from casework.councils import Council
from casework.councils.facts import Provider
from casework.frozen import frozen, replace
from casework.letters import Letter, Urgency, write
from casework.matching_chats import UNLINK
from casework.messages import Address, Channel, Message, Sort
from casework.said.bare import bare

LASTS = timedelta(minutes=10)
TRIES = 3

ASKS, IN = 3, timedelta(days=1)
"""How many codes one chat is sent in a day, in whatever matters. *Taste*: for each there are new tries, and each is a
mail to somebody's address.
"""

ASKED, SENT = "adv.which_address", ("adv.code", "adv.code_bad")
CODE = re.compile(r"\s*(\d{3})[\s-]?(\d{3})\s*")
EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
ANYBODYS = frozenset("gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk yahoo.com yahoo.co.uk icloud.com "
                     "live.co.uk aol.com proton.me".split())  # fmt: skip
"""Where anybody has an address: there only the provider's own counts."""

CodeOf = Callable[[str], str]
"""The six figures for the message that asked for them."""


@frozen
class Linking:
    """What follows from a message about linking: what is said, the mail with the code, and the contact as it now is."""

    replies: tuple[Reply, ...]
    letters: tuple[Letter, ...] = ()
    contact: Contact | None = field(default=None, repr=False)


def linking(
    place: Filed, council: Council, now: datetime, code_of: CodeOf, earlier: tuple[Contact, ...] = ()
) -> Linking | None:
    """What a message does to a link; None if it is about something else. `earlier` are the chat's other contacts."""
    message, contact = place.message, place.contact
    if message.sort is not Sort.WORDS or place.case:
        return None
    if "provider" in contact.carried and bare(message.text) == UNLINK:
        return _unlinked(contact)
    last = next((each.words for each in reversed(questions.told_to_writer(contact))), "")
    if last in (ASKED, "adv.not_listed", *SENT) and (address := EMAIL.fullmatch(message.text.strip())):
        if _asked_often((place.contact, *earlier), now):
            return Linking((Reply("adv.code_bad"),))
        return _asked(address[0].lower(), place, council, now, code_of)
    if last in SENT and CODE.fullmatch(message.text):
        return _tried(place, council, now, code_of)
    return None


def provider(address: str, council: Council, now: datetime) -> Provider | None:
    """The provider on the profile's list that an address is at."""
    today, (_, _, domain) = days.today(now), address.rpartition("@")
    for each in council.advocacy_providers:
        own = each.email.lower()
        there = own == address if domain in ANYBODYS else own.rpartition("@")[2] == domain
        if there and (each.first or today) <= today <= (each.last or today):
            return each
    return None


def _asked_often(contacts: tuple[Contact, ...], now: datetime) -> bool:
    said = {each.name: each for contact in contacts for each in contact.said}.values()
    return sum(each.words == "adv.code" and now - each.written <= IN for each in said) >= ASKS


def _asked(address: str, place: Filed, council: Council, now: datetime, code_of: CodeOf) -> Linking:
    if provider(address, council, now) is None:
        return Linking((Reply("adv.not_listed"),))
    mail = write(
        "email.advocate_code",
        Address(Channel.EMAIL, address),
        council=council.name,
        about=place.contact.id,
        reference=place.contact.reference,
        now=now,
        facts={"code": code_of(place.message.name), "bot_name": council.team.bot_name, "council": council.title},
        once=place.message.name,
        urgency=Urgency.ANSWER,
    )
    return Linking((Reply("adv.code"),), (mail,))


def _tried(place: Filed, council: Council, now: datetime, code_of: CodeOf) -> Linking:
    """The right code, in time, and not after three wrong ones."""
    asked, tries = _request(place.contact)
    found = CODE.fullmatch(place.message.text)
    there = provider(asked.text.strip().lower(), council, now) if asked else None
    in_time = asked is not None and now - asked.received <= LASTS and tries <= TRIES
    if not (asked and found and there and in_time and code_of(asked.name) == "".join(found.groups())):
        return Linking((Reply("adv.code_bad"),))
    said = {"who": "advocate", "provider": there.name, "email": asked.text.strip().lower()}
    linked = replace(place.contact, carried={**place.contact.carried, **said})
    called = {"advocate_name": place.known.name or "an advocate", "advocacy": there.name}
    return Linking((Reply("adv.linked", facts=called),), contact=linked)


def _request(contact: Contact) -> tuple[Message | None, int]:
    """The message that asked for a code last, and how many codes were typed since."""
    tries = 0
    for message in reversed(contact.messages):
        if EMAIL.fullmatch(message.text.strip()):
            return message, tries
        tries += CODE.fullmatch(message.text) is not None
    return None, tries


def _unlinked(contact: Contact) -> Linking:
    left = {name: said for name, said in contact.carried.items() if name not in ("provider", "email")}
    gone = replace(contact, carried=left)
    return Linking((Reply("adv.unlink", facts={"advocacy": contact.carried["provider"]}),), contact=gone)
