"""Which of a chat's matters a message is about. A chat is one person, so nothing needs to be proved; but they may have
several matters open, and an advocate several young people.
"""

from datetime import datetime, timedelta

from casework import names
from casework.cases import Case
from casework.choices import Act
from casework.contacts import Contact, Standing
from casework.known import Known
from casework.messages import Channel, Message, Sort
from casework.questions import answers, is_opened, labelled
from casework.said import typed
from casework.said.answers import Meaning
from casework.said.bare import bare
from casework.said.commands import command
from casework.said.introductions import Who, label, labels

CONTEXT = timedelta(minutes=30)
"""How long what was last written about stays what is written about, where there is more than one (2.13)."""

WHICH_MATTER = "waits_to_be_told_which_matter_it_is_about"
"""Why a contact is held whose writer has several matters open and has not said which it is about."""

UNLINK = "unlink"
"""The word by which an advocate ends their link: it is about none of their matters."""


def of_chat(message: Message, known: Known) -> Contact | Case | None:
    """A chat goes on with what it has open: what a button or an edit points at, else the latest."""
    mine = [contact for contact in known.contacts if contact.sender == message.sender]
    mine.sort(key=_last, reverse=True)
    pointed = next((contact for contact in mine if _points_at(message, contact)), None)
    if pointed:
        return known.home(pointed)
    if bare(message.text) == UNLINK and (linked := next((each for each in mine if "provider" in each.carried), None)):
        return linked
    going_on = [contact for contact in mine if _goes_on(contact)]
    if not going_on or message.sort is not Sort.WORDS:
        return known.home(going_on[0]) if going_on else None
    if labels(message.text):
        return _of_several(going_on, known)
    if wanted := label(message.text):
        return _labelled(wanted, going_on, known)
    waits = _asked(going_on[0])
    if not waits and (_wants_new(going_on[0]) or asks_which(message, beside(message, None, known))):
        return None
    return known.home(going_on[0])


def beside(message: Message, home: Contact | Case | None, known: Known) -> tuple[Contact | Case, ...]:
    """What else the writer has open in that chat, the latest first: other matters, other young people."""
    if message.channel is not Channel.TELEGRAM:
        return ()
    mine = [contact for contact in known.contacts if contact.sender == message.sender and contact is not home]
    mine.sort(key=_last, reverse=True)
    there = (known.home(each) for each in mine if _goes_on(each) and is_opened(answers(each)) and not _asked(each))
    return tuple(each for each in there if each != home and not (isinstance(each, Case) and each.settled))


def earlier(message: Message, known: Known) -> tuple[Contact, ...]:
    """All that was ever begun in that chat and is still known, the latest first: also what is over."""
    if message.channel is not Channel.TELEGRAM:
        return ()
    mine = [contact for contact in known.contacts if contact.sender == message.sender]
    return tuple(sorted(mine, key=_last, reverse=True))


def asks_which(message: Message, matters: tuple[Contact | Case, ...]) -> bool:
    """Whether nobody can tell which of several open matters it is about: none was written of for half an hour, and it
    says something that must not land on the wrong one (`bot.which_case`, `adv.context`).
    """
    if len(matters) < 2 or message.sort is not Sort.WORDS or command(message.text) or label(message.text):
        return False
    if labels(message.text):
        return False
    if not message.files and (typed.is_greeting(message.text) or typed.is_acknowledgement(message.text)):
        return False
    latest = matters[0]
    wants_new = isinstance(latest, Contact) and _wants_new(latest)
    return not wants_new and all(message.received - each.messages[-1].received > CONTEXT for each in matters)


def _last(contact: Contact) -> datetime:
    """When something last came, as Telegram counts: in whole seconds. Of two in one second the newer contact leads."""
    return contact.messages[-1].received.replace(microsecond=0)


def _asked(contact: Contact) -> bool:
    """Whether it only waits to be told which matter it belongs to."""
    return contact.held == WHICH_MATTER


def _points_at(message: Message, contact: Contact) -> bool:
    if message.sort is Sort.PRESS:
        return any(f".{names.short(said.name)}." in message.press for said in contact.said)
    return message.sort is Sort.EDIT and any(each.name == message.edits for each in contact.messages)


def _goes_on(contact: Contact) -> bool:
    """What a person set aside is over, and writing again begins anew; a mere greeting is not over, it never began."""
    return contact.standing is not Standing.SET_ASIDE or not is_opened(answers(contact))


def _labelled(wanted: str, going_on: list[Contact], known: Known) -> Contact | Case | None:
    """An advocate's young people are kept apart: by label, each a contact of their own (R509; conversations 2.13)."""
    same = next((contact for contact in going_on if labelled(contact).casefold() == wanted.casefold()), None)
    if same:
        return known.home(same)
    by_advocate = any(answers(contact).who is Who.ADVOCATE for contact in going_on)
    return None if by_advocate and labelled(going_on[0]) else known.home(going_on[0])


def _of_several(going_on: list[Contact], known: Known) -> Contact | Case | None:
    """What an advocate writes of several young people lands on none of those who are there (conversations 2.13)."""
    home = known.home(going_on[0])
    by_advocate = any(answers(contact).who is Who.ADVOCATE for contact in going_on)
    taken = isinstance(home, Case) or labelled(going_on[0]) or _asked(going_on[0])
    return None if by_advocate and taken else home


def _wants_new(contact: Contact) -> bool:
    """They pressed Something new, and have written nothing since."""
    readings = reversed(answers(contact).readings)
    last = next((reading for reading in readings if reading.meaning is not Meaning.SILENT), None)
    return last is not None and last.act is Act.NEW and last.of != "bot.which_case"
