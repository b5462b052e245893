"""A case, the letters to staff about it, and people who press what stands under them: the rules alone, no store."""

from dataclasses import dataclass, field, replace

from casework.cases import Case
from casework.changes import Change
from casework.chase import chase
from casework.choices import CHOICES, Act
from casework.councils import Council, with_staff
from casework.decide import decide
from casework.letters import Letter, Outgoing, Posted, Said
from casework.messages import Address, Channel
from casework.staff_answers import chatting
from casework.staff_answers.asks import Given, Where
from tests import build

CHATS = {"priya": "901", "tom": "902", "dan": "903", "mina": "904", "hana": "905"}


def council(name: str = "bnes") -> Council:
    """The profile with six people, five of whom linked a chat."""
    base = build.profile(name)
    return with_staff(base, tuple(replace(each, chat=CHATS.get(each.id, "")) for each in base.staff))


@dataclass
class Room:
    """One case as it goes on. Every letter leaves at once, and every chat shows what stands in it now."""

    council: Council = field(default_factory=council)
    case: Case = field(default_factory=lambda: build.a_case(council()))
    letters: list[Outgoing] = field(default_factory=list)
    numbers: int = 0

    def chase(self, when: str) -> list[Letter]:
        """What time asks for at that moment."""
        return self.take(chase(self.case, self.council, build.at(when)))

    def decide(self, move: str, when: str, by: str = "dan", role: str = "CM", **facts: str) -> list[Letter]:
        """A decision at the desk."""
        return self.take(decide(self.case, build.a_decision(move, when, by, role, **facts), self.council))

    def press(self, who: str, act: Act, when: str, *, place: int | None = None, words: str = "") -> list[Letter]:
        """Somebody presses a button of what stands in their chat now, or of the last letter in those words."""
        stood = self.stood(who, words)
        assert act in [code for _, code in CHOICES[stood.letter.words]] or place is not None, stood.letter.words
        return self.push(who, act, when, stood, place=place)

    def push(self, who: str, act: Act, when: str, stood: Outgoing, *, place: int | None = None) -> list[Letter]:
        """The same, under a message that may not stand there any more."""
        staff = next(each for each in self.council.staff if each.id == who)
        self.numbers += 1
        press = f"message/press-{self.numbers}"
        given = Given(staff, build.at(when), stood.letter, tuple(self.letters), press, Where.CHAT)
        return self.take(chatting.pressed(given, act, place, stood, self.case, self.council))

    def take(self, change: Change) -> list[Letter]:
        """What a change wrote, and the case after it."""
        if change.cases:
            self.case = change.cases[0]
        self.letters = [
            replace(each, posted=Posted.WITHDRAWN) if each.letter.name in change.withdrawn else each
            for each in self.letters
        ]
        known = {each.letter.name for each in self.letters}
        for letter in (each for each in change.letters if each.name not in known):
            self.numbers += 1
            self.letters.append(Outgoing(letter, Posted.SENT, letter.replaces or str(self.numbers)))
            said = Said(letter.name, letter.words, letter.to, letter.written, Posted.SENT, staff=letter.staff)
            self.case = replace(self.case, said=(*self.case.said, said))
        return [each for each in change.letters if each.name not in known]

    def stood(self, who: str, words: str = "") -> Outgoing:
        """The last that somebody's chat was told."""
        chat = Address(Channel.TELEGRAM, CHATS[who])
        return next(
            each for each in reversed(self.letters) if each.letter.to == chat and words in ("", each.letter.words)
        )

    def shows(self, who: str) -> str:
        """The words that stand there."""
        return self.stood(who).letter.words

    def answers(self) -> list[str]:
        """What staff answered, by name."""
        return [each.move for each in self.case.decisions if each.facts.get("press")]


def to(letters: list[Letter], channel: Channel = Channel.TELEGRAM) -> dict[str, str]:
    """Who is told what, by the words."""
    return {each.staff: each.words for each in letters if each.to.channel is channel}
