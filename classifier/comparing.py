"""Two models beside each other: is the candidate better than the one in use, and where is it worse?"""

from collections.abc import Iterator, Mapping, Sequence

from casework.frozen import frozen
from classifier.scoring import Scores, Share

SLIP = 0.05  # of a label's messages: less is not worth a line; taste
FEW = 8  # messages of a label: of fewer nothing is said; taste
DANGER = ("immediate_risk", "safeguarding")


@frozen
class Beside:
    """What both were asked about, by name of the set, and how each did."""

    name: str
    used: Scores
    candidate: Scores


def report(sets: Sequence[Beside]) -> Iterator[str]:
    """Figures, where it is worse, and a verdict. A person switches, or does not."""
    for one in sets:
        yield f"{one.name}, {one.used.messages} messages: in use, candidate"
        for name, field in one.used.fields.items():
            if field.right.of:
                yield f"  {name:24} {field.right.rate:.3f}  {one.candidate.fields[name].right.rate:.3f}"
        for flag in DANGER:
            used, new = one.used.flags[flag], one.candidate.flags[flag]
            if used.recall.of:
                found = f"{used.recall.right} and {new.recall.right} found of {used.recall.of}"
                yield f"  {flag:24} {found}; {used.elsewhere.right} and {new.elsewhere.right} raised elsewhere"
        yield from (f"  worse: {line}" for line in worse(one))
    yield verdict(sets)


def worse(one: Beside) -> Iterator[str]:
    """The labels that the candidate finds less often."""
    for name, field in one.used.fields.items():
        there = one.candidate.fields[name].found
        for label, share in sorted(field.found.items()):
            new = there.get(label, Share())
            if share.of >= FEW and share.rate - new.rate > SLIP:
                yield f"{name} {label}: {share.right} and {new.right} of {share.of}"


def verdict(sets: Sequence[Beside]) -> str:
    """Better only if no set says otherwise: not less danger found, and not fewer kinds and procedures right."""
    if any(_missed(one) for one in sets):
        return "The candidate misses danger that the one in use finds: do not switch."
    gains = [_right(one.candidate) - _right(one.used) for one in sets if one.used.messages]
    if all(gain >= 0 for gain in gains) and any(gain > 0 for gain in gains):
        return "The candidate is better, or as good, on all that both were asked."
    return "The candidate is not better: switch only for a reason of your own."


def _missed(one: Beside) -> bool:
    return any(one.candidate.flags[flag].recall.right < one.used.flags[flag].recall.right for flag in DANGER)


def _right(scores: Scores) -> int:
    fields: Mapping[str, int] = {name: scores.fields[name].right.right for name in ("kind", "procedure")}
    return sum(fields.values())
