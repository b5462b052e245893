"""How somebody introduces themselves: who they say they are, what to call them, and an advocate's label for a young
person.

Fixed words, no model. A capital letter counts for little on a telephone, so a name typed alone is a name only if it
is nobody's common word; where it is not plain, somebody is asked.
"""

import re
from enum import StrEnum

from casework.commands import bare
from casework.spelling import plain

_YOUNG = re.compile(
    r"\b(?:im|i am|am) (?:a )?(?:in (?:foster )?care|(?:a )?care leaver|in (?:a )?(?:childrens|kids|care) home"
    r"|looked after|"
    r"in foster care|in residential|care experienced|a young person|1[0-7]|[89]|a (?:kid|child|teen|teenager))\b"
    r"|\b(?:im|i am) (?:only )?(?:[6-9]|1[0-7])\b(?! (?:weeks|months|miles|minutes|mins|hours|days))"
    r"|\b(?:[6-9]|1[0-7]) (?:yo|years old|yrs old)\b|\b(?:im|i am) (?:\w+ ){1,4}care leaver\b|\b(?:1[6-9]|2[0-5]) "
    r"(?:yr|year)s? old care leaver\b"
)
_THE_YOUNG = re.compile(
    r"(?<!for a )(?<!for the )(?<!about a )\b(?:young person|care leaver|yp|kid in care|child in care)\b(?!s)"
)
_IN_CARE = re.compile(
    r"\bin (?:foster |local authority |residential )?care\b|\bcare (?:leaver|experienced)\b"
    r"|\bin (?:a )?(?:childrens|kids|care) home\b|\blooked after\b|\bfoster (?:carers?|mum|dad|home|placement|family)\b"
)
_APPOSED = re.compile(r",\s*(?:an?|the|his|her|their)\s+(?:[a-z]+\s+)?advocate\b", re.IGNORECASE)
_ADVOCATE = re.compile(
    r"\b(?:i am|im|as) (?:an?|his|her|their|the)? ?(?:\w+ ){0,2}advocate\b|\badvocat(?:e|ing) for\b|\bmy client\b"
)
_PARENT = re.compile(
    r"\b(?:i am|im|as) (?:an?|his|her|their|the|\w+s)? ?(?:\w+ )?(?:mum|mother|mam|dad|father|parent|foster carer"
    r"|foster parent|carer|guardian)\b"
    r"|\bmy (?:son|daughter|child|children|kids|boy|girl|stepson|stepdaughter|foster (?:child|son|daughter))s?\b"
)
_OTHER = re.compile(
    r"\b(?:i am|im|as) (?:an?|his|her|their|the|\w+s)? ?(?:\w+ )?(?:nan|gran|grandma|grandmother|grandad"
    r"|grandfather|grandparent|"
    r"auntie|aunt|uncle|neighbour|teacher|headteacher|social worker|youth worker|health visitor|nurse|doctor|gp|friend|"
    r"professional|councillor|mp|solicitor|police officer)\b|\bmy (?:grandson|granddaughter|grandchild|niece|nephew"
    r"|pupil|neighbour)s?\b"
)
_NAMELESS = re.compile(
    r"\banonymous\b|\b(?:no|not|dont|do not|wont|cant|rather not|without)(?: \w+){0,4} (?:my |ur |a )?names?\b"
    r"|\bno names?\b"
    r"|\bname (?:doesnt|does not|dont|isnt|is not|not)(?: \w+)? (?:matter|important|telling|relevant)\b|\bnot telling\b"
    r"|\bnone of (?:your|ur) business\b|\brather not (?:say|tell)\b|\bdont want to say\b|\bnot saying\b"
)
_NAME = r"[^\W\d_][^\W\d_’'\-]*(?:[’'\-][^\W\d_]+)*"
_CAPITAL = rf"(?=[^\W\d_])(?-i:(?![a-zà-öø-ÿ])){_NAME}"
_CALLED = re.compile(
    rf"\b(?:my name(?:['’]?s| is)|call me|(?:i am|i['’]?m) called|name ?[:=]|known as|they call me|you can call "
    rf"me)\s+({_NAME}(?:\s+{_CAPITAL}){{0,2}})",
    re.IGNORECASE,
)
_I_AM = re.compile(
    rf"^(?:(?:hi|hello|hey|ok|oh|yeah|yes|sorry)[\s,.!]+)*(?:i am|i['’]?m|it['’]?s|it is|this "
    rf"is)\s+({_NAME}(?:\s+{_CAPITAL}){{0,2}})\s*[.!,:)]*$",
    re.IGNORECASE,
)
_I_AM_FROM = re.compile(
    rf"(?:^|[.!?\n]\s*)(?:(?i:hi|hello|hey|good (?:morning|afternoon|evening)|dear \w+)[\s,.!]+)*"
    rf"(?i:i am|i['’]?m|this is|it['’]?s)\s+({_CAPITAL}(?:\s+{_CAPITAL}){{0,2}})"
    rf"(?=,\s|\s+(?i:and i|from|at|with|here|writing)\b)"
)
_SIGNED = re.compile(
    rf"(?:[.!?]\s+|\n\s*|(?i:thanks|thank you|regards|wishes|sincerely|faithfully)[\s,.]+)"
    rf"({_CAPITAL}\s+{_CAPITAL}(?:\s+{_CAPITAL})?)\s*\.?\s*$"
)
_AND_AGE = re.compile(
    rf"^\s*({_NAME})[\s,]+(?:aged?\s*|i['’]?m\s+)?(?:[6-9]|1[0-7])(?:\s*(?:yo|yrs?|years?)(?: old)?)?\s*[.!]*$"
)
_BY_THE_WAY = re.compile(
    r"[\s,]+(?:btw|here|lol|haha|x+|xo|innit|tho|by the way|is my name|thanks?|ta|please|pls)$", re.IGNORECASE
)
_NOT_THEIRS = re.compile(
    r"\b(?:is|was|are|were|am|has|have|had|did|does|do|can|cant|will|wont|not|his|her|hers|their|my|they|she|he|it|we)\b"
)
_ITS = re.compile(rf"^(?:it['’]?s|it is)\s+({_CAPITAL})\b", re.IGNORECASE)
_HEAD = (
    r"(?:(?:\(?\d{1,2}[.):]\s*|(?i:for|re:?|young "
    r"person)\s+)(?:(?i:for)\s+)?(?P<numbered>[A-Z][A-Za-z]{0,11}(?:\.[A-Z])?)\s*(?:,\s*(?:aged?\s*)?\d{1,2}\b|[:–-]\s)"
    r"|(?P<initials>[A-Z]{1,3}),\s*(?:aged?\s*)?\d{1,2}\b)"
)
_LABEL = re.compile(rf"^\s*{_HEAD}")
_LABELS = re.compile(rf"(?:^[ \t]*|(?<=[.!?])\s+|(?<=[:;])\s+(?=\(?\d)){_HEAD}", re.MULTILINE)

_COMMON = frozenset(
    """
    a about above abt actually advocate after again ages ago alone already alright also always am amazing an and
    angry annoyed annoying any anyone anything anyway anyways april are around as ask asked asking at august away
    awful awkward babe baby back bad barely basically be because been before behind being believe best better
    between big bit bored boring bot both boy brilliant brother bruh but by bye call called calling calm came can
    cancel cant car care carer carers case cause change cheers child children christmas clear close cold college
    come coming complain complaint confused contact control cool could council couldnt course court cos coz cry
    crying cuz cus dad dark day days dead dear decide definitely delete depressed did didnt different do doctor does
    doesnt doing done dont down drama dumb dunno each early easy eat eh either else email embarrassed empty end
    english enough even ever every everyone everything exactly excited excuse exhausted fair fake family far fault
    fed feel feeling few fine finally first flat food for forget form fostering foster free friday friend friends
    from front fuck fucked fucking full fully fun funny fuming gave get getting girl give given go god going gone
    gonna good got gran grand great gutted guys had hah haha half happen happened happening happy hard has hate
    hated have havent he hear heard hell hello help helped helping her here hers hes hey hi him his hmm home honest
    honestly hope hopeless horrible hot hour house how huh hungry hurt i idiot idk if ignore ill im in innit inside
    into is isnt it its january jk job joke jokes joking july june just k kay keep kept kid kids kind knackered know
    lads later least leave left legal let liar lie life like listen little living lol lonely long look lost lots
    love lovely luck mad made make man manager march mate may maybe me mean meeting meh message messed met might
    mind mine miss missing mom monday money month months more morning most move moved moving much mum my myself nah
    name nan nearly need needs nervous never new news next nice night nights no nobody none nope normal not nothing
    november now nowhere number numb obvs october of off oh ok okay old omg on once one only open or other our out
    outside over own pa pain paperwork parent parents pass past people person phone piece pissed place placement
    plan please pls point police poor pretty probably problem proper properly put question quick quiet quit quite
    rather read ready real really reason regards remember reply report review right room rubbish rude run sad said
    same saturday say saying scared school sec secret see seen send sent september serious seriously set shall she
    shes shit should shut shy sick side silly since sister sit sleep slow so social some someone something sometimes
    soon sorry sort sorted sound speak start started stay still stop story stressed stuck stuff stupid sunday
    support sure sw ta tbh talk talking tell telling terrible than thank thanks that thats the their them then there
    theyre thing things think this those thought three thursday tho through time tired to today told tomorrow
    tonight too took top tried trouble true truly trust try trying tuesday turn two u uh um uncle under unfair
    unhappy unless until up upset ur us use useless usual very visit wait waiting wanna want wanted wants was wasnt
    way we wednesday week weeks weird well went were what whatever whats when where which while who whole whos why
    will win wish with without wont word words work worker working world worried worse worst would write wrong ya
    yay yeah year years yep yes yesterday yet yo you young your yours yup anonymous skip nickname nonymous
    cooperation adopted adoption spelt spelled pronounced written bullied bullying leaver independent interested
    concerned writing emailing contacting complaining unsure unwell pregnant homeless disabled autistic single
    married aware afraid delighted pleased grateful disappointed disgusted appalled shocked struggling hoping
    wondering looking having staying
    """.split()
)
"""Common words that are nobody's name: what somebody might type alone where a name was asked for."""


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
    return Who.YOUNG if len(said.split()) <= 10 and _THE_YOUNG.search(said) else None


def labelled_who(text: str) -> Who | None:
    """One of the four answers to who they are, typed as it stands on its button, whatever was asked."""
    return _BY_LABEL.get(bare(text))


def stated_who(text: str) -> Who | None:
    """Who somebody says they are, in passing. The more exact reading wins: an advocate speaks of young people too."""
    said = bare(text)
    aged = bool(re.search(r"\baged? \d", said)) and bool(label(text) or labels(text))
    if _ADVOCATE.search(said) or _APPOSED.search(text) or aged:
        return Who.ADVOCATE
    if _OTHER.search(said):
        return Who.OTHER
    if _PARENT.search(said):
        return Who.PARENT
    return Who.YOUNG if _YOUNG.search(said) or name_and_age(text) else None


def in_care(text: str) -> bool:
    """Whether it speaks of a child in care, or of a care leaver."""
    return bool(_IN_CARE.search(bare(text)))


def refuses_name(text: str) -> bool:
    """Wants no name known."""
    return len(bare(text).split()) <= 12 and bool(_NAMELESS.search(bare(text)))


def name_in(text: str) -> str:
    """A name given in passing: "my name is Ana", "im Bo", "its Zoë with two dots". Empty where none is given."""
    for pattern in (_CALLED, _I_AM, _ITS, _I_AM_FROM, _SIGNED):
        found = pattern.search(text.strip())
        if found and (named := _only_name(found[1])):
            return named
    return name_and_age(text)


def name_and_age(text: str) -> str:
    """A child's name, typed with their age and nothing else: "Jayden, 14". A single letter is an advocate's label."""
    found = _AND_AGE.match(text)
    named = _only_name(found[1]) if found and not label(text) else ""
    return named if len(named) > 1 else ""


def lone_name(text: str) -> str:
    """One or two words that are nobody's common words: a name typed alone, "Ozzy". Empty for anything else."""
    said = re.sub(r"^(?:just|its|it's|it’s)\s+", "", text.strip().rstrip(".!,"), flags=re.IGNORECASE)
    said = _BY_THE_WAY.sub("", said)
    if not 1 <= len(said.split()) <= 2 or not re.fullmatch(rf"{_NAME}(?:\s+{_NAME})?", said):
        return ""
    if " " in said and not all(word[:1].isupper() for word in said.split()):
        return ""  # two small words are a phrase, in some language
    return said if all(word not in _COMMON for word in bare(said).split()) and len(bare(said).split()[0]) > 1 else ""


def short_text(text: str) -> str:
    """Up to four words, which may be a name or may be part of the message (Q2): somebody has to be asked. What is
    plainly about something, or says who they are, is no name.
    """
    if _NOT_THEIRS.search(bare(text)) or who(text):
        return ""
    return text.strip() if 1 <= len(text.split()) <= 4 and re.search(r"[^\W\d_]", text) else ""


def _only_name(found: str) -> str:
    kept: list[str] = []
    for word in found.split():
        if plain(word) in _COMMON or plain(word).startswith(("advocate", "not")):
            break
        kept.append(word)
    return " ".join(kept)


def typed_label(text: str) -> str:
    """What an advocate typed when asked who it is for: initials or a word, never a sentence."""
    said = re.sub(r"^(?:for|it's|its|re)\s+", "", text.strip().rstrip(".!,"), flags=re.IGNORECASE)
    return label(text) or (said if 1 <= len(said.split()) <= 2 and len(said) <= 20 and bare(said) != "skip" else "")


def label(text: str) -> str:
    """What an advocate calls a young person at the head of a message: "2. O, aged 16: …", "For K: …". What is about
    several is no one's.
    """
    found = _LABEL.match(text)
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
    return "" if len(known_as) > 3 and plain(known_as) in _COMMON else known_as
