"""A message arrives. Harm is looked for first; then it is answered, if somebody is there to be answered.

The message, what it opened, the alarms it rang and every letter that follows are one `Change`: saved whole or not at
all. Nothing here waits for the classifier; when that has had its look, `weigh` takes its opinion down (`weighing`).
"""

from collections.abc import Callable
from datetime import datetime

from casework import questions
from casework.alarms import Alarm
from casework.arrive import apart, chat, filing, form, harm, linking, mail, owed, saying, which
from casework.arrive.filing import Filed
from casework.arrive.harm import Heard
from casework.arrive.linking import CodeOf
from casework.arrive.saying import Reply
from casework.arrive.weighing import weigh
from casework.cases import Case
from casework.changes import Change
from casework.choices import Act
from casework.contacts import Contact
from casework.councils import Council
from casework.days import CalendarEnds
from casework.frozen import replace
from casework.letters import Letter, Posted, Urgency
from casework.messages import Channel, Message, Sort
from casework.said.commands import Command
from casework.said.signs import Signs

__all__ = ["arrive", "weigh"]


def no_code(asked: str) -> str:
    """Nobody can be linked where there is no key."""
    return asked


def nothing_held() -> bool:
    """No legal hold is on anything of theirs."""
    return False


def arrive(
    message: Message,
    home: Contact | Case | None,
    council: Council,
    reference: str,
    now: datetime,
    *,
    signs: Signs,
    beside: tuple[Contact | Case, ...] = (),
    earlier: tuple[Contact, ...] = (),
    code_of: CodeOf = no_code,
    held: Callable[[], bool] = nothing_held,
) -> Change:
    """What follows from a message. `reference` is used only where the message begins something new; `beside` are the
    writer's other open matters in the same chat, `earlier` all that they ever began there; `code_of` makes the code
    that links an advocate; `held` says whether a legal hold is on anything of theirs.
    """
    if home is None and message.sort is Sort.EDIT:
        message = replace(message, sort=Sort.WORDS, edits="")  # what it changes never came: Telegram keeps it for a day
    before = home.messages if home else ()
    found = harm.found_in(message, before, signs)
    place = filing.filed(message, home, council, reference, now, beside, questions.link(earlier))
    chosen = which.settled(place, beside) if not found else None
    if chosen and chosen.matter:
        return which.moved(place, chosen.matter, council, now)
    if chosen:
        place = replace(place, contact=replace(place.contact, held=""))
    heard = harm.heard(place, found, council, now) or Heard()
    if heard.alarms:
        place = filing.opened(_with(place, heard.alarms), council, now, urgent=True)
    place = apart.emptied(place)
    asked = (place.latest.of, place.latest.act) == ("bot.delete_forget", Act.YES)
    place = replace(place, stays_known=asked and (_rings(place, (*beside, *earlier)) or held()))
    linked = None if found or heard.stops else linking.linking(place, council, now, code_of, earlier)
    if linked and linked.contact:
        place = replace(place, contact=linked.contact)
    others = linked.replies if linked else _replies(place, heard, council, now, beside)
    replies = heard.replies if heard.stops else (*heard.replies, *others)
    letters = (*_urgent(replies, place, council, now), *heard.told, *_others(replies, place, council, now))
    letters += linked.letters if linked else ()
    if asked and not place.stays_known:
        return forgotten(_change(place, letters, council, now), place)
    return replace(
        _change(place, letters, council, now),
        alarms=heard.alarms,
        withdrawn=(*_withdrawn(place, heard, now), *(_left_out(place) if heard.alarms else ())),
        released=saying.kept_ready(place) if _reads(place) else (),
    )


def _change(place: Filed, letters: tuple[Letter, ...], council: Council, now: datetime) -> Change:
    """Where it was filed, with what is said to whoever wrote, and to staff who owe a step."""
    where = Change(cases=(place.case,)) if place.case else Change(contacts=(place.contact,))
    return replace(where, letters=(*letters, *_tasks(place, council, now)))


def _rings(place: Filed, others: tuple[Contact | Case, ...]) -> bool:
    """Whether an alarm is open in anything of theirs that needs to know who they are (conversations 2.10)."""
    return any(alarm.closed is None for each in (place.contact, *others) for alarm in each.alarms)


def forgotten(change: Change, place: Filed) -> Change:
    """The link is cut; the one line that says so leads from the chat to nothing."""
    sender = place.contact.sender
    said = tuple(
        replace(each, about="", reference="", facts={}) if each.to == sender else each for each in change.letters
    )
    return replace(change, letters=said, forgotten=(sender,))


def _reads(place: Filed) -> bool:
    """Whether they asked to read their answer here."""
    return place.latest.act is Act.READ_HERE


def _with(place: Filed, rung: tuple[Alarm, ...]) -> Filed:
    named = {alarm.name: alarm for alarm in (*place.contact.alarms, *rung)}
    return replace(place, contact=replace(place.contact, alarms=tuple(named.values())))


def _replies(
    place: Filed, heard: Heard, council: Council, now: datetime, beside: tuple[Contact | Case, ...]
) -> tuple[Reply, ...]:
    match place.message.channel:
        case _ if place.message.automatic:
            return ()
        case Channel.TELEGRAM:
            return chat.replies(place, council, now, checking=heard.checks, beside=beside)
        case Channel.EMAIL:
            return mail.replies(place, council, now)
        case Channel.FORM:
            return form.replies(place)
        case Channel.TELEPHONE | Channel.LETTER | Channel.IN_PERSON:
            return ()


def _urgent(replies: tuple[Reply, ...], place: Filed, council: Council, now: datetime) -> tuple[Letter, ...]:
    return saying.letters(tuple(r for r in replies if r.urgency is Urgency.SAFETY), place, council, now)


def _others(replies: tuple[Reply, ...], place: Filed, council: Council, now: datetime) -> tuple[Letter, ...]:
    """Where the calendar ends nothing with a date is said; the message is kept all the same."""
    try:
        return saying.letters(tuple(r for r in replies if r.urgency is not Urgency.SAFETY), place, council, now)
    except CalendarEnds:
        return ()


def _withdrawn(place: Filed, heard: Heard, now: datetime) -> tuple[str, ...]:
    """What must not be said any more. After danger and after stop, nothing that waits is."""
    if heard.stops or place.latest.command is Command.STOP:
        return saying.everything_waiting(place)
    if place.message.channel is not Channel.TELEGRAM or chat.keeps_waiting(place, now):
        return ()
    return saying.waiting(place)


def _left_out(place: Filed) -> tuple[str, ...]:
    """What waits to be said of it to somebody whom the alarm leaves out (R708)."""
    hidden, said = place.contact.hidden_from, (place.case or place.contact).said
    return tuple(each.name for each in said if each.posted is Posted.QUEUED and each.staff in hidden)


def _tasks(place: Filed, council: Council, now: datetime) -> tuple[Letter, ...]:
    try:
        return owed.letters(place, council, now)
    except CalendarEnds:
        return ()
