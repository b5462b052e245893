"""Why: the words that led to a label. They stand in the text as they are shown, or they are not shown."""

import re
from collections.abc import Mapping, Sequence

from classifier import features, network, words
from classifier.features import CUE, Feature

MOST = 3  # shown for one field; taste
LOOKED_THROUGH = 20  # of the strongest
LITTLE_WORDS = frozenset(
    "a an and are as at be been but by for from had has have he her him his i if in is it its me my of on or our she "
    "so that the their them there they this to us was we were what when which who will with you your am do did not "
    "no".split()
)
WORD = words.WORD.pattern.partition("|")[0]
WORDS = re.compile(rf"(?!_){WORD}(?: (?!_){WORD})?")  # one or two, and neither a mark nor the end of a line within


def shown(message: features.Told, feature: Feature, text: str) -> str | None:
    """A feature as the writer wrote it; nothing if that is no more than little words, or stands only in the subject."""
    name, first, last = feature
    written = message.written(first, last)
    telling = name.startswith(CUE) or (
        WORDS.fullmatch(written) and not LITTLE_WORDS.issuperset(written.casefold().split())
    )
    return written if telling and written in text else None


def signs(message: features.Told, text: str) -> Mapping[str, str]:
    """The cues of a message by name, each as first written; empty where it stands only in the subject."""
    said: dict[str, str] = {}
    for cue in message.cues:
        written = said.get(cue.name) or message.written(cue.first, cue.last)
        said[cue.name] = written if written in text else ""
    return said


def words_for(message: features.Told, found: Sequence[Feature], pulled: network.Floats, text: str) -> tuple[str, ...]:
    """The few words that pulled most towards a label, none of them within another; a pull for each feature."""
    chosen: list[str] = []
    for at in pulled.argsort()[::-1][:LOOKED_THROUGH]:
        said = shown(message, found[at], text) if pulled[at] > 0 else None
        if said and not any(said in other or other in said for other in chosen):
            chosen.append(said)
        if len(chosen) == MOST:
            break
    return tuple(chosen)
