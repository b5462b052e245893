"""Several matters in one chat: which one a message is about is asked before it lands anywhere (`bot.which_case`;
`adv.context` for an advocate's young people, conversations 2.13).

Until that is answered the message is a contact of its own, with its reference and its clock, so nothing waits for the
answer; and if none comes a person files it. Words of harm are never held up by it.
"""

from collections.abc import Mapping
from datetime import datetime

from casework import questions
from casework.arrive import owed, saying
from casework.arrive.filing import Filed, placed
from casework.arrive.saying import Reply
from casework.cases import Case
from casework.changes import Change, Refiled
from casework.choices import Act
from casework.contacts import Contact, Standing
from casework.councils import Council
from casework.days import CalendarEnds
from casework.facts import of_contact
from casework.frozen import frozen, replace
from casework.matching_chats import WHICH_MATTER
from casework.messages import Sort
from casework.said.bare import bare
from casework.said.introductions import Who

Matters = tuple[Contact | Case, ...]

NEW = frozenset({"something new", "new", "a new one", "new one", "none", "none of them", "neither", "something else"})
IN_WORDS = {"1": 0, "first": 0, "the first": 0, "the first one": 0, "2": 1, "second": 1, "the second": 1,
            "the second one": 1}  # fmt: skip


@frozen
class Settled:
    """What was chosen: the matter it belongs to; None: something new."""

    matter: Contact | Case | None


def asks(place: Filed) -> bool:
    """Whether it still waits to be told which matter it belongs to."""
    return place.contact.held == WHICH_MATTER and place.case is None


def question(place: Filed, matters: Matters, council: Council, now: datetime) -> Reply:
    """Which one? An advocate is asked about the young person they wrote of last."""
    by_advocate = place.known.who is Who.ADVOCATE
    if by_advocate and not _label(matters[0]):
        return Reply("adv.new", held=True)
    words = "adv.context" if by_advocate else "bot.which_case"
    return Reply(words, held=True, facts=_facts(matters, council, now))


def settled(place: Filed, matters: Matters) -> Settled | None:
    """What the last message says of it: a button, a number, a label; None: nothing yet."""
    if not asks(place) or len(place.contact.messages) < 2 or not matters:
        return None
    latest, text = place.latest, place.message.text[:200]
    named = next((each for each in matters if each.reference in text.upper()), None)
    at = {Act.THIS_ONE: 0, Act.OTHER_ONE: 1}.get(latest.act) if latest.act else IN_WORDS.get(bare(text))
    if named is None and at is not None and at < len(matters):
        named = matters[at]
    if latest.of == "adv.context" and latest.act is Act.YES:
        named = matters[0]
    if named is None and place.known.label:
        wanted = place.known.label.casefold()
        named = next((each for each in matters if _label(each).casefold() == wanted), None)
        return Settled(named)
    is_new = latest.act is Act.NEW or (latest.act is None and bare(text) in NEW)
    return Settled(named) if named or is_new else None


def moved(place: Filed, matter: Contact | Case, council: Council, now: datetime) -> Change:
    """What was said goes where it belongs; the choice stays where it was made."""
    stays = tuple(each for each in place.contact.messages if each is place.message or each.sort is Sort.PRESS)
    goes = tuple(each for each in place.contact.messages if each not in stays)
    emptied = replace(
        place.contact, messages=stays, standing=Standing.SET_ASIDE, clocks=(), wake_at=None, held="", alarms=()
    )
    there = replace(matter, messages=(*matter.messages, *goes))
    contact = there if isinstance(there, Contact) else questions.as_contact(there, place.contact.sender)
    case = there if isinstance(there, Case) else None
    landed = placed(goes[-1], contact, case)
    try:
        letters = saying.letters((Reply("bot.more_saved"),), landed, council, now)
        letters += owed.letters(landed, council, now)
    except CalendarEnds:
        letters = ()
    about = there.reference if isinstance(there, Case) else there.id
    return Change(
        contacts=(emptied, there) if isinstance(there, Contact) else (emptied,),
        cases=(there,) if isinstance(there, Case) else (),
        letters=letters,
        withdrawn=saying.waiting(place),
        refiled=(Refiled(tuple(each.name for each in goes), about),),
    )


def _facts(matters: Matters, council: Council, now: datetime) -> Mapping[str, str]:
    first, second = matters[0], matters[min(1, len(matters) - 1)]
    opened = [of_contact(_contact(each), questions.told_on(each), council, now)["opened_date"] for each in matters[:2]]
    return {
        "ref": first.reference,
        "opened_date": opened[0],
        "ref2": second.reference,
        "opened_date2": opened[-1],
        "yp_label": _label(first) or "this young person",
    }


def _contact(matter: Contact | Case) -> Contact:
    return matter if isinstance(matter, Contact) else questions.as_contact(matter, matter.complainant.address)


def _label(matter: Contact | Case) -> str:
    return questions.labelled(_contact(matter))
