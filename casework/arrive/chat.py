"""What the bot says to a message in a chat, once harm has been looked for (conversations 2.2 to 2.9).

Worked out from what was said so far and nothing else, so that after a restart the next line is the same. One reply
for a burst of messages; a command or a button is answered by itself and leaves everything else where it was.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from casework import questions
from casework.arrive import acts, apart, sent, which
from casework.arrive.filing import Filed
from casework.arrive.saying import RECEIPTS, Reply, is_waiting, said_within, turn_begins, waiting
from casework.cases import Case
from casework.contacts import Contact, Standing
from casework.councils import Council
from casework.messages import Sort
from casework.said import about_us, languages, typed
from casework.said.answers import Answers, Choice, Meaning, Reading, Slot, Wish
from casework.said.introductions import Who, label

A_FLOOD = 10
IN = timedelta(minutes=1)
"""More than ten messages in a minute (conversations 2.7)."""

A_DAY = timedelta(days=1)
A_WHILE = timedelta(minutes=10)


def replies(
    place: Filed, council: Council, now: datetime, *, checking: bool, beside: tuple[Contact | Case, ...] = ()
) -> tuple[Reply, ...]:
    """What to say now, in order. `checking`: they were just asked whether they are OK, and no other question is put.
    `beside` are the writer's other open matters.
    """
    latest = place.latest
    by_itself = latest.meaning in (Meaning.COMMAND, Meaning.ACT)
    if latest.meaning is Meaning.SILENT or (place.known.quiet and not by_itself):
        return ()
    if latest.meaning is Meaning.REPEAT and waiting(place):
        return ()  # its answer is on its way
    if which.asks(place) and beside and not by_itself:
        return (which.question(place, beside, council, now),)
    if by_itself:
        return (
            *acts.replies(latest, place, council, now, beside),
            *_receipt_owed(place, council, now, checking=checking),
        )
    if latest.act or place.message.sort is Sort.STARTED:
        return tuple(_now(reply) for reply in _turn(place, council, now, checking=checking))
    if _is_flood(place, now):
        return (*_flood(place, now), *_receipt_owed(place, council, now, checking=True))
    return _turn(place, council, now, checking=checking)


def keeps_waiting(place: Filed, now: datetime) -> bool:
    """Whether what waits to be said stays as it is: for a word or a button by itself, and while messages pour in."""
    latest = place.latest
    by_itself = latest.meaning in (Meaning.COMMAND, Meaning.ACT, Meaning.SILENT, Meaning.REPEAT)
    return by_itself or (_is_flood(place, now) and not latest.act)


def _now(reply: Reply) -> Reply:
    return Reply(reply.words, urgency=reply.urgency, lines=reply.lines, facts=reply.facts, language=reply.language)


def _held(words: Iterable[str]) -> tuple[Reply, ...]:
    return tuple(Reply(each, held=True) for each in words)


def _turn(place: Filed, council: Council, now: datetime, *, checking: bool) -> tuple[Reply, ...]:
    """One reply to all that came since we last spoke."""
    turn = place.known.readings[turn_begins(place) :]
    files = sent.lines(place, council, now)
    if not questions.is_opened(place.known) and not place.case and not files:
        return _held(_to_a_greeting(turn, place, now))
    strange = _strange(place, council)
    if not checking and apart.asks(place):
        return (*strange, *files, apart.question(place))
    if place.case or acts.is_received(place):
        return (*strange, *files, *_held(_go_on(turn, place, council, now, files=bool(files), checking=checking)))
    return (*strange, *files, *_held(_first(place, now, checking=checking)))


def _receipt_owed(place: Filed, council: Council, now: datetime, *, checking: bool) -> tuple[Reply, ...]:
    """The receipt for what was said before a command, or by one; unless it is on its way."""
    aside = place.case or place.contact.standing is Standing.SET_ASIDE
    if aside or not questions.is_opened(place.known) or acts.is_received(place) or is_waiting(place, *RECEIPTS):
        return ()
    return (*_strange(place, council), *_held(_first(place, now, checking=checking)))


def _first(place: Filed, now: datetime, *, checking: bool) -> list[str]:
    """The receipt, and the first question. An advocate is not offered an advocate, nor asked a child's questions.

    Whoever asked first what we are is told that before anything else; so is whoever begins with an insult that it is
    all right.
    """
    if place.known.who is Who.ADVOCATE:
        return [_first_to_an_advocate(place)]
    question = "" if checking else questions.next_question(place.contact, place.known, now)
    meanings = {reading.meaning for reading in place.known.readings[turn_begins(place) :]}
    before = ["bot.robot"] if Meaning.ROBOT in meanings else []
    if Meaning.INSULT in meanings and meanings <= {Meaning.INSULT, Meaning.GREETING, Meaning.POLITE}:
        before.append("bot.insult")
    return [*before, "bot.received", *([question] if question else [])]


def _first_to_an_advocate(place: Filed) -> str:
    """Whom it is about is confirmed, unless they just did; where they did not say, and others are there already, they
    are asked.
    """
    first = place.contact.messages[0]
    if label(first.text):
        return "adv.consent" if first.apart_from else "adv.context"
    if place.known.label:
        return "adv.consent"
    return "adv.new" if place.contact.beside else "adv.start"


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


def _go_on(
    turn: tuple[Reading, ...], place: Filed, council: Council, now: datetime, *, files: bool, checking: bool
) -> list[str]:
    """After the receipt: the line for what was answered and the next question, or what fits what was said."""
    meanings = [reading.meaning for reading in turn]
    if Meaning.ANSWER in meanings and not place.case:
        return _answered(turn, place, now, checking=checking)
    explained = _asks_further(turn, place, council) or _asks_of_advocates(turn, place)
    if explained:
        return [explained]
    if Meaning.DETAIL in meanings or Meaning.FILE in meanings or Meaning.PRAISE in meanings:
        return _more_detail(place, now, files=files, checking=checking)
    if Meaning.ANSWER in meanings:
        return [_saved(place)]
    said = {
        Meaning.INSULT: "bot.ok" if said_within(place, A_DAY, now, "bot.insult") else "bot.insult",
        Meaning.ROBOT: "bot.robot",
        Meaning.READERS: "bot.who_sees",
        Meaning.HAIL: _to_a_hail(turn, place, now),
        Meaning.GREETING: _to_a_hail(turn, place, now, first="bot.welcome_back"),
        Meaning.REACH: "bot.ok",
        Meaning.GOODBYE: "bot.ok",
        Meaning.POLITE: "bot.ok",
        Meaning.WORDLESS: "bot.sticker",
    }
    fits = next((said[meaning] for meaning in said if meaning in meanings), "")
    quiet_again = fits in ("bot.ok", "bot.sticker") and said_within(place, A_WHILE, now, fits)
    return [] if not fits or (quiet_again and turn[-1].meaning is not Meaning.GOODBYE) else [fits]


def _to_a_hail(turn: tuple[Reading, ...], place: Filed, now: datetime, first: str = "") -> str:
    """Whoever asks whether anybody is there is told once, honestly, who is and who is not."""
    came = any(about_us.asks_if_it_came(each.text[:2000]) for each in place.contact.messages[-len(turn) :])
    if first and not said_within(place, A_WHILE, now, first, "bot.robot"):
        return first
    return _saved(place) if came or said_within(place, A_WHILE, now, "bot.robot") else "bot.robot"


def _asks_further(turn: tuple[Reading, ...], place: Filed, council: Council) -> str:
    """Words that ask for the next stage, where there is one to ask for (bot.take_further)."""
    said = place.contact.messages[-len(turn) :]
    asks = any(typed.wants_further(each.text[:2000]) for each in said)
    return acts.further(place, council) if asks else ""


def _asks_of_advocates(turn: tuple[Reading, ...], place: Filed) -> str:
    """Whoever asks what an advocate is hears it, and is offered one (conversations 2.5), unless they said already."""
    asks = any(about_us.asks_what_advocates_are(each.text[:2000]) for each in place.contact.messages[-len(turn) :])
    if not asks or place.known.advocate or place.known.who is Who.ADVOCATE:
        return ""
    return "bot.q3_advocate_adult" if questions.is_adult(place.known) else "bot.q3_advocate"


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
    asks = questions.labelled(place.contact, place.known) and not place.known.shown.get("adv.consent")
    return ["adv.consent" if asks else "bot.more_saved"]


def _answered(turn: tuple[Reading, ...], place: Filed, now: datetime, *, checking: bool) -> list[str]:
    filled = frozenset(slot for reading in turn for slot in reading.filled)
    if place.known.who is Who.ADVOCATE:
        return _to_an_advocate(place) if place.known.shown.get("adv.start") or filled != {Slot.WHO} else ["adv.start"]
    lines = [line for slot in (Slot.ADVOCATE, Slot.PRAISE) if slot in filled and (line := _line(slot, place.known))]
    question = "" if checking else questions.next_question(place.contact, place.known, now)
    if question:
        return [*lines, question]
    if questions.is_thanks(place.known) or any(words.startswith("bot.done_") for words in place.known.shown):
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


def _is_flood(place: Filed, now: datetime) -> bool:
    return sum(now - message.received <= IN for message in place.contact.messages[-2 * A_FLOOD :]) > A_FLOOD


def _flood(place: Filed, now: datetime) -> tuple[Reply, ...]:
    return () if said_within(place, A_WHILE, now, "bot.flood") else (Reply("bot.flood"),)


def _strange(place: Filed, council: Council) -> tuple[Reply, ...]:
    """Once: which language we cannot reply in yet. It is read all the same (2.12)."""
    turn = place.contact.messages[turn_begins(place) :]
    written = next((found for each in turn if (found := languages.language(each.text[:2000]))), "")
    known = not written or written in council.languages or place.known.shown.get("bot.language_other")
    if known or is_waiting(place, "bot.language_other"):
        return ()
    return (Reply("bot.language_other", held=True, facts={"language": languages.LANGUAGES[written]}),)
