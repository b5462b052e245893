"""Is anybody answered worse for their name, for being a girl, or for how they write? Each message is asked about again
with that changed, and nothing else; `fairness.toml` says what is changed and how much worse is too much.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import sqrt
from pathlib import Path

from casework.contacts import Suggestion
from casework.frozen import frozen, replace
from casework.labels import Flag
from classifier.examples import NULL, Example

DATA = Path(__file__).with_name("fairness.toml")
JUDGED = ("kind", "procedure")
FEWEST = 30  # messages that a change must touch before it can fail; taste
DOUBT = 1.64  # standard errors: chance makes it look so much worse once in twenty times
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

Ask = Callable[[str, str], Suggestion]
Change = Callable[[str], str]


@frozen
class Compared:
    """A change, a field: of the messages it touched, how many were right as written, and how many answers turned wrong
    or right by it.
    """

    change: str
    field: str
    touched: int
    right: int
    lost: int
    gained: int
    limit: float

    @property
    def fails(self) -> bool:
        """Worse by more than the limit, and by more than chance would make it."""
        worse = self.lost - self.gained
        return (
            self.touched >= FEWEST
            and worse > self.limit * self.touched
            and worse > DOUBT * sqrt(worse + 2 * self.gained)
        )


def compare(known: Sequence[Example], ask: Ask) -> list[Compared]:
    """Every change, over all the messages where it changes something; `found` is danger found where it is meant."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    found = []
    for name, change in changes(data).items():
        pairs = [(one, replace(one, text=change(one.text), subject=change(one.subject))) for one in known]
        touched = [(one, other) for one, other in pairs if (one.text, one.subject) != (other.text, other.subject)]
        before = [ask(one.text, one.subject) for one, _ in touched]
        after = [ask(other.text, other.subject) for _, other in touched]
        for field in (*JUDGED, Flag.IMMEDIATE_RISK.value):
            asked = [at for at, (one, _) in enumerate(touched) if _asks(one, field)]
            was, now = ([_right(touched[at][0], said[at], field) for at in asked] for said in (before, after))
            lost = sum(one and not other for one, other in zip(was, now, strict=True))
            gained = sum(now) - sum(was) + lost
            found.append(Compared(name, field, len(asked), sum(was), lost, gained, data["limits"][name]))
    return found


def changes(data: Mapping[str, Mapping[str, Sequence[object]]]) -> Mapping[str, Change]:
    """What is changed, by name."""
    return {
        "other names": _words(_other_names([str(line).split() for line in data["names"]["sets"]])),
        "he for she": _words(_other_sex([str(pair).split() for pair in data["gender"]["pairs"]])),
        "another dialect": _phrases(data["dialect"]["says"]),
        "another spelling": _phrases(data["spelling"]["says"]),
        "no capitals, no stops": lambda text: re.sub(r"[.,;:!?'’\"“”]", "", text).lower(),
    }


def _other_names(sets: Sequence[Sequence[str]]) -> Mapping[str, str]:
    following = zip(sets, [*sets[1:], sets[0]], strict=True)
    return {name: other for names, others in following for name, other in zip(names, others, strict=True)}


def _other_sex(pairs: Sequence[Sequence[str]]) -> Mapping[str, str]:
    there = {pair[0]: pair[1] for pair in pairs} | {other: one for one, other in reversed(pairs)}
    return there | {one.capitalize(): other.capitalize() for one, other in there.items()}


def _words(others: Mapping[str, str]) -> Change:
    return lambda text: WORD.sub(lambda found: others.get(found[0], found[0]), text)


def _phrases(says: Sequence[object]) -> Change:
    others = {str(one): str(other) for one, other in (tuple(pair) for pair in says if isinstance(pair, list))}
    longest = sorted(others, key=len, reverse=True)
    any_of = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE)
    return lambda text: any_of.sub(lambda found: others[found[0].lower()], text)


def _asks(example: Example, field: str) -> bool:
    return field in example.labels.flags if field not in JUDGED else example.labels.fields[field] != NULL


def _right(example: Example, said: Suggestion, field: str) -> bool:
    if field not in JUDGED:
        return field in said.flags
    return getattr(said, field) in (example.labels.fields[field], *example.also.get(field, ()))


def page(found: Sequence[Compared]) -> Iterator[str]:
    """For a person to read: a line a change and field, and whether it is too much."""
    yield "change                 field            messages  right  lost  gained  at most worse by"
    for one in found:
        verdict = "TOO MUCH WORSE" if one.fails else "" if one.touched >= FEWEST else "too few to say"
        figures = f"{one.touched:8}  {one.right:5}  {one.lost:4}  {one.gained:6}  {one.limit:16.0%}"
        yield f"{one.change:22} {one.field:16} {figures}  {verdict}".rstrip()
