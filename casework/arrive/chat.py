"""What the bot says to a message in a chat, once harm has been looked for (conversations 2.2 to 2.9).

Worked out from what was said so far and nothing else, so that after a restart the next line is the same. One reply
for a burst of messages; a command or a button is answered by itself and leaves everything else where it was.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from casework import languages, questions
from casework.answers import Answers, Choice, Meaning, Reading, Slot, Wish
from casework.arrive.filing import Filed
from casework.arrive.saying import Reply, is_waiting, said_within, turn_begins
from casework.choices import Act
from casework.commands import Command
from casework.councils import Council
from casework.introductions import Who, label
from casework.messages import Sort

RECEIPTS = ("bot.received", "adv.start", "adv.context")
"""The first of these tells a reference; it is said once."""

A_FLOOD = 10
IN = timedelta(minutes=1)
"""More than ten messages in a minute (conversations 2.7)."""

A_DAY = timedelta(days=1)
A_WHILE = timedelta(minutes=10)


def replies(place: Filed, council: Council, now: datetime, *, checking: bool) -> tuple[Reply, ...]:
    """What to say now, in order. `checking`: they were just asked whether they are OK, and no other question is put."""
    latest = place.known.readings[-1]
    if latest.meaning is Meaning.SILENT or (place.known.quiet and latest.command is not Command.STOP):
        return ()
    if latest.meaning in (Meaning.COMMAND, Meaning.ACT):
        return (*_at_once(latest, place, now), *_receipt_owed(place, council, now, checking=checking))
    if latest.act or place.message.sort is Sort.STARTED:
        return tuple(_now(reply) for reply in _turn(place, council, now, checking=checking))
    if _is_flood(place, now):
        return (*_flood(place, now), *_receipt_owed(place, council, now, checking=True))
    return _turn(place, council, now, checking=checking)


def keeps_waiting(place: Filed, now: datetime) -> bool:
    """Whether what waits to be said stays as it is: for a word or a button by itself, and while messages pour in."""
    latest = place.known.readings[-1]
    by_itself = latest.meaning in (Meaning.COMMAND, Meaning.ACT, Meaning.SILENT, Meaning.REPEAT)
    return by_itself or (_is_flood(place, now) and not latest.act)


def _now(reply: Reply) -> Reply:
    return Reply(reply.words, urgency=reply.urgency, lines=reply.lines, facts=reply.facts)


def _held(words: Iterable[str]) -> tuple[Reply, ...]:
    return tuple(Reply(each, held=True) for each in words)


def _turn(place: Filed, council: Council, now: datetime, *, checking: bool) -> tuple[Reply, ...]:
    """One reply to all that came since we last spoke."""
    turn = place.known.readings[turn_begins(place) :]
    files = _files(place)
    if not questions.is_opened(place.known) and not place.case and not files:
        return _held(_to_a_greeting(turn, place, now))
    strange = _strange(place, council)
    if place.case or _is_received(place):
        return (*strange, *files, *_held(_go_on(turn, place, now, files=bool(files), checking=checking)))
    return (*strange, *files, *_held(_first(place, now, checking=checking)))


def _is_received(place: Filed) -> bool:
    return any(place.known.shown.get(words) for words in RECEIPTS) or questions.in_safe_hands(place.contact)


def _receipt_owed(place: Filed, council: Council, now: datetime, *, checking: bool) -> tuple[Reply, ...]:
    """The receipt for what was said before a command, or by one; unless it is on its way."""
    opened = questions.is_opened(place.known) and not place.case
    if not opened or _is_received(place) or is_waiting(place, *RECEIPTS):
        return ()
    return (*_strange(place, council), *_held(_first(place, now, checking=checking)))


def _first(place: Filed, now: datetime, *, checking: bool) -> list[str]:
    """The receipt, and the first question. An advocate is not offered an advocate, nor asked a child's questions.

    Whoever asked first what we are is told that before anything else.
    """
    if place.known.who is Who.ADVOCATE:
        return ["adv.context" if label(place.contact.messages[0].text) else "adv.start"]
    question = "" if checking else questions.next_question(place.contact, place.known, now)
    asked = any(reading.meaning is Meaning.ROBOT for reading in place.known.readings[turn_begins(place) :])
    return [*(["bot.robot"] if asked else []), "bot.received", *([question] if question else [])]


def _to_a_greeting(turn: tuple[Reading, ...], place: Filed, now: datetime) -> list[str]:
    """Nothing is opened by a greeting; the door is held open, and questions about us are answered."""
    meanings = {reading.meaning for reading in turn}
    welcomed = said_within(place, A_DAY, now, "bot.welcome")
    if Meaning.READERS in meanings and welcomed:
        return ["bot.who_sees"]
    if meanings & {Meaning.ROBOT, Meaning.HAIL} and welcomed:
        return ["bot.robot"]
    if meanings <= {Meaning.WORDLESS, Meaning.REPEAT, Meaning.POLITE, Meaning.GOODBYE} and place.known.shown:
        return ["bot.sticker"] if Meaning.WORDLESS in meanings else ["bot.ok"]
    return ["bot.sticker"] if meanings == {Meaning.WORDLESS} else ["bot.welcome"]


def _go_on(turn: tuple[Reading, ...], place: Filed, now: datetime, *, files: bool, checking: bool) -> list[str]:
    """After the receipt: the line for what was answered and the next question, or what fits what was said."""
    meanings = [reading.meaning for reading in turn]
    if Meaning.ANSWER in meanings and not place.case:
        return _answered(turn, place, now, checking=checking)
    if Meaning.DETAIL in meanings or Meaning.FILE in meanings or Meaning.PRAISE in meanings:
        return _more_detail(place, now, files=files, checking=checking)
    if Meaning.ANSWER in meanings:
        return [_saved(place)]
    said = {
        Meaning.INSULT: "bot.ok" if said_within(place, A_DAY, now, "bot.insult") else "bot.insult",
        Meaning.ROBOT: "bot.robot",
        Meaning.READERS: "bot.who_sees",
        Meaning.HAIL: _saved(place),
        Meaning.GREETING: "bot.welcome_back",
        Meaning.REACH: "bot.ok",
        Meaning.GOODBYE: "bot.ok",
        Meaning.POLITE: "bot.ok",
        Meaning.WORDLESS: "bot.sticker",
    }
    fits = next((said[meaning] for meaning in said if meaning in meanings), "")
    quiet_again = fits in ("bot.ok", "bot.sticker") and said_within(place, A_WHILE, now, fits)
    return [] if not fits or (quiet_again and turn[-1].meaning is not Meaning.GOODBYE) else [fits]


def _saved(place: Filed) -> str:
    return "bot.more_saved_closed" if place.case and place.case.settled else "bot.more_saved"


def _more_detail(place: Filed, now: datetime, *, files: bool, checking: bool) -> list[str]:
    """More of the story: the open question once more if it was talked past, else that it is saved."""
    if place.known.who is Who.ADVOCATE and not place.case:
        return _to_an_advocate(place)
    question = "" if checking else questions.next_question(place.contact, place.known, now)
    if question:
        return [question]
    return [] if files else [_saved(place)]


def _to_an_advocate(place: Filed) -> list[str]:
    """Consent is evidence, not a gate: it is asked for once, and holds nothing up (conversations 2.13)."""
    asks = questions.labelled(place.contact) and not place.known.shown.get("adv.consent")
    return ["adv.consent" if asks else "bot.more_saved"]


def _answered(turn: tuple[Reading, ...], place: Filed, now: datetime, *, checking: bool) -> list[str]:
    filled = frozenset(slot for reading in turn for slot in reading.filled)
    if place.known.who is Who.ADVOCATE:
        return _to_an_advocate(place) if place.known.shown.get("adv.start") or filled != {Slot.WHO} else ["adv.start"]
    lines = [line for slot in (Slot.ADVOCATE, Slot.PRAISE) if slot in filled and (line := _line(slot, place.known))]
    question = "" if checking else questions.next_question(place.contact, place.known, now)
    if question:
        return [*lines, question]
    if Slot.PRAISE in filled or any(words.startswith("bot.done_") for words in place.known.shown):
        return lines or ["bot.ok"]
    return [*lines, _done(place.known)]


def _line(slot: Slot, known: Answers) -> str:
    if slot is Slot.PRAISE:
        return "bot.ok"
    if known.advocate in (Wish.YES, Wish.TELL):
        return "bot.ok" if questions.is_adult(known) else "bot.q3_yes"
    if known.advocate is Wish.HAS_ONE:
        return "bot.ok" if questions.is_adult(known) else "bot.q3_have"
    return "bot.q3_no"


def _done(known: Answers) -> str:
    return {Choice.COMPLAINT: "bot.done_complaint", Choice.SORT: "bot.done_sort"}.get(
        known.kind or Choice.UNSURE, "bot.done_unsure"
    )


def _at_once(latest: Reading, place: Filed, now: datetime) -> tuple[Reply, ...]:
    """The answer to a command or a button that is none of the four questions."""
    if latest.late:
        return (Reply("bot.old_button"),)
    if latest.command:
        return tuple(Reply(words) for words in _commanded(latest.command, place))
    words, extra = _acted(latest, place, now)
    return tuple(Reply(each, facts=extra) for each in words)


def _commanded(asked_for: Command, place: Filed) -> list[str]:
    known, opened = place.known, questions.is_opened(place.known) or place.case is not None
    match asked_for:
        case Command.STATUS:
            return ["bot.status" if opened else "bot.status_none"]
        case Command.ADVOCATE:
            return [_about_an_advocate(known)]
        case Command.COMPLAINT:
            return _made_complaint(place) if opened and (place.case or _is_received(place)) else []
        case Command.DELETE | Command.LANGUAGE | Command.PRIVATE | Command.CLEAR | Command.WITHDRAW:
            return [_BY_COMMAND[asked_for]]
        case _:
            return [f"bot.{asked_for.value}"]


_BY_COMMAND = {
    Command.DELETE: "bot.delete_menu",
    Command.LANGUAGE: "bot.language_pick",
    Command.PRIVATE: "bot.keep_private",
    Command.CLEAR: "bot.clear_done",
    Command.WITHDRAW: "bot.withdraw_check",
}


def _about_an_advocate(known: Answers) -> str:
    if known.who is Who.ADVOCATE:
        return "adv.start"
    return "bot.q3_advocate_adult" if questions.is_adult(known) else "bot.q3_yes"


def _made_complaint(place: Filed) -> list[str]:
    """R387, R418: from today where they had chosen to have it sorted out; else it was one from the first line."""
    chose = [words for words in ("bot.done_sort",) if place.known.shown.get(words)]
    return ["bot.made_complaint"] if chose or place.case else ["bot.done_complaint"]


def _acted(latest: Reading, place: Filed, now: datetime) -> tuple[list[str], Mapping[str, str]]:
    """What a button says that has a line of its own; every other gets `bot.ok`."""
    fixed = {
        ("bot.withdraw_check", Act.YES): "bot.withdrawn",
        ("bot.delete_menu", Act.FORGET): "bot.delete_forget",
        ("bot.delete_menu", Act.ASK_DELETION): "bot.delete_request",
        ("bot.delete_forget", Act.YES): "bot.delete_request",
        ("bot.stop", Act.UNDO): "bot.welcome_back",
        ("adv.context", Act.NO): "adv.new",
        ("adv.context", Act.YES): "adv.consent",
    }
    if latest.act and (words := fixed.get((latest.of, latest.act))):
        return [words], {}
    if latest.of == "adv.consent" and latest.act in _CONSENT:
        return ["adv.consent_saved"], {"consent_how": _CONSENT[latest.act]}
    if latest.act is Act.CARRY_ON or latest.of == "bot.soft_check":
        question = questions.next_question(place.contact, place.known, now)
        return ([question] if question and _is_received(place) else ["bot.ok"]), {}
    return ["bot.ok"], {}


_CONSENT = {
    Act.THEY_SAID: "they told you",
    Act.SIGNED: "they signed a form",
    Act.ACTING: "they can't say, so you act for them",
}


def _is_flood(place: Filed, now: datetime) -> bool:
    return sum(now - message.received <= IN for message in place.contact.messages) > A_FLOOD


def _flood(place: Filed, now: datetime) -> tuple[Reply, ...]:
    return () if said_within(place, A_WHILE, now, "bot.flood") else (Reply("bot.flood"),)


def _files(place: Filed) -> tuple[Reply, ...]:
    """A line for each sort of thing sent, however many of them came."""
    sent = place.contact.messages[turn_begins(place) :]
    words = dict.fromkeys(
        _MEDIA[each.media] if not each.problems else "bot.media_too_big" for each in sent if each.media in _MEDIA
    )
    return _held(words)


_MEDIA = {
    "photo": "bot.media_photo",
    "video": "bot.media_photo",
    "animation": "bot.media_photo",
    "document": "bot.media_photo",
    "voice": "bot.media_voice",
    "video_note": "bot.media_voice",
    "audio": "bot.media_voice",
    "location": "bot.media_location",
    "live_location": "bot.media_location",
    "venue": "bot.media_location",
    "contact": "bot.media_contact",
}


def _strange(place: Filed, council: Council) -> tuple[Reply, ...]:
    """Once: which language we cannot reply in yet. It is read all the same (2.12)."""
    turn = place.contact.messages[turn_begins(place) :]
    written = next((found for each in turn if (found := languages.language(each.text[:2000]))), "")
    known = not written or written in council.languages or place.known.shown.get("bot.language_other")
    if known or is_waiting(place, "bot.language_other"):
        return ()
    return (Reply("bot.language_other", held=True, facts={"language": languages.LANGUAGES[written]}),)
