"""The survey in a chat: three questions with taps, and a fourth with words, five working days after the end (2.4).

What is tapped is no message of the case: it is kept apart, by procedure and quarter, and nobody who handled the case
sees it (R918). Which question comes next is worked out from the one that was answered; nothing else is remembered. A
question is answered for three days, by its buttons or their labels typed; the fourth by whatever is typed next.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta

from casework.choices import CHOICES, Act, act
from casework.frozen import frozen
from casework.letters import Letter, Urgency, write
from casework.messages import Message, Sort
from casework.said.abroad import in_english
from casework.said.bare import bare

FIRST, LAST = "bot.survey_1", "bot.survey_4"
QUESTIONS = {FIRST: "listened", "bot.survey_2": "told", "bot.survey_3": "clear", LAST: "words"}
"""The questions in order, and what each is called on the sheet that others fill in by a link."""

DONE = "bot.ok"
ENDS = timedelta(days=3)
LONGEST = 2_000

SCORES = {Act.YES: "Yes", Act.A_BIT: "A bit", Act.NO: "No"}


@frozen
class Answered:
    """What was answered, if anything was, and the words that come next."""

    answers: Mapping[str, tuple[str, ...]] = field(repr=False)
    then: str


def answered(message: Message, asked: Letter, now: datetime) -> Answered | None:
    """What a message says to the question that was asked last; None where it is no answer to it."""
    if asked.words not in QUESTIONS or now - asked.not_before > ENDS:
        return None
    if message.sort is Sort.WORDS and asked.words == LAST:
        return _last(message)
    chosen = act(message.press) if message.sort is Sort.PRESS else _typed(message, asked)
    if chosen is None or chosen not in [each for _, each in CHOICES[asked.words]]:
        return None
    if asked.words == LAST or (asked.words == FIRST and chosen is Act.SKIP):
        return Answered({}, DONE)
    score = SCORES.get(chosen)
    return Answered({QUESTIONS[asked.words]: (score,)} if score else {}, _next(asked.words))


def next_letter(asked: Letter, then: str, now: datetime) -> Letter:
    """The next question, or thanks, in the same chat."""
    return write(
        then, asked.to, council=asked.council, about=asked.about, reference=asked.reference, now=now,
        facts=asked.facts, once=asked.name, urgency=Urgency.ANSWER, language=asked.language,
    )  # fmt: skip


def _typed(message: Message, asked: Letter) -> Act | None:
    said = in_english(bare(message.text)) if message.sort is Sort.WORDS else ""
    return next((Act(each) for label, each in CHOICES[asked.words] if said and bare(label) == said), None)


def _last(message: Message) -> Answered:
    """Words, unless all they say is that they are done."""
    said = message.text.strip()[:LONGEST]
    nothing = bare(said) in ("done", "no", "nothing", "nope", "no thanks", "skip")
    return Answered({} if nothing or not said else {QUESTIONS[LAST]: (said,)}, DONE)


def _next(words: str) -> str:
    names = list(QUESTIONS)
    return names[names.index(words) + 1]
