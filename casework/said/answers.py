"""What a person has told us about themselves and what they want: the shapes. `readings` reads it, `questions` adds it
up.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from casework.choices import Act
from casework.frozen import frozen
from casework.said.commands import Command
from casework.said.introductions import Who


class Slot(StrEnum):
    """What we ask for. None of it is ever required."""

    WHO = "who"
    NAME = "name"
    ADVOCATE = "advocate"
    KIND = "kind"
    PRAISE = "praise"


class Wish(StrEnum):
    """What somebody said about an advocate."""

    YES = "yes"
    NO = "no"
    HAS_ONE = "has_one"
    NEVER = "never"
    TELL = "tell"  # an adult's: tell the child about advocates


class Choice(StrEnum):
    """What somebody wants done (Q4), in their own choosing (R121)."""

    COMPLAINT = "complaint"
    SORT = "sort"
    UNSURE = "unsure"


class Meaning(StrEnum):
    """What a message was taken for."""

    DETAIL = "detail"
    ANSWER = "answer"
    COMMAND = "command"
    ACT = "act"
    GREETING = "greeting"
    HAIL = "hail"
    ROBOT = "robot"
    READERS = "readers"
    POLITE = "polite"
    GOODBYE = "goodbye"
    INSULT = "insult"
    PRAISE = "praise"
    WORDLESS = "wordless"
    REPEAT = "repeat"
    FILE = "file"
    REACH = "reach"
    SILENT = "silent"


OPENS = frozenset(
    {Meaning.DETAIL, Meaning.ANSWER, Meaning.INSULT, Meaning.PRAISE, Meaning.FILE, Meaning.REPEAT, Meaning.REACH}
)
"""What is more than a greeting: it opens a contact (conversations 2.2)."""

COMMANDS_THAT_OPEN = frozenset({Command.ADVOCATE, Command.COMPLAINT, Command.PERSON})
"""Words that ask for something of their own, so that somebody must have it."""


@frozen
class Reading:
    """One message as it was understood: its meaning; the slots it filled; the command, or the act and whose button it
    was.
    """

    meaning: Meaning
    filled: frozenset[Slot] = frozenset()
    command: Command | None = None
    act: Act | None = None
    of: str = ""
    late: bool = False


@frozen
class Answers:
    """All of it, as it stands. `shown` counts the letters said so far, by their words. `asked` is the question now
    open, `aside` another letter that waits for an answer; `doubtful` may be a name, or part of the message.

    `label` is what an advocate calls the young person, `language` the one they picked. `over`: the four
    questions have ended and are not begun again by themselves. `quiet`: they asked us to stop writing.
    """

    who: Who | None = None
    name: str = field(default="", repr=False)
    doubtful: str = field(default="", repr=False)
    label: str = field(default="", repr=False)
    language: str = ""
    anonymous: bool = False
    advocate: Wish | None = None
    kind: Choice | None = None
    praise: Act | None = None
    skipped: frozenset[Slot] = frozenset()
    shown: Mapping[str, int] = field(default_factory=dict)
    asked: str = ""
    aside: str = ""
    over: bool = False
    quiet: bool = False
    withdrawn: bool = False
    readings: tuple[Reading, ...] = ()

    def has(self, slot: Slot) -> bool:
        """Whether the slot is filled, or was passed by."""
        filled = {
            Slot.WHO: self.who,
            Slot.NAME: self.name or self.anonymous,
            Slot.ADVOCATE: self.advocate,
            Slot.KIND: self.kind,
            Slot.PRAISE: self.praise,
        }
        return bool(filled[slot]) or slot in self.skipped


ASKS: Mapping[str, Slot | None] = {
    "bot.q1_who": Slot.WHO,
    "bot.q2_name": Slot.NAME,
    "bot.q2_check": Slot.NAME,
    "bot.q3_advocate": Slot.ADVOCATE,
    "bot.q3_advocate_adult": Slot.ADVOCATE,
    "bot.advocacy_1": Slot.ADVOCATE,
    "bot.advocacy_2": Slot.ADVOCATE,
    "bot.advocacy_3": Slot.ADVOCATE,
    "bot.q4_kind": Slot.KIND,
    "bot.thanks": Slot.PRAISE,
    "bot.withdraw_check": None,
    "bot.delete_menu": None,
    "bot.delete_forget": None,
    "bot.danger": None,
    "bot.soft_check": None,
    "bot.stop": None,
    "bot.nudge_once": None,
    "bot.person": None,
    "bot.checkin": None,
    "bot.sign_adult": None,
    "bot.sign_councillor": None,
    "bot.sign_other_council": None,
    "bot.sign_records": None,
    "bot.take_further": None,
    "bot.take_further_corp": None,
    "adv.start": None,
    "adv.context": None,
    "adv.consent": None,
    "adv.consent_scope": None,
    "adv.new": None,
    "adv.several": None,
    "bot.which_case": None,
    "bot.language_pick": None,
}
"""Letters that wait for an answer, and the slot it fills."""
