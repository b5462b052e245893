"""One message, read: what it answers, what it says unasked, or what it is by its form.

A message is read against the question that stood when it came. Whatever cannot be read as anything is more detail,
which is what most of it is; it is never refused and never asked for again in other words.
"""

import re
from functools import lru_cache

from casework.choices import CHOICES, Act
from casework.contacts import Contact
from casework.frozen import replace
from casework.messages import Channel, Message, Sort
from casework.said import about_us, abroad, called, filled, introductions, languages, thanks, typed
from casework.said.answers import ASKS, OPENS, Answers, Choice, Meaning, Reading, Slot, Wish
from casework.said.bare import bare, heard
from casework.said.commands import Command, command
from casework.said.presses import LANGUAGE_PICK, LASTING, acted, commanded, not_a_name, pressed, skipped
from casework.said.safe import Safe, safe

READ = 2000
"""Characters of a message that are read for answers. Harm is looked for in all of it. *Taste.*"""

BRIEF = 5
"""Words: who says again who they are, and nothing else, is taken at their word. *Taste.*"""

SILENT = ("poll", "game", "dice", "invoice", "successful_payment", "unblocked", "group", "service")
"""Things that are kept by their type and get no reply (conversations 2.7)."""

FORWARDED = "forwarded"

WORDLESS = ("sticker", "reaction")
"""Things that say what an emoji says."""


def read(state: Answers, message: Message, before: Message | None, contact: Contact) -> tuple[Answers, Reading]:
    """One message, read against what stood when it came: what is known now, and what the message was taken for.

    `before` is the last message in words before it.
    """
    text = message.text[:READ]
    if message.sort is Sort.PRESS:
        return pressed(state, message, contact)
    if message.media == filled.MEDIA:
        return filled.read(state, message)
    if message.sort is Sort.STARTED:
        return state, Reading(Meaning.GREETING)
    if message.automatic or message.sort in (Sort.BLOCKED, Sort.EDIT):
        return state, Reading(Meaning.SILENT)
    if message.sort is Sort.OTHER and message.media in SILENT:
        return state, Reading(Meaning.SILENT)
    if FORWARDED in message.problems:  # somebody else's words: kept, looked through for harm, and no answer of theirs
        return state, Reading(Meaning.FILE if message.files else Meaning.DETAIL)
    if message.media not in WORDLESS and (message.files or message.media):
        return _volunteered(state, text, Reading(Meaning.FILE))
    if message.media in WORDLESS or typed.is_wordless(text):
        return state, Reading(Meaning.WORDLESS)
    if message.channel is Channel.FORM:  # nothing asked a question there: no word of it is an answer or a command
        return _volunteered(state, text, _form(text, before))
    return _typed(state, text, before, may_be_forged=message.channel is Channel.EMAIL)


@lru_cache(maxsize=16)
def asks(text: str) -> bool:
    """Whether words that answer no letter may ask something of us by themselves: a command, or an advocate; or say yes
    or no to the offer of one, which always stands.
    """
    said = text[:READ]
    answers = typed.is_yes(said) or typed.is_no(said) or typed.is_polite_no(said)
    return answers or command(said) is not None or _wish(said) is not None


def _typed(state: Answers, text: str, before: Message | None, *, may_be_forged: bool) -> tuple[Answers, Reading]:
    asked_for, said = command(text), bare(text)
    waiting = _button_that_waits(said, state)
    if waiting and " " in said:  # "Forget who I am" asks for the menu anywhere but under it
        return acted(state, *waiting)
    if may_be_forged and asked_for is Command.STOP:
        asked_for = None  # R524: anybody can write a From line; of a mail a person decides whether nothing more is sent
    if asked_for and not (asked_for is Command.COMPLAINT and state.asked == "bot.q4_kind"):
        return commanded(state, asked_for)
    if state.aside == "adv.new" and (named := introductions.typed_label(text)):
        return replace(state, label=named, aside=""), Reading(Meaning.ANSWER)
    if picked := languages.named(text) if state.aside == LANGUAGE_PICK else "":
        return acted(replace(state, language=picked), Act.SEVERAL, LANGUAGE_PICK)
    if found_of := waiting or _plain_answer(said, state):
        return acted(state, *found_of)
    if typed.is_way_to_reach(text):
        return replace(state, aside=""), Reading(Meaning.REACH)
    if wished := _unasked(state, text):
        return replace(state, advocate=wished, aside=""), Reading(Meaning.ANSWER, frozenset({Slot.ADVOCATE}))
    told, reading = _volunteered(state, text, _form(text, before))
    slot = ASKS.get(state.asked)
    if slot and (slot is Slot.NAME or not told.has(slot)) and slot not in reading.filled:
        told, reading = _answered(told, slot, text, reading)
    return (told if told.aside in ("", *LASTING) else replace(told, aside="")), reading


def _unasked(state: Answers, text: str) -> Wish | None:
    """A bare "no ta" where nothing was asked answers what always stands: the offer of an advocate.

    A bare yes or no does so only in one breath with the story and the name, before we could ask anything.
    """
    if state.asked or state.aside or state.advocate or not any(each.meaning in OPENS for each in state.readings):
        return None
    in_one_breath = bool(state.name) and not any(words in ASKS for words in state.shown)
    if typed.is_polite_no(text) or (in_one_breath and typed.is_no(text)):
        return Wish.NO
    return Wish.YES if in_one_breath and typed.is_yes(text) else None


def _button_that_waits(said: str, state: Answers) -> tuple[Act, str] | None:
    """The button that words stand for in any language, of a letter that waits for an answer, and whose it is."""
    said, waiting = abroad.in_english(said), filter(None, (state.aside, state.asked))
    return next(((found, of) for of in waiting if (found := _label(said, of))), None)


def _plain_answer(said: str, state: Answers) -> tuple[Act, str] | None:
    """A yes or no to what waits for one, or the button of a letter that was shown before."""
    said = abroad.in_english(said)
    if state.aside and (found := _aside(said, state.aside) or _label(_POLITE.sub("", said), state.aside)):
        return found, state.aside
    return _label_of_any(said, state) if " " in said else None


def _label(said: str, of: str) -> Act | None:
    """A button's label, typed: it counts as the press."""
    return next((Act(each) for label, each in CHOICES.get(of, ()) if bare(label) == said), None)


def _label_of_any(said: str, state: Answers) -> tuple[Act, str] | None:
    """The label of a button that was shown before, typed, and whose it was; not those of the four questions."""
    for of in reversed(tuple(state.shown)):
        if ASKS.get(of) is None and (found := _label(said, of)):
            return found, of
    return None


def _aside(text: str, of: str) -> Act | None:
    """A plain answer to a letter that is none of the four questions."""
    if of in ("bot.danger", "bot.soft_check"):
        means = _SAFE if of == "bot.danger" else _ALL_RIGHT
        answer = safe(text)
        return means[answer] if answer else None
    if of in YES_OR_NO and (typed.is_yes(text) or typed.is_no(text)):
        return (Act.PASS_ON if of in PASS_ON else Act.YES) if typed.is_yes(text) else Act.NO
    return None


_SAFE = {Safe.YES: Act.SAFE_NOW, Safe.NO: Act.NOT_SAFE, Safe.RATHER_NOT: Act.RATHER_NOT}
_ALL_RIGHT = {Safe.YES: Act.ALL_RIGHT, Safe.NO: Act.NOT_ALL_RIGHT, Safe.RATHER_NOT: Act.RATHER_NOT}

PASS_ON = ("bot.sign_adult", "bot.sign_councillor", "bot.sign_other_council")
"""Letters that ask whether something is passed on to somebody else."""

YES_OR_NO = (
    "bot.withdraw_check", "bot.delete_forget", "bot.take_further", "bot.take_further_corp", "bot.checkin",
    "bot.sign_records", "adv.context", "adv.several", *PASS_ON,
)  # fmt: skip
"""Letters that a typed yes or no answers."""


def _form(text: str, before: Message | None) -> Reading:
    """What a message is by its form, where it answers nothing."""
    if before and text.strip() == before.text[:READ].strip():  # somebody pressed send again
        return Reading(Meaning.REPEAT)
    forms = (
        (typed.is_greeting, Meaning.GREETING),
        (about_us.is_hail, Meaning.HAIL),
        (about_us.only_asks_if_robot, Meaning.ROBOT),
        (about_us.only_asks_who_reads, Meaning.READERS),
        (typed.is_goodbye, Meaning.GOODBYE),
        (typed.is_acknowledgement, Meaning.POLITE),
        (typed.takes_back, Meaning.POLITE),
        (typed.is_insult, Meaning.INSULT),
        (thanks.is_praise, Meaning.PRAISE),
    )
    return Reading(next((meaning for test, meaning in forms if test(text)), Meaning.DETAIL))


def _volunteered(state: Answers, text: str, reading: Reading) -> tuple[Answers, Reading]:
    """What is said unasked: "my name is Ana" is a name whenever it is said. Who wants no name known has none."""
    told, filled = state, frozenset[Slot]()
    if (who := introductions.labelled_who(text)) or (
        (told.who is None or len(heard(text).words) <= BRIEF) and (who := introductions.stated_who(text))
    ):
        told, filled = replace(told, who=who), filled | {Slot.WHO}
    if called.refuses_name(text):
        told, filled = replace(told, name="", doubtful="", anonymous=True), filled | {Slot.NAME}
    elif not told.name and (name := called.name_in(text) or _alone(told, text, reading)):
        told, filled = replace(told, name=name, doubtful="", anonymous=False), filled | {Slot.NAME}
    if wish := _wish(text):
        told, filled = replace(told, advocate=wish), filled | {Slot.ADVOCATE}
    if kind := _kind(text):
        told, filled = replace(told, kind=kind), filled | {Slot.KIND}
    if filled and reading.meaning in (Meaning.DETAIL, Meaning.POLITE):
        return told, Reading(Meaning.ANSWER, filled)
    return told, reading


def _alone(state: Answers, text: str, reading: Reading) -> str:
    """A name typed alone, after something was said or asked: nobody begins with it."""
    begun = bool(state.shown) or any(each.meaning in OPENS for each in state.readings)
    may_be = begun and reading.meaning is Meaning.DETAIL and not state.anonymous
    in_danger = state.aside in LASTING
    if in_danger and (state.shown.get("bot.danger_not_safe") or not text[:1].isupper()):
        return ""  # it may say where they are, or how
    return called.lone_name(text) if may_be and not (typed.is_yes(text) or typed.is_no(text)) else ""


def _wish(text: str) -> Wish | None:
    if typed.declines_advocate(text):
        return Wish.NO
    return Wish.YES if typed.wants_advocate(text) else None


def _kind(text: str) -> Choice | None:
    if typed.wants_informal(text):
        return Choice.SORT
    return Choice.COMPLAINT if typed.wants_formal(text) else None


def _answered(state: Answers, slot: Slot, text: str, reading: Reading) -> tuple[Answers, Reading]:
    """A typed answer to the question that is open."""
    if slot is Slot.NAME:
        return _named(state, text, reading)
    told = _TYPED[slot](state, text)
    return (told, Reading(Meaning.ANSWER, frozenset({slot}))) if told else (state, reading)


def _who(state: Answers, text: str) -> Answers | None:
    if who := introductions.who(text):
        return replace(state, who=who)
    return skipped(state, Slot.WHO) if typed.is_skip(text) or typed.is_no(text) else None


def _advocate(state: Answers, text: str) -> Answers | None:
    if typed.has_advocate(text):
        return replace(state, advocate=Wish.HAS_ONE)
    if typed.is_no(text) or typed.leads_with_no(text):
        return replace(state, advocate=Wish.NO)
    if typed.is_skip(text):
        return skipped(state, Slot.ADVOCATE)
    yes = Wish.TELL if state.asked == "bot.q3_advocate_adult" else Wish.YES
    return replace(state, advocate=yes) if typed.is_yes(text) or typed.leads_with_yes(text) else None


_POLITE = re.compile(
    r"^(?:please |pls |just |jus |ok |yeah |yes |i want |make it )+|(?: please| pls| plz| thanks| ta)+$"
)


_COMPLAINT = re.compile(r"(?:(?:make|it|as|to|be|a|the|formal|proper|official) ){0,6}(?:complaint|complain|formal)")


def _choice(state: Answers, text: str) -> Answers | None:
    said = _POLITE.sub("", bare(text))
    if _COMPLAINT.fullmatch(said):
        return replace(state, kind=Choice.COMPLAINT)
    if said in (
        "sort",
        "sort it",
        "sort it out",
        "just sort it",
        "just sort it out",
        "fix it",
        "just fix it",
        "informal",
    ):
        return replace(state, kind=Choice.SORT)
    return replace(state, kind=Choice.UNSURE) if typed.is_skip(text) or typed.is_no(text) else None


def _praise(state: Answers, text: str) -> Answers | None:
    if called.refuses_name(text):
        return replace(state, praise=Act.NOT_MY_NAME)
    if typed.is_yes(text) or typed.leads_with_yes(text):
        return replace(state, praise=Act.PASS_ON)
    return replace(state, praise=Act.NO) if typed.is_no(text) or typed.leads_with_no(text) else None


def _named(state: Answers, text: str, reading: Reading) -> tuple[Answers, Reading]:
    """A typed answer where a name was asked for, or where somebody was asked whether those words were one."""
    answered = Reading(Meaning.ANSWER, frozenset({Slot.NAME}))
    if state.asked == "bot.q2_check":
        if typed.is_yes(text):
            return replace(state, name=state.doubtful, doubtful=""), answered
        return not_a_name(state), (Reading(Meaning.ANSWER) if typed.is_no(text) else reading)
    if typed.is_skip(text) or typed.is_no(text):
        return skipped(state, Slot.NAME), answered
    if reading.meaning is Meaning.DETAIL and (doubtful := introductions.short_text(text)):
        return replace(state, doubtful=doubtful), Reading(Meaning.ANSWER)
    return state, reading


_TYPED = {Slot.WHO: _who, Slot.ADVOCATE: _advocate, Slot.KIND: _choice, Slot.PRAISE: _praise}
