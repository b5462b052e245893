"""Words that may be about somebody else, marked so that a person sees them and decides (R905).

It marks too much rather than too little: every name that is known of the case, every title with a name behind it, every
word that begins with a capital in the middle of a sentence, every address and telephone number; but not what is the
person's own, and no reference. Letters of ours are full of capitals that are nobody's name: what we say in small
letters elsewhere in them is left alone there, unless it is a name too. What is left unmarked has not been cleared:
somebody still reads every line.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable

OPENS, CLOSES = "[[SOMEBODY ELSE? ", "]]"
"""What stands around such words. Taken out or blacked out before anything is handed over."""

_TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Lady|Lord|Cllr|Councillor|PC|DC|Sgt|Judge|Nurse|Auntie|Aunty|Aunt|Uncle|Nan)"
)
_SMALL_TITLE = r"\b(?:mrs?|ms|mx|dr|prof|cllr)\.? "
"""What a child writes before a name, with no capital: none of it is a word of its own."""
_WORD = r"[^\W\d_]+(?:[’'-][^\W\d_]+)*"
_CAPITALS = "".join(filter(str.isupper, map(chr, range(0x2000))))
_CAPITAL = rf"(?!I[’'])[{_CAPITALS}][’'-]?{_WORD}"
_ADDRESS = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
_NUMBER = r"(?<![\w-])(?!\d{4}-\d\d-\d\d(?![\w-]))\+?\d[\d ()-]{7,}\d(?![\w-])"
_REFERENCE = r"\b[A-Z]{2}-[A-Z0-9]{4,5}\b"
_BEGINS = re.compile(r"(?:^|[.!?:…\n]|[\"“‘(\[])\s*$")

ORDINARY = frozenset(
    "I I'm I've I'd I'll Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June"
    " July August September October November December Christmas Easter Council Ombudsman Childline Stage Telegram"
    " English Samaritans Dear Hello Hi Yes No OK Thanks Regards Sincerely Re Fwd Mum Dad About After And As At Because"
    " Before But By For From He Her His How If In It My Not Of On Our She So That The Their Then They This To We What"
    " When Where Who Why With You Your".split()
)
"""Words with a capital that are nobody's name."""
HELPLINES = frozenset({"0800 1111"})
"""Numbers that our letters tell everybody."""

NAMES_TOO = frozenset(
    "amber april art august bill chase dawn drew faith frank grace grant hope iris ivy jack jade joy june lily mark max"
    " may olive pat pearl penny poppy rich rob robin rose ruby sandy sky summer will".split()
)
"""Ordinary words that are somebody's name, too."""

_NAMED = rf"(?:{_SMALL_TITLE}({_WORD})|({_CAPITAL}))"
_NOBODYS = frozenset(each.casefold() for each in ORDINARY) - NAMES_TOO
_NO_NAMES = ORDINARY | frozenset(_TITLE.removeprefix("(?:").removesuffix(")").split("|"))


def marked(
    text: str, *, theirs: Iterable[str], known: Iterable[str], ordinary: Collection[str] = ()
) -> tuple[str, int]:
    """The text with what may be somebody else's marked, and how often. `theirs` are the person's own names and
    addresses, `known` the names of others in the case, `ordinary` words in small letters that are nobody's name.
    """
    text = _composed(text)
    mine = [_composed(each).casefold() for each in theirs]
    own = {word for each in mine if "@" not in each for word in _words(each)}
    others = sorted({_composed(each.strip()) for each in known if len(each.strip()) > 1}, key=len, reverse=True)
    several, single = (
        [rf"(?i:\b{re.escape(each)}\b)" for each in others if (" " in each) is many] for many in (True, False)
    )
    titled = [rf"\b{_TITLE}\.? {_CAPITAL}(?: {_CAPITAL})?", rf"{_SMALL_TITLE}{_WORD}"]
    names = [*titled, *several, rf"\b{_CAPITAL}(?: {_CAPITAL})*", *single]
    count = 0

    def look(found: re.Match[str]) -> str:
        nonlocal count
        said = found[0]
        is_own = said.casefold() in mine or said in HELPLINES or _is_own(said, own)
        if is_own or re.fullmatch(_REFERENCE, said) or not _is_somebody(said, found, others, ordinary):
            return said
        count += 1
        return f"{OPENS}{said}{CLOSES}"

    return re.sub("|".join((_REFERENCE, _ADDRESS, _NUMBER, *names)), look, text), count


def in_small_letters(texts: Iterable[str]) -> frozenset[str]:
    """The words that stand there in small letters, but those that are a name, too."""
    return frozenset(word for text in texts for word in re.findall(r"\b[a-z]{2,}\b", text)) - NAMES_TOO


def spotted(text: str, *, theirs: Iterable[str], known: Iterable[str]) -> set[str]:
    """The names that are marked in it, for the other papers of the same person: one that begins a sentence there may
    stand in the middle of one here.
    """
    said, _ = marked(text, theirs=theirs, known=known)
    parts = (part.partition(CLOSES)[0] for part in said.split(OPENS)[1:])
    found = (word for part in parts if "@" not in part for word in re.findall(_NAMED, part))
    return {word for each in found for word in each if word and word not in _NO_NAMES}


def _composed(text: str) -> str:
    """Each letter and its accent as one: as two, half of a name would be no letter."""
    return unicodedata.normalize("NFC", text)


def _is_own(said: str, own: set[str]) -> bool:
    """Their own name, also behind a word that is nobody's: `Dear Sam`."""
    words = set(_words(said))
    return bool(words & own) and words <= own | _NOBODYS


def _is_somebody(said: str, found: re.Match[str], others: list[str], ordinary: Collection[str]) -> bool:
    """Not a word that merely begins a sentence, or that everybody writes with a capital."""
    if any(said.casefold() == each.casefold() for each in others) or not said[0].isalpha() or "@" in said:
        return True
    if re.match(rf"{_TITLE}\b|{_SMALL_TITLE}", said) and " " in said:
        return True
    words = [word for word in said.split() if word not in ORDINARY and word.casefold() not in ordinary]
    if not words:
        return False
    return len(words) > 1 or not _BEGINS.search(found.string[: found.start()]) or said.split()[0] != words[0]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
