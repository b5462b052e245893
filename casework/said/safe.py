"""What somebody types when they are asked whether they are safe right now. Anything unclear lowers no alarm."""

from enum import StrEnum

from casework.said.abroad import in_english
from casework.said.bare import bare


class Safe(StrEnum):
    """What somebody typed when asked whether they are safe right now."""

    YES = "yes"
    NO = "no"
    RATHER_NOT = "rather not"


_SAFE_NOW = frozenset(
    "yes|yeah|yep|yh|y|safe|im safe|i am safe|yes im safe|yeah im safe|safe now|im safe now|im safe for now|safe "
    "for now|"
    "i am safe for now|yes safe|for now|yes for now|im ok|im okay|im ok now|im alright|im fine|yes im ok"
    "|tak|ie|ydw|так|نعم|haa".split("|")
)
_NOT_SAFE = frozenset(
    "no|nope|nah|not safe|im not safe|i am not safe|no im not|no im not safe|not really|unsafe|im in danger|not ok"
    "|im not ok|"
    "i am not ok|no not safe|im not okay|not okay|no im not ok|im not alright|im not|not at all|not good"
    "|nie|na|nage|nac ydw|ні|لا|maya".split("|")
)
_RATHER_NOT = frozenset(
    "id rather not say|rather not say|rather not|dont want to say|i dont want to say|not saying|idk|dunno|i dont "
    "know|dont know|"
    "prefer not to say|cant say|i cant say".split("|")
)


def safe(text: str) -> Safe | None:
    """A plain answer about being safe; None for anything unclear, which never lowers an alarm."""
    said = in_english(bare(text))
    if said in _NOT_SAFE:
        return Safe.NO
    if said in _SAFE_NOW:
        return Safe.YES
    return Safe.RATHER_NOT if said in _RATHER_NOT else None
