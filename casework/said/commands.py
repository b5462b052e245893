"""Words that work in any state, when they are the whole message (conversations 2.5). "He won't stop hitting me" is
not *stop*.
"""

from collections.abc import Mapping
from enum import StrEnum

from casework.said.bare import bare
from casework.said.sayings import said_for


class Command(StrEnum):
    """What a whole-message word asks for."""

    HELP = "help"
    STATUS = "status"
    ADVOCATE = "advocate"
    COMPLAINT = "complaint"
    PERSON = "person"
    PRIVATE = "private"
    CLEAR = "clear"
    STOP = "stop"
    WITHDRAW = "withdraw"
    DELETE = "delete"
    PRIVACY = "privacy"
    LANGUAGE = "language"
    NUMBERS = "numbers"


WORDS: Mapping[Command, tuple[str, ...]] = {
    Command.HELP: ("help", "cymorth", "pomoc", "допомога", "مساعدة", "caawimaad"),
    Command.STATUS: ("status", "how is it going", "hows it going", "statws", "статус", "الحالة", "xaaladda"),
    Command.ADVOCATE: (
        "advocate", "an advocate", "get me an advocate", "eiriolwr", "rzecznik", "адвокат", "مدافع", "u doode",
    ),
    Command.COMPLAINT: ("complaint", "complain", "make it a complaint", "cwyn", "skarga", "скарга", "شكوى", "cabasho"),
    Command.PERSON: (
        "person", "human", "ask for a person", "real person", "siarad â rhywun", "człowiek", "людина", "شخص", "qof",
    ),
    Command.PRIVATE: (
        "private", "hide", "keep this private", "preifat", "cuddio", "prywatne", "ukryj", "приватно", "خاص", "qarso",
    ),
    Command.CLEAR: (
        "clear", "wipe the last 2 days", "wipe this chat", "clirio", "wyczyść", "очистити", "مسح", "tirtir",
    ),
    Command.STOP: ("stop", "unsubscribe", "stopio", "przestań", "стоп", "توقف", "jooji"),
    Command.WITHDRAW: ("withdraw", "tynnu'n ôl", "wycofaj", "відкликати", "سحب", "ka noqo"),
    Command.DELETE: ("delete", "dileu", "usuń", "видалити", "حذف", "masax"),
    Command.PRIVACY: ("privacy", "preifatrwydd", "prywatność", "приватність", "الخصوصية", "asturnaanta"),
    Command.LANGUAGE: ("language", "other languages", "iaith", "język", "мова", "اللغة", "luqadda"),
    Command.NUMBERS: ("numbers", "rhifau", "numery", "номери", "أرقام", "lambarrada"),
}  # fmt: skip
"""Every command as it is typed, English first and then the languages of the profile: drafts, as the words of harm
are.
"""

_COMMANDS = {bare(word): each for each, words in WORDS.items() for word in words}


def command(text: str) -> Command | None:
    """The command that is the whole message, if it is one. `/cancel` and any other slash word are messages."""
    head, _, _ = text.strip().partition("@")
    said = bare(head if text.lstrip().startswith("/") else text)
    meant = said_for(said)
    return _COMMANDS.get(said) or (Command(meant) if meant else None)
