"""What the classifier suggests, as the form shows it: beside each question, with the words that led to it. It chooses
nothing (R001).
"""

from dataclasses import field

from casework.contacts import Contact
from casework.frozen import frozen
from casework.labels import Flag

ASKED = ("kind", "procedure", "sender", "service", "category_b", "category_d")
RISK = (Flag.IMMEDIATE_RISK, Flag.ALLEGATION_AGAINST_STAFF, Flag.SAFEGUARDING)


@frozen
class Hint:
    """One field: the label, whether it is a guess, the next best, the words of theirs behind it, the rule if one
    decided.
    """

    label: str
    unsure: bool
    second: str
    words: tuple[str, ...] = field(repr=False)
    rules: tuple[str, ...] = ()


def hints(contact: Contact) -> dict[str, Hint]:
    """What is suggested, field by field; nothing where there is no suggestion yet."""
    one = contact.suggestion
    if one is None:
        return {}
    found = {}
    for name in ASKED:
        because = [each for each in one.because if each.field == name]
        found[name] = Hint(
            label=str(getattr(one, name) or ""),
            unsure=name in one.unsure,
            second=one.second.get(name, ""),
            words=tuple(dict.fromkeys(word for each in because for word in each.words)),
            rules=tuple(dict.fromkeys(each.rule for each in because if each.rule)),
        )
    return found


def begun(contact: Contact) -> dict[str, str]:
    """What the form begins with. What the classifier is unsure of is left for the person to choose; what somebody has
    confirmed in a chat stands.
    """
    thought = {name: "" if hint.unsure else hint.label for name, hint in hints(contact).items()}
    said = contact.confirmed
    return thought | ({"kind": str(said.kind), "procedure": str(said.procedure)} if said else {})


def flags(contact: Contact) -> tuple[tuple[Flag, bool, tuple[str, ...]], ...]:
    """What is flagged, danger first: whether it is danger, and the words behind it."""
    one = contact.suggestion
    if one is None:
        return ()
    found = sorted(one.flags, key=lambda flag: (flag not in RISK, flag))
    words = {flag: tuple(w for each in one.because if each.field == flag for w in each.words) for flag in found}
    return tuple((flag, flag in RISK, words[flag]) for flag in found)


def dangerous(contact: Contact) -> bool:
    """Whether harm is suggested: its words are not shown until somebody opens it."""
    return contact.suggestion is not None and any(flag in contact.suggestion.flags for flag in RISK)
