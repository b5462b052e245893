"""Who somebody says they are, and an advocate's label for a young person. Fixed words, no model."""

import re
from enum import StrEnum

from casework.said.bare import bare, heard
from casework.said.called import COMMON, name_and_age
from casework.said.looks import first, look, looked_for, stands
from casework.said.plain import plain

YOUNG = looked_for(
    r"\b(?:im|i am|am) (?:a )?(?:in (?:foster )?care|(?:a )?care leaver|in (?:a )?(?:childrens|kids|care) home"
    r"|looked after|"
    r"in foster care|in residential|care experienced|a young person|1[0-7]|[89]|a (?:kid|child|teen|teenager))\b"
    r"|\b(?:im|i am) (?:only )?(?:[6-9]|1[0-7])\b(?! (?:weeks|months|miles|minutes|mins|hours|days))"
    r"|\b(?:im|i am) (?:\w+ ){1,4}care leaver\b",
    "care leaver home after residential experienced person kid child teen teenager 6 7 8 9 10 11 12 13 14 15 16 17",
    begins="im |i am |am ",
)
OF_AN_AGE = looked_for(
    r"\b(?:[6-9]|1[0-7]) (?:yo|years old|yrs old)\b|\b(?:1[6-9]|2[0-5]) (?:yr|year)s? old care leaver\b", "yo old"
)
_THE_YOUNG = re.compile(
    r"(?<!for a )(?<!for the )(?<!about a )\b(?:young person|care leaver|yp|kid in care|child in care)\b(?!s)"
)
_IN_CARE = re.compile(
    r"\bin (?:foster |local authority |residential )?care\b|\bcare (?:leaver|experienced)\b"
    r"|\bin (?:a )?(?:childrens|kids|care) home\b|\blooked after\b|\bfoster (?:carers?|mum|dad|home|placement|family)\b"
)
APPOSED = looked_for(r",\s*(?:an?|the|his|her|their)\s+(?:[a-z]+\s+)?advocate\b", "advocate", flags=re.IGNORECASE)
AGED = looked_for(r"\baged? \d", "age aged")
ADVOCATE = looked_for(
    r"\b(?:i am|im|as) (?:an?|his|her|their|the)? ?(?:\w+ ){0,2}advocate\b"
    r"|(?<!is an )(?<!whats an )\badvocat(?:e|ing) for\b|\bmy client\b",
    "advocating client",
    parts="advocate",
    begins="i am |im |as |advocate for|advocating for|my client",
)
PARENT = looked_for(
    r"\b(?:i am|im|as) (?:an?|his|her|their|the|\w+s)? ?(?:\w+ )?(?:mum|mother|mam|dad|father|parent|foster carer"
    r"|foster parent|carer|guardian)\b"
    r"|\bmy (?:son|daughter|child|children|kids|boy|girl|stepson|stepdaughter|foster (?:child|son|daughter))s?\b",
    begins="i am |im |as |my ",
)
OTHER = looked_for(
    r"\b(?:i am|im|as) (?:her|his|their) (?:\w+ )?(?:sister|brother|cousin)\b"
    r"|\b(?:i am|im|as) (?:an?|his|her|their|the|\w+s)? ?(?:\w+ )?(?:independent visitor|mentor|key ?worker"
    r"|support worker|personal adviser|tutor|coach|midwife|counsellor|therapist|psychologist|interpreter"
    r"|landlord|landlady)\b"
    r"|\b(?:i am|im|as) (?:an?|his|her|their|the|\w+s)? ?(?:\w+ )?(?:nan|gran|grandma|grandmother|grandad"
    r"|grandfather|grandparent|"
    r"auntie|aunt|uncle|neighbour|teacher|headteacher|social worker|youth worker|health visitor|nurse|doctor|gp|friend|"
    r"professional|councillor|mp|solicitor|police officer)\b|\bmy (?:grandson|granddaughter|grandchild|niece|nephew"
    r"|pupil|neighbour)s?\b",
    begins="i am |im |as |my ",
)
_NOT_THEIRS = re.compile(
    r"\b(?:is|was|are|were|am|has|have|had|did|does|do|can|cant|will|wont|not|his|her|hers|their|my|they|she|he|it|we)\b"
)
_HEAD = (
    r"(?:(?:\(?\d{1,2}[.):]\s*|(?i:for|re:?|young "
    r"person)\s+)(?:(?i:for)\s+)?(?P<numbered>[A-Z][A-Za-z]{0,11}(?:\.[A-Z])?)\s*(?:,\s*(?:aged?\s*)?\d{1,2}\b|[:–-]\s)"
    r"|(?P<initials>[A-Z]{1,3}),\s*(?:aged?\s*)?\d{1,2}\b)"
)
_LABEL = re.compile(rf"^\s*{_HEAD}")
FOR_THEM = looked_for(
    r"\b(?:on behalf of|writing (?:for|about)|raising this for|advocate for)\s+(?P<numbered>(?!))?"
    r"(?P<initials>[A-Z]{1,3}),\s*(?:aged?\s*)?\d{1,2}\b(?! (?:years of|weeks|months|days|times))",
    begins="on behalf of|writing for|writing about|raising this for|advocate for",
)
_LABELS = re.compile(rf"(?:^[ \t]*|(?<=[.!?])\s+|(?<=[:;])\s+(?=\(?\d)){_HEAD}", re.MULTILINE)

ONE_MESSAGE = 5_000
"""Characters in which several young people are looked for: a message of a chat holds fewer. *Taste.*"""


class Who(StrEnum):
    """Who somebody says they are (Q1)."""

    YOUNG = "young person"
    ADVOCATE = "advocate"
    PARENT = "parent"
    OTHER = "someone else"


_WHO = {
    Who.YOUNG: "young person|a young person|care leaver|a care leaver|young person or care leaver|yp|kid|a kid"
    "|child|a child|teen|"
    "teenager|a teenager|in care|foster kid|looked after child|young adult|me|myself|just me",
    Who.ADVOCATE: "an advocate|im an advocate|i am an advocate|independent advocate|advocate for a young person",
    Who.PARENT: "parent|a parent|parent or carer|carer|a carer|mum|mother|dad|father|mam|foster carer|foster parent"
    "|her mum|his mum|"
    "their mum|her dad|his dad|their dad|guardian|special guardian|adopter",
    Who.OTHER: "someone else|somebody else|other|else|gran|nan|grandparent|grandma|grandad|friend|a friend"
    "|neighbour|teacher|"
    "professional|relative|auntie|aunt|uncle|social worker|youth worker",
}
_BY_LABEL = {
    "young person or care leaver": Who.YOUNG, "young person": Who.YOUNG, "care leaver": Who.YOUNG,
    "parent or carer": Who.PARENT, "someone else": Who.OTHER,
}  # fmt: skip
_WHO_TYPED = {word: who for who, listed in _WHO.items() for word in listed.split("|")}


def who(text: str) -> Who | None:
    """Read a typed answer to the question who they are."""
    said = bare(text)
    stripped = re.sub(r"^(?:im|i am|a|an|the|its) ", "", said)
    return _WHO_TYPED.get(said) or _WHO_TYPED.get(stripped) or stated_who(text) or _among(said)


def _among(said: str) -> Who | None:
    """The first answer, somewhere in a short sentence: "i live in the home so young person obv"."""
    return Who.YOUNG if len(heard(said).words) <= 10 and _THE_YOUNG.search(said) else None


def labelled_who(text: str) -> Who | None:
    """One of the four answers to who they are, typed as it stands on its button, whatever was asked."""
    return _BY_LABEL.get(bare(text))


def stated_who(text: str) -> Who | None:
    """Who somebody says they are, in passing. The more exact reading wins: an advocate speaks of young people too."""
    if stands(ADVOCATE, text) or look(APPOSED, text) or (stands(AGED, text) and (label(text) or labels(text))):
        return Who.ADVOCATE
    if stands(OTHER, text):
        return Who.OTHER
    if stands(PARENT, text):
        return Who.PARENT
    return Who.YOUNG if stands(YOUNG, text) or stands(OF_AN_AGE, text) or name_and_age(text) else None


def in_care(text: str) -> bool:
    """Whether it speaks of a child in care, or of a care leaver."""
    return bool(_IN_CARE.search(bare(text)))


def short_text(text: str) -> str:
    """Up to four words, which may be a name or may be part of the message (Q2): somebody has to be asked. What is
    plainly about something, or says who they are, is no name.
    """
    if _NOT_THEIRS.search(bare(text)) or who(text):
        return ""
    return text.strip() if 1 <= len(text.split()) <= 4 and re.search(r"[^\W\d_]", text) else ""


def typed_label(text: str) -> str:
    """What an advocate typed when asked who it is for: initials or a word, never a sentence."""
    said = re.sub(r"^(?:for|it's|its|re)\s+", "", text.strip().rstrip(".!,"), flags=re.IGNORECASE)
    return label(text) or (said if 1 <= len(said.split()) <= 2 and len(said) <= 20 and bare(said) != "skip" else "")


def label(text: str) -> str:
    """What an advocate calls a young person at the head of a message: "2. O, aged 16: …", "For K: …". What is about
    several is no one's.
    """
    found = _LABEL.match(text) or first(FOR_THEM, text[:ONE_MESSAGE])
    return _known_as(found) if found and not labels(text) else ""


def labels(text: str) -> tuple[tuple[str, str], ...]:
    """The young people whom one message is about, each with their own part of it: "1. J, 15: … 2. T, 12: …". Empty
    unless there are two. What stands before the first is nobody's.
    """
    heads = [found for found in _LABELS.finditer(text[:ONE_MESSAGE]) if _known_as(found)]
    if not heads:
        return ()
    ends = [*(found.start() for found in heads[1:]), len(text)]
    parts: dict[str, tuple[str, str]] = {}
    for found, end in zip(heads, ends, strict=True):
        known_as, part = _known_as(found), text[found.start() : end].strip()
        first, before = parts.get(known_as.casefold(), (known_as, ""))
        parts[known_as.casefold()] = (first, f"{before}\n{part}".strip())
    return tuple(parts.values()) if len(parts) > 1 else ()


def _known_as(found: re.Match[str]) -> str:
    known_as = found["numbered"] or found["initials"]
    return "" if len(known_as) > 3 and plain(known_as) in COMMON else known_as
