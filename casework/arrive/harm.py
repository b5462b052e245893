"""Harm first: found before anything else is done with a message, answered at once, and somebody told (R702, R703,
R706).

The answer is fixed words and one question. After it the form's questions stop, and do not come back by themselves;
what is typed is added to the alarm and never met with silence. What the writer says about being safe changes how
urgent the alarm is, never whether there is one (conversations 2.6).
"""

from datetime import datetime, timedelta
from itertools import chain
from pathlib import PurePath

from casework import alarms, questions
from casework.alarms import Alarm
from casework.arrive import sent
from casework.arrive.befallen import lines, of_another, tells_of_another
from casework.arrive.filing import Filed
from casework.arrive.saying import Reply, is_waiting, said_within
from casework.cases import Case
from casework.choices import Act
from casework.contacts import Contact
from casework.councils import Council
from casework.frozen import frozen, replace
from casework.labels import Flag, Sender, Service
from casework.letters import Letter, Urgency
from casework.messages import Automatic, Channel, Message, Sort
from casework.questions import ENCLOSED
from casework.said import introductions
from casework.said.answers import Meaning, Reading
from casework.said.languages import ENGLISH
from casework.said.signs import Level, Sign, Signs, newly, signs, urgency
from casework.time_passes import climbing

SOON = timedelta(minutes=30)
"""How long the numbers stay in front of somebody: so long new words of danger get a short answer (conversations 3.6).
"""

READ_ON = timedelta(minutes=10)
LAST = 5
"""Words split over messages are read together: so many messages, so far back. *Taste.*"""

FEW = 60
"""Words beside which a file is the message, and not a bundle that goes with it. *Taste.*"""

BUNDLED = {Level.IMMEDIATE: Level.HARM, Level.STAFF: Level.POSSIBLE, Level.HARM: Level.POSSIBLE}
"""How signs in a bundle ring: a step less urgent. A merely possible one there is in every bundle."""

OF_CARE = frozenset({Service.CHILD_IN_CARE, Service.CARE_EXPERIENCE})

IN_FULL = ("bot.danger", "bot.danger_adult", "bot.disclosure", "email.danger_yp", "email.danger_adult")
"""Words with the numbers to call in them."""

SHOWS_BUTTONS = (Channel.TELEGRAM, Channel.FORM)
"""Where somebody writes bit by bit, and can be asked one thing with buttons under it."""

UNHEARD = Sign("voice_not_heard", Level.POSSIBLE)
LIVE_PLACE = Sign("live_location", Level.POSSIBLE)
NOT_OK = Sign("said_not_ok", Level.IMMEDIATE, "")
NOT_SAFE = Sign("said_not_safe", Level.IMMEDIATE, "")


@frozen
class Heard:
    """What harm asks for. `stops`: nothing else is said, and what waited is withdrawn. `checks`: they were asked if
    they are OK.
    """

    alarms: tuple[Alarm, ...] = ()
    told: tuple[Letter, ...] = ()
    replies: tuple[Reply, ...] = ()
    stops: bool = False
    checks: bool = False


def found_in(message: Message, before: tuple[Message, ...], table: Signs) -> tuple[Sign, ...]:
    """The signs of harm in a message: its words, subject, caption and the names of its files; read on from the last
    ones; and what stands in its files and in older mail that we have not seen (R702).
    """
    if message.sort in (Sort.PRESS, Sort.STARTED, Sort.BLOCKED) or message.automatic is Automatic.BOUNCE:
        return ()
    found = newly(_words(message), _before(message, before), table)
    if message.automatic:  # a machine's words may be a person's underneath: somebody looks, nobody is answered
        urgent = [sign for sign in found if sign.level is Level.IMMEDIATE]
        return tuple(replace(sign, level=Level.POSSIBLE, line="") for sign in urgent)
    if message.media in ("voice", "video_note", "audio") and not message.text:
        found = (*found, UNHEARD)  # R707: a voice nobody has heard
    found = _with_enclosed(found, message, table)
    return (*found, LIVE_PLACE) if message.media == "live_location" else found


def _with_enclosed(found: tuple[Sign, ...], message: Message, table: Signs) -> tuple[Sign, ...]:
    """With what stands in its files. They count in full where they are the message; under a long letter of its own they
    may be a bundle of years, and ring as less urgent: somebody looks, and the writer is not answered as if in danger.
    """
    enclosed = signs(message.enclosed, table) if message.enclosed else ()
    if enclosed and len(message.text.split(maxsplit=FEW)) > FEW:
        serious = (sign for sign in enclosed if sign.level in BUNDLED)
        enclosed = tuple(Sign(f"{ENCLOSED}{sign.name}", BUNDLED[sign.level]) for sign in serious)
    known = {sign.name for sign in found}
    more = (sign for sign in enclosed if sign.name.removeprefix(ENCLOSED) not in known)
    return tuple(sorted((*found, *more), key=lambda sign: urgency(sign.level)))


def _words(message: Message) -> tuple[str, ...]:
    files = (PurePath(file.name).stem.replace("_", " ").replace("-", " ") for file in message.files)
    return message.subject, message.text, *files


def _before(message: Message, before: tuple[Message, ...]) -> str:
    if message.channel not in SHOWS_BUTTONS or message.sort is Sort.EDIT:
        return ""
    near = [each for each in before[-LAST:] if message.received - each.received <= READ_ON and each.sort is Sort.WORDS]
    return "\n".join(each.text for each in near)


def heard(place: Filed, found: tuple[Sign, ...], council: Council, now: datetime) -> Heard | None:
    """What follows from the signs in this message, and from what was said about being safe; None if nothing does."""
    reading = place.latest
    if reading.of == "bot.danger" and reading.act and not reading.late:
        return _about_being_safe(reading.act, place, found, council, now)
    if reading.of == "bot.soft_check" and reading.act is not Act.ALL_RIGHT and not reading.late:
        return _not_all_right(reading.act, place, found, council, now)
    if found:
        return _found(place, found, council, now)
    return Heard(replies=_more(place, council, now), stops=True) if _adds(place, reading) else None


def watched(place: Filed) -> bool:
    """Whether an alarm is open that they know of and nobody has taken yet: until then what is typed is more for it."""
    return any(
        alarms.is_open(alarm) and alarm.acknowledged is None and questions.is_known_to_writer(alarm, place.contact)
        for alarm in place.contact.alarms
    )


def _found(place: Filed, found: tuple[Sign, ...], council: Council, now: datetime) -> Heard:
    rung, told = ring(place, found, council, now)
    own = (sign for sign in found if not sign.name.startswith(ENCLOSED))
    serious = tuple(sign for sign in own if sign.level is not Level.POSSIBLE)
    if serious and not place.message.automatic:
        return Heard(rung, told, answer(place, serious, now), stops=True)
    if _adds(place, place.latest):
        return Heard(rung, told, _more(place, council, now), stops=True)
    asks = place.message.channel in SHOWS_BUTTONS and set(found) - {UNHEARD, LIVE_PLACE}
    if not asks or place.message.automatic or any(s.words == "bot.soft_check" for s in place.contact.said):
        return Heard(rung, told)
    return Heard(rung, told, (Reply("bot.soft_check", urgency=Urgency.SAFETY),), checks=True)


def ring(
    place: Filed, found: tuple[Sign, ...], council: Council, now: datetime
) -> tuple[tuple[Alarm, ...], tuple[Letter, ...]]:
    """The alarms these signs ring, and the letters of those that are new or became more urgent."""
    excluded = place.case.excluded if place.case else frozenset[str]()
    if any(sign.level is Level.STAFF for sign in found):
        excluded |= alarms.accused("\n".join(chain.from_iterable(map(_words, place.contact.messages))), council)
    rung = alarms.raised(
        found,
        place.contact.alarms,
        council=council,
        contact=place.contact.id,
        reference=place.contact.reference,
        now=now,
        excluded=excluded,
        in_care=_in_care(place.contact, place.case),
    )
    return _climbed(rung, council, now)


def found_in_care(contact: Contact, council: Council, now: datetime) -> tuple[tuple[Alarm, ...], tuple[Letter, ...]]:
    """The open alarms of somebody who turns out to be in care, and the letters to those who hear of it then (R709)."""
    known = alarms.of_care(contact.alarms) if contact.alarms and _in_care(contact, None) else ()
    return known, tuple(letter for alarm in known for letter in climbing.in_care(alarm, council, now))


def _in_care(contact: Contact, case: Case | None) -> bool:
    """Whether it may be about a child in care or a care leaver (R709): by the case, the words, or the classifier."""
    suggestion = contact.suggestion
    if case and (case.complainant.sender is Sender.CARE_LEAVER or {each.service for each in case.issues} & OF_CARE):
        return True
    if suggestion and Flag.CHILD_IN_CARE in suggestion.flags:
        return True
    return any(introductions.in_care(message.text[:2000]) for message in contact.messages)


def _climbed(rung: tuple[Alarm, ...], council: Council, now: datetime) -> tuple[tuple[Alarm, ...], tuple[Letter, ...]]:
    woken: list[Alarm] = []
    told: list[Letter] = []
    for alarm in rung:
        if now in (alarm.since, alarm.not_safe):
            change = climbing.climb(alarm, council, now)
            woken.extend(change.alarms)
            told.extend(change.letters)
        else:
            woken.append(alarm)
            told.extend(climbing.in_care(alarm, council, now))
    return tuple(woken), tuple(told)


def answer(place: Filed, serious: tuple[Sign, ...], now: datetime) -> tuple[Reply, ...]:
    """The fixed words that fit: in full once, then in short while they are still in front of whoever wrote."""
    email = place.message.channel is Channel.EMAIL
    if place.message.channel not in (Channel.EMAIL, *SHOWS_BUTTONS):
        return ()
    still_seen = place.message.channel is not Channel.FORM  # a page shows only itself
    if still_seen and said_within(place, SOON, now, *IN_FULL):
        return (_said("bot.danger_again", (), _spoken(serious)),)
    extra, spoken = lines(serious, place.message.text), _spoken(serious)
    if (of_another(serious) or extra == ("bot.danger_staff",) or tells_of_another(place.message.text)) and _by_an_adult(
        place
    ):
        return (_said("email.danger_adult" if email else "bot.danger_adult", (), spoken),)
    now_or_another = serious[0].level is Level.IMMEDIATE or extra == ("bot.danger_someone_else",)
    if now_or_another:
        return (_said("email.danger_yp" if email else "bot.danger", extra, spoken),)
    of_staff = tuple(line for line in extra if line == "bot.danger_staff")
    return (_said("bot.disclosure", of_staff, spoken),)


def _said(words: str, extra: tuple[str, ...], spoken: str) -> Reply:
    return Reply(words, urgency=Urgency.SAFETY, lines=extra, language=spoken)


def _spoken(serious: tuple[Sign, ...]) -> str:
    """The language of what rang, where it is not English: who cries out in it reads it best."""
    return next((sign.language for sign in serious if sign.language != ENGLISH), "")


def _by_an_adult(place: Filed) -> bool:
    """Until somebody says that they are an adult, the words for young people are used (3.1)."""
    text = place.message.text[:2000]
    return questions.is_adult(place.known) or introductions.stated_who(text) not in (None, introductions.Who.YOUNG)


def _about_being_safe(act: Act, place: Filed, found: tuple[Sign, ...], council: Council, now: datetime) -> Heard:
    """A tap, or a typed yes or no, after they were asked whether they are safe right now."""
    if act is not Act.NOT_SAFE:
        words = {Act.SAFE_NOW: "bot.danger_safe_now", Act.RATHER_NOT: "bot.danger_rather_not"}
        reply = Reply(words.get(act, "bot.danger_not_meant"), urgency=Urgency.SAFETY)
        rung, told = ring(place, found, council, now) if found else ((), ())
        return Heard(rung, told, (reply,), stops=True)
    risk = [each for each in place.contact.alarms if alarms.is_open(each) and each.level is not Level.STAFF]
    raised, _ = (tuple(risk), ()) if risk else ring(place, (NOT_SAFE,), council, now)
    rung, told = _climbed(tuple(alarms.not_safe(alarm, now) for alarm in raised), council, now)
    return Heard(rung, told, (Reply("bot.danger_not_safe", urgency=Urgency.SAFETY),), stops=True)


def _not_all_right(
    act: Act | None, place: Filed, found: tuple[Sign, ...], council: Council, now: datetime
) -> Heard | None:
    """After "Are you OK right now?": no is danger; rather not say is left at that, and a person still reads it."""
    if act is Act.RATHER_NOT:
        return Heard(replies=(Reply("bot.danger_rather_not", urgency=Urgency.SAFETY),), checks=True)
    if act is not Act.NOT_ALL_RIGHT:
        return None
    worst = tuple(sorted((NOT_OK, *found), key=lambda sign: urgency(sign.level)))
    rung, told = ring(place, worst, council, now)
    return Heard(rung, told, (Reply("bot.danger", urgency=Urgency.SAFETY, lines=lines(worst)),), stops=True)


def _adds(place: Filed, reading: Reading) -> bool:
    """Whether this is more for an open alarm. Words and buttons that work anywhere do what they always do."""
    does_something = reading.meaning in (Meaning.COMMAND, Meaning.ACT, Meaning.SILENT)
    return watched(place) and not does_something and not place.message.automatic


def _more(place: Filed, council: Council, now: datetime) -> tuple[Reply, ...]:
    """What more for an alarm is answered with; of a voice first, honestly, that nobody here has heard it yet."""
    return (*sent.unheard(place.message, council, now), *_kept(place, now))


def _kept(place: Filed, now: datetime) -> tuple[Reply, ...]:
    """Never silence: at once the first time, then shortly; by email once in half an hour, as mail may answer mail."""
    channel = place.message.channel
    if channel not in (Channel.EMAIL, *SHOWS_BUTTONS):
        return ()
    if not said_within(place, SOON, now, "bot.danger_more"):
        return (Reply("bot.danger_more", urgency=Urgency.SAFETY),)
    if channel is Channel.EMAIL or is_waiting(place, "bot.danger_again"):
        return ()
    return (Reply("bot.danger_again", held=True, urgency=Urgency.SAFETY),)
