"""The four questions, answered on one page of the form: what was ticked and typed, as one message says it.

`Message.press` holds what was ticked, one act's code for each question (`who=yp advocate=ye kind=co`), `sender_name`
the name that was typed. Nothing on that page is needed; what was left open stays open.
"""

from casework.choices import CHOICES, Act
from casework.frozen import replace
from casework.messages import Message
from casework.said.answers import Answers, Meaning, Reading, Slot
from casework.said.presses import acted

MEDIA = "answers"
"""What a message is, besides words, that answers the form's questions."""

ASKED: dict[Slot, str] = {
    Slot.WHO: "bot.q1_who",
    Slot.NAME: "bot.q2_name",
    Slot.ADVOCATE: "bot.q3_advocate",
    Slot.KIND: "bot.q4_kind",
}
"""The words of each question, in their order; the bot's own, so that both ask the same."""

ADVOCATE_OF_A_CHILD = "bot.q3_advocate_adult"


def choices(words: str) -> tuple[tuple[str, Act], ...]:
    """What may be ticked under a question. To pass by is to tick nothing."""
    return tuple((label, Act(code)) for label, code in CHOICES[words] if code != Act.SKIP)


def press(ticked: dict[Slot, Act]) -> str:
    """What a message says of the boxes that were ticked."""
    return " ".join(f"{slot}={act}" for slot, act in ticked.items())


def read(state: Answers, message: Message) -> tuple[Answers, Reading]:
    """What is known after it, and which questions it answered."""
    filled: set[Slot] = set()
    for slot, act in _ticked(message.press):
        of = ADVOCATE_OF_A_CHILD if slot is Slot.ADVOCATE and act is Act.TELL_THEM else ASKED[slot]
        state, reading = acted(state, act, of)
        filled |= reading.filled
    if message.sender_name:
        state = replace(state, name=message.sender_name, anonymous=False, doubtful="")
        filled.add(Slot.NAME)
    return replace(state, over=True, asked=""), Reading(Meaning.ANSWER, frozenset(filled))


def _ticked(press: str) -> list[tuple[Slot, Act]]:
    pairs = (each.partition("=") for each in press.split())
    return [(Slot(slot), Act(code)) for slot, _, code in pairs if slot in set(Slot) and code in set(Act)]
