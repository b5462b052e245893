"""A conversation so far: each message, and each letter that reached the writer, in turn.

What is known after an event follows from what was known before it and the event alone, so nothing is kept with the
contact: it is added up whenever it is asked for. The next message must cost nearly the same however many came before
it. So what grows with every event is put together once, at the end; what an earlier message in a chat was taken for is
remembered for as long as it is read against the same; and of a very long conversation only the beginning and the end
are read.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from operator import is_

from casework.choices import CHOICES, Act, act
from casework.contacts import Contact
from casework.frozen import frozen, replace
from casework.letters import Posted, Said
from casework.messages import Channel, Message, Sort
from casework.said import readings, typed
from casework.said.answers import ASKS, OPENS, Answers, Meaning, Reading, Slot, Wish
from casework.said.introductions import Who

QUESTIONS = (Slot.WHO, Slot.NAME, Slot.ADVOCATE, Slot.KIND)
"""What is asked, in this order. A plain thank-you is asked one thing instead: whether it may be passed on."""

TWICE = 2
"""How often a question is put: once, and once more when it was talked past."""

FIRST, LAST = 40, 100
"""Of a longer conversation the messages between are more of the story: they are kept, and read by a person. *Taste.*"""

REMEMBERED, REMEMBERED_LONG = 64, 8
"""Contacts whose answers are remembered, and long ones, which weigh a megabyte or two: each is asked for them several
times in one round. *Taste.*
"""

READINGS = 1024
"""Messages of which is remembered what they were taken for: seven long conversations. *Taste.*"""

THREAD, SHORT = 10, 4000
"""Mails of a thread after which it is long enough for that, and characters of each that is: of a mail that is alone
nothing need be remembered. *Taste.*
"""


@frozen
class _Told:
    """A contact by what its answers are read from: the same as another with the very same messages and letters."""

    contact: Contact

    def __hash__(self) -> int:
        messages, said = self.contact.messages, self.contact.said
        return hash((len(messages), len(said), *map(id, messages[-1:]), *map(id, said[-1:])))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Told) and _is_same(self.contact, other.contact)


def _is_same(one: Contact, other: Contact) -> bool:
    beside = one.sender == other.sender and one.carried == other.carried
    return beside and _are_same(one.messages, other.messages) and _are_same(one.said, other.said)


def _are_same(some: Sequence[object], others: Sequence[object]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))


def answers(contact: Contact) -> Answers:
    """What this contact has told us so far. Only letters that have left, or are leaving, count as asked."""
    return (_of_long if len(contact.messages) > LAST else _of_short)(_Told(contact))


MORE = Reading(Meaning.DETAIL)
"""What adds to what was said, and asks nothing of us."""


def asks_nothing(contact: Contact) -> bool:
    """Whether its last mail asks nothing of us by itself, where they only write by mail and no letter of ours waits for
    an answer or shows a button: whatever else it says is no answer, and no rule acts on it.
    """
    if any(said.words in ASKS or said.words in CHOICES for said in contact.said):
        return False
    if readings.asks(contact.messages[-1].text):
        return False
    return all(each.channel is Channel.EMAIL and each.sort is Sort.WORDS for each in first_and_last(contact.messages))


def first_and_last(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """What is read of a conversation: all of it, but for the middle of a very long one."""
    return (*messages[:FIRST], *messages[max(FIRST, len(messages) - LAST) :])


def _answers(told: _Told) -> Answers:
    contact = told.contact
    unread, emptied = range(FIRST, len(contact.messages) - LAST), replace(contact, messages=(), said=(), alarms=())
    state, shown, read, opened = _begun(contact.carried), dict[str, int](), list[Reading](), False
    before: Message | None = None
    for event in timeline(contact):
        if isinstance(event, Said):
            shown[event.words] = shown.pop(event.words, 0) + 1  # the latest stands last
            state = _asking(state, event.words)
            continue
        if len(read) in unread:
            reading = MORE
        else:
            if shown or opened:
                state = replace(state, shown=dict(shown), readings=_OPENED if opened else ())
            again = _may_come_again(event, contact)
            turn = _Turn(state, tuple(shown), event, before, emptied if again else contact)
            state, reading = _heard_again(turn) if again else _heard(turn)
            before = event if event.sort is Sort.WORDS else before
        opened = opened or reading.meaning in OPENS
        read.append(reading)
    return replace(state, shown=shown, readings=tuple(read))


_of_short = lru_cache(maxsize=REMEMBERED)(_answers)
_of_long = lru_cache(maxsize=REMEMBERED_LONG)(_answers)


def _begun(said: Mapping[str, str]) -> Answers:
    return Answers(
        who=Who(said["who"]) if "who" in said else None,
        name=said.get("name", ""),
        anonymous="anonymous" in said and "name" not in said,
        advocate=Wish(said["advocate"]) if "advocate" in said else None,
    )


def timeline(contact: Contact) -> Iterator[Message | Said]:
    """Messages, and letters to the writer that left, in the order in which each was known to us."""
    to_writer = told_to_writer(contact)
    came = () if all(said.after for said in to_writer) else sorted(message.received for message in contact.messages)
    told = [(said.after or bisect_right(came, said.written), said) for said in to_writer]
    told.sort(key=lambda placed: placed[0])
    told.reverse()  # the next is taken from the end
    for number, message in enumerate(contact.messages):
        while told and told[-1][0] <= number:
            yield told.pop()[1]
        yield message
    yield from (said for _, said in reversed(told))


def told_to_writer(contact: Contact) -> list[Said]:
    """Letters to the writer that have left or are leaving: what they may have seen."""
    left = (Posted.SENT, Posted.SENDING)
    return [said for said in contact.said if said.posted in left and said.to == contact.sender and not said.staff]


def place(said: Said, contact: Contact) -> int:
    """After how many messages it was said: by count where we know it, as two clocks never agree to the second."""
    return said.after or sum(message.received <= said.written for message in contact.messages)


def _asking(state: Answers, words: str) -> Answers:
    """What waits for an answer after these words."""
    if words.startswith("bot.done_"):
        return replace(state, over=True, asked="", aside="")
    if words not in ASKS:
        return state
    return replace(state, asked=words, aside="") if ASKS[words] else replace(state, aside=words)


@frozen
class _Turn:
    """A message with all that it is read against: what stood when it came, which words were shown in which order (a
    mapping is the same as another in any), and the message in words before it. Only a button needs the contact.
    """

    state: Answers
    order: tuple[str, ...]
    message: Message
    before: Message | None
    contact: Contact = field(compare=False)

    def __hash__(self) -> int:
        return hash((self.message.name, self.order, len(self.state.readings)))


_OPENED = (MORE,)
"""All that a message needs to know of how those before it were read: that something was said."""


def _may_come_again(message: Message, contact: Contact) -> bool:
    """What is short, and read by itself: a button is read by the letter under which it stood."""
    if message.channel is Channel.TELEGRAM:
        return message.sort is not Sort.PRESS
    long = len(contact.messages) > THREAD
    return long and len(message.text) + len(message.quoted) + len(message.enclosed) <= SHORT


def _heard(turn: _Turn) -> tuple[Answers, Reading]:
    state, message = turn.state, turn.message
    pressed = message.sort is Sort.PRESS and act(message.press) is not Act.WITHDRAW  # "Close it too" stays quiet
    wakes = pressed or message.sort in (Sort.WORDS, Sort.STARTED)
    if state.quiet and wakes:
        state = replace(state, quiet=False)
    state, reading = readings.read(state, message, turn.before, turn.contact)
    if message.sort is Sort.WORDS and typed.wants_no_questions(message.text[: readings.READ]):
        state = replace(state, over=True, asked="")
    elif reading.filled:
        state = replace(state, over=False, asked=_still_asked(state, reading.filled))
    elif reading.meaning is Meaning.DETAIL and state.shown.get(state.asked, 0) >= TWICE:
        state = replace(state, over=True, asked="")
    return state, reading


_heard_again = lru_cache(maxsize=READINGS)(_heard)


def _still_asked(state: Answers, filled: frozenset[Slot]) -> str:
    """The question that is still open where only earlier ones were answered; who answers ahead of it passes it by."""
    slot = ASKS.get(state.asked)
    if slot not in QUESTIONS or state.has(slot):
        return ""
    ahead = QUESTIONS[QUESTIONS.index(slot) :]
    return "" if filled & set(ahead) else state.asked
