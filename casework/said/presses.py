"""What a button, or the word that stands for it, does to what is known."""

from typing import assert_never

from casework import names
from casework.choices import CHOICES, Act, act, letter
from casework.contacts import Contact
from casework.frozen import replace
from casework.messages import Message
from casework.said import languages
from casework.said.answers import ASKS, Answers, Choice, Meaning, Reading, Slot, Wish
from casework.said.commands import Command
from casework.said.introductions import Who

LANGUAGE_PICK = "bot.language_pick"
LASTING = ("bot.danger",)
"""Letters whose answer may come after other words: whether somebody is safe is never a thing of the past."""


def commanded(state: Answers, asked_for: Command) -> tuple[Answers, Reading]:
    """A whole-message word. It answers a question only if that is what was asked."""
    reading = Reading(Meaning.COMMAND, command=asked_for)
    if asked_for is Command.STOP:
        return replace(state, quiet=True), reading
    if asked_for is Command.COMPLAINT:
        return replace(state, kind=Choice.COMPLAINT), reading
    if asked_for is Command.ADVOCATE and state.who in (None, Who.YOUNG):
        asked = ASKS.get(state.asked) is Slot.ADVOCATE
        return replace(state, advocate=Wish.YES), replace(reading, filled=frozenset({Slot.ADVOCATE} if asked else ()))
    return state, reading


def pressed(state: Answers, message: Message, contact: Contact) -> tuple[Answers, Reading]:
    """A button: an answer if its question is still unanswered, else kept and answered as an old one."""
    chosen, short = act(message.press), letter(message.press)
    of = next((said.words for said in reversed(contact.said) if names.short(said.name) == short), "")
    slot = ASKS.get(of)
    if chosen is None or chosen not in [each for _, each in CHOICES.get(of, ())]:
        return state, Reading(Meaning.ACT, of=of, late=True)
    if slot and state.has(slot) and of != state.asked:
        return state, Reading(Meaning.ACT, act=chosen, of=of, late=True)
    if of == LANGUAGE_PICK and chosen is Act.SEVERAL:
        state = replace(state, language=languages.named(message.text))
    return acted(state, chosen, of)


def acted(state: Answers, chosen: Act, of: str) -> tuple[Answers, Reading]:
    """What a button does to what is known."""
    slot = ASKS.get(of)
    if slot:
        told = _chosen(state, slot, chosen, of)
        return told, Reading(Meaning.ANSWER, frozenset({slot} if told.has(slot) else ()), act=chosen, of=of)
    command_of = _COMMAND_OF.get(chosen)
    if command_of and (of, chosen) not in NOT_THE_WORD:
        told, reading = commanded(state, command_of)
        return told, replace(reading, act=chosen, of=of)
    if of == "bot.withdraw_check" and chosen is Act.YES:
        state = replace(state, withdrawn=True)
    if chosen is Act.LEAVE_IT:
        state = replace(state, over=True, asked="")
    aside = state.aside if of in LASTING else ""
    return replace(state, aside=aside), Reading(Meaning.ACT, act=chosen, of=of)


_COMMAND_OF = {
    Act.STATUS: Command.STATUS,
    Act.KEEP_PRIVATE: Command.PRIVATE,
    Act.PRIVACY: Command.PRIVACY,
    Act.LANGUAGES: Command.LANGUAGE,
    Act.GET_ADVOCATE: Command.ADVOCATE,
    Act.PERSON: Command.PERSON,
    Act.CLEAR: Command.CLEAR,
    Act.WITHDRAW: Command.WITHDRAW,
    Act.COMPLAINT: Command.COMPLAINT,
    Act.HELP: Command.HELP,
}
"""Buttons that do what a word does."""

NOT_THE_WORD = (
    ("bot.sign_school", Act.HELP), ("bot.sign_other_council", Act.HELP), ("adv.linked", Act.HELP),
    ("bot.language_pick", Act.LANGUAGES),
)  # fmt: skip
"""Buttons that ask somebody for help, and not what words there are; and any language but those listed."""


def _chosen(state: Answers, slot: Slot, pressed: Act, of: str) -> Answers:
    match slot:
        case Slot.WHO:
            who = _WHO.get(pressed)
            return replace(state, who=who) if who else skipped(state, slot)
        case Slot.NAME:
            return _name_chosen(state, pressed, of)
        case Slot.ADVOCATE:
            wish = _WISH.get(pressed)
            return replace(state, advocate=wish) if wish else skipped(state, slot)
        case Slot.KIND:
            return replace(state, kind=_KIND.get(pressed, Choice.UNSURE))
        case Slot.PRAISE:
            return replace(state, praise=pressed)
        case _:
            assert_never(slot)


def _name_chosen(state: Answers, pressed: Act, of: str) -> Answers:
    if of == "bot.q2_check":
        return replace(state, name=state.doubtful, doubtful="") if pressed is Act.YES else not_a_name(state)
    return replace(state, anonymous=True, name="") if pressed is Act.ANONYMOUS else skipped(state, Slot.NAME)


_WHO = {Act.YOUNG: Who.YOUNG, Act.ADVOCATE: Who.ADVOCATE, Act.PARENT: Who.PARENT, Act.SOMEONE_ELSE: Who.OTHER}
_WISH = {
    Act.YES: Wish.YES, Act.TELL_THEM: Wish.TELL, Act.NOT_NOW: Wish.NO, Act.HAVE_ONE: Wish.HAS_ONE,
    Act.NEVER: Wish.NEVER,
}  # fmt: skip
_KIND = {Act.COMPLAINT: Choice.COMPLAINT, Act.SORT_OUT: Choice.SORT, Act.UNSURE: Choice.UNSURE}


def not_a_name(state: Answers) -> Answers:
    """It was part of the message: the name is asked for once more, or let be."""
    let_be = state.shown.get("bot.q2_name", 0) > 1
    skip = state.skipped | {Slot.NAME} if let_be else state.skipped
    return replace(state, doubtful="", asked="bot.q2_name", skipped=skip)


def skipped(state: Answers, slot: Slot) -> Answers:
    """The question was passed by."""
    return replace(state, skipped=state.skipped | {slot})
