"""A chat in memory: messages go through the rules, letters leave when they may, and time moves only when asked to.

No store and no courier: what a `Change` says is applied to plain values. It answers the question that a script
answers (`heard chat --script`) before there is anything to run: what would have been said, and where does it end?
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

from casework import names
from casework.alarms import Alarm
from casework.arrive import arrive, weigh
from casework.cases import Case
from casework.changes import Change
from casework.chase import chase
from casework.choices import CHOICES
from casework.contacts import Contact, Suggestion
from casework.councils import Council
from casework.known import Known
from casework.letters import Letter, Posted, Said
from casework.matching import belongs_to
from casework.matching_chats import beside, earlier
from casework.messages import Address, Channel, File, Message, Sort
from casework.said.gist import own_words, summary
from casework.said.signs import Signs
from run.config.safety import load_signs
from tests.build import FAMILY, at, profile

KEY = b"a key for tests"
CHAT = Address(Channel.TELEGRAM, "5550001")
PAUSE = timedelta(seconds=40)
"""Longer than anything that is held back waits."""


@dataclass(slots=True)
class Chat:
    """One person's chat, or mailbox, with everything that was said in it."""

    council: Council
    signs: Signs
    now: datetime
    sender: Address = CHAT
    suggest: Callable[[str], Suggestion] | None = None
    contacts: dict[str, Contact] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    alarms: dict[str, Alarm] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    posted: dict[str, tuple[Posted, datetime | None]] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)

    def say(self, text: str, **other: object) -> list[Letter]:
        """Write; what is answered at once comes back."""
        message = Message(**self._message(text, **other))  # type: ignore[arg-type]
        return self.receive(message)

    def press(self, label: str) -> list[Letter]:
        """Press the button with that label, on the last letter that has it."""
        for letter in reversed(list(self.letters.values())):
            sent = self.posted[letter.name][0] is Posted.SENT
            code = dict(CHOICES.get(letter.words, ())).get(label)
            if sent and code and letter.to == self.sender:
                data = f"1.q.{names.short(letter.name)}.{code}.aa"
                return self.say(label, sort=Sort.PRESS, press=data)
        raise LookupError(f"no button says {label}")

    def receive(self, message: Message) -> list[Letter]:
        """A message through the rules; what leaves at once comes back."""
        self.messages.append(message)
        mine = [self.whole(each) for each in self.contacts.values() if each.sender == message.sender]
        cases = [self.whole_case(each) for each in self.cases.values()]
        known = Known(tuple(mine), tuple(cases))
        home = belongs_to(message, known, KEY)
        others = beside(message, home, known)
        reference = names.reference(self.council.reference_prefix, 1000 + len(self.messages))
        self.apply(
            arrive(
                message, home, self.council, reference, self.now, signs=self.signs, beside=others,
                earlier=earlier(message, known), code_of=code_of,
            )
        )  # fmt: skip
        return self.deliver()

    def apply(self, change: Change) -> None:
        """What the store would do."""
        self.contacts |= {each.id: replace(each, version=each.version + 1) for each in change.contacts}
        self.cases |= {each.reference: replace(each, version=each.version + 1) for each in change.cases}
        self.alarms |= {each.name: each for each in change.alarms}
        for name in change.withdrawn:
            if self.posted[name][0] is Posted.QUEUED:
                self.posted[name] = (Posted.WITHDRAWN, None)
        for name in change.released:
            self.letters[name] = replace(self.letters[name], not_before=self.now)
        for letter in change.letters:
            if letter.name not in self.letters:
                self.letters[letter.name] = letter
                self.posted[letter.name] = (Posted.QUEUED, None)

    def deliver(self) -> list[Letter]:
        """What the courier would do now: everything whose moment has come, the urgent first."""
        due = [
            letter
            for letter in self.letters.values()
            if self.posted[letter.name][0] is Posted.QUEUED and letter.not_before <= self.now
        ]
        due.sort(key=lambda letter: letter.urgency)
        for letter in due:
            self.posted[letter.name] = (Posted.SENT, self.now)
        return [letter for letter in due if letter.to == self.sender]

    def wait(self, **span: float) -> list[Letter]:
        """Let time pass; what leaves meanwhile comes back."""
        self.now += timedelta(**span)
        return self.deliver()

    def sweep(self) -> list[Letter]:
        """What the sweep does with contacts whose moment has come."""
        for contact in list(self.contacts.values()):
            if contact.wake_at and contact.wake_at <= self.now:
                whole = self.whole(contact)
                change = chase(whole, self.council, self.now)
                (woken,) = change.woken
                self.contacts[whole.id] = replace(whole, wake_at=woken.wake_at)
                self.apply(replace(change, woken=()))
        return self.deliver()

    def settle(self) -> list[Letter]:
        """Wait until everything that answers what was said has been said, and no longer."""
        held = [
            letter.not_before
            for letter in self.letters.values()
            if self.posted[letter.name][0] is Posted.QUEUED and letter.to == self.sender
        ]
        soon = [moment for moment in held if moment - self.now <= PAUSE]
        self.now = max([self.now, *soon])
        return self.deliver()

    def consider(self) -> list[Letter]:
        """The classifier's look at every contact, if there is one; what leaves because of it comes back."""
        if self.suggest:
            for contact in list(self.contacts.values()):
                told = (each for each in own_words(self.whole(contact)) if each.sort in (Sort.WORDS, Sort.EDIT))
                text = "\n".join(each.text for each in told if each.text)
                self.apply(weigh(self.whole(contact), self.suggest(text), self.council, self.now))
        return self.deliver()

    def whole(self, contact: Contact) -> Contact:
        """A contact as the store reads it: with what was said to it, and its alarms."""
        return replace(contact, said=self._said(contact.id), alarms=self._alarms(contact.id))

    def whole_case(self, case: Case) -> Case:
        """A case as the store reads it."""
        said = (*self._said(case.contact), *self._said(case.reference))
        return replace(case, said=said, alarms=self._alarms(case.contact))

    def everything(self) -> list[Contact]:
        """All contacts, whole, oldest first."""
        return [self.whole(contact) for contact in self.contacts.values()]

    def end(self) -> dict[str, object]:
        """How it ended, as `heard chat --script` says it."""
        return summary(*self.everything())

    def told(self) -> list[str]:
        """The words of every letter that reached the writer, in order."""
        sent = [letter for letter in self.letters.values() if self.posted[letter.name][0] is Posted.SENT]
        sent.sort(key=lambda letter: self.posted[letter.name][1] or self.now)
        return [letter.words for letter in sent if letter.to == self.sender]

    def alerts(self) -> list[Letter]:
        """Every letter to somebody inside."""
        return [letter for letter in self.letters.values() if letter.staff]

    def _said(self, about: str) -> tuple[Said, ...]:
        return tuple(
            Said(
                each.name,
                each.words,
                each.to,
                each.written,
                *self.posted[each.name],
                staff=each.staff,
                after=each.after,
            )
            for each in self.letters.values()
            if each.about == about
        )

    def _alarms(self, contact: str) -> tuple[Alarm, ...]:
        return tuple(alarm for alarm in self.alarms.values() if alarm.contact == contact)

    def _message(self, text: str, **other: object) -> dict[str, object]:
        number = str(len(self.messages) + 1)
        email = self.sender.channel is Channel.EMAIL
        return {
            "name": names.name("message", self.sender.value, number),
            "post": f"post/{number}",
            "channel": self.sender.channel,
            "sender": self.sender,
            "received": self.now,
            "text": text,
            "message_id": f"{number}@family.example" if email else number,
        } | other


def code_of(asked: str) -> str:
    """The code that links an advocate, as the door in makes it."""
    return names.code(asked, KEY)


def a_chat(when: str = "2026-03-03 15:00", *, empty_rota: bool = False) -> Chat:
    """A chat with nothing said in it yet; Mina alone is on the rota, if anybody is."""
    return Chat(profile("bnes") if empty_rota else council(), table(), at(when))


def a_mailbox(when: str = "2026-03-03 15:00") -> Chat:
    """A family's mailbox with nothing sent from it yet."""
    return Chat(council(), table(), at(when), sender=FAMILY)


def words(letters: Iterable[Letter]) -> list[str]:
    """Which words these letters say."""
    return [letter.words for letter in letters]


@cache
def table() -> Signs:
    """The words of harm in force."""
    return load_signs()


@cache
def council() -> Council:
    """A council with somebody on its safety rota."""
    base = profile("bnes")
    return replace(base, safety_lines=replace(base.safety_lines, rota=("mina",)))


UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


def play(chat: Chat, turns: Iterable[str]) -> list[tuple[str, list[Letter]]]:
    """The turns of a script, each with what was answered before the next. `<<photo>>`, `<<wait 2d>>` and the like are
    events.
    """
    answered = []
    for turn in turns:
        chat.wait(seconds=1)
        answered.append((turn, [*_turn(chat, turn), *chat.settle(), *chat.consider()]))
    return answered


def _turn(chat: Chat, turn: str) -> list[Letter]:
    event = re.fullmatch(r"<<(\w+) ?(.*)>>", turn, re.DOTALL)
    if not event:
        if turn.split()[:1] == ["/start"]:
            return chat.say("", sort=Sort.STARTED)
        return chat.say(turn)
    kind, rest = event.groups()
    match kind:
        case "wait":
            return chat.wait(**{UNITS[rest[-1]]: float(rest[:-1])})
        case "edited":
            number, _, text = rest.partition(":" if ":" in rest.split(" ")[0] else " ")
            earlier = [message for message in chat.messages if message.sort is not Sort.PRESS][int(number) - 1]
            return chat.say(text.strip(), sort=Sort.EDIT, edits=earlier.name)
        case "sticker":
            return chat.say("👍", sort=Sort.OTHER, media="sticker")
        case _:
            file = File(f"{kind}.bin", "application/octet-stream", 1000, fetch="far")
            return chat.say("", files=(file,), media=kind)
