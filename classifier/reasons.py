"""Why: the words that led to a label. They stand in the text as they are shown, or they are not shown."""

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from classifier import network
from classifier.features import Feature

MOST = 3  # shown for one field; taste
LOOKED_THROUGH = 20  # of the strongest
LITTLE_WORDS = frozenset(
    "a an and are as at be been but by for from had has have he her him his i if in is it its me my of on or our she "
    "so that the their them there they this to us was we were what when which who will with you your am do did not "
    "no".split()
)


def shown(doc: Doc, feature: Feature, text: str) -> str | None:
    """A feature as the writer wrote it; nothing if that is no more than little words, or stands only in the subject."""
    span = doc[feature.first : feature.last + 1]
    told = [word for word in span.text.casefold().split() if word not in LITTLE_WORDS]
    telling = feature.name.startswith("cue ") or (told and all(token.text[0].isalnum() for token in span))
    return span.text if telling and span.text in text else None


def signs(doc: Doc, found: Sequence[Feature], text: str) -> Mapping[str, str]:
    """The cues of a message by name, each as first written; empty where it stands only in the subject."""
    said: dict[str, str] = {}
    for feature in found:
        if feature.name.startswith("cue "):
            name = feature.name.removeprefix("cue ")
            said[name] = said.get(name) or shown(doc, feature, text) or ""
    return said


def words_for(doc: Doc, found: Sequence[Feature], pulled: network.Floats, text: str) -> tuple[str, ...]:
    """The few words that pulled most towards a label, none of them within another; a pull for each feature."""
    chosen: list[str] = []
    for at in pulled.argsort()[::-1][:LOOKED_THROUGH]:
        said = shown(doc, found[at], text) if pulled[at] > 0 else None
        if said and not any(said in other or other in said for other in chosen):
            chosen.append(said)
        if len(chosen) == MOST:
            break
    return tuple(chosen)
