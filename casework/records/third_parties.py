"""Words that may be about somebody else, marked so that a person sees them and decides (R905).

It marks too much rather than too little: every name that is known of the case, every title with a name behind it, every
word that begins with a capital in the middle of a sentence, every address and telephone number; but not what is the
person's own. What is left unmarked has not been cleared: somebody still reads every line.
"""

import re
from collections.abc import Iterable

OPENS, CLOSES = "[[SOMEBODY ELSE? ", "]]"
"""What stands around such words. Taken out or blacked out before anything is handed over."""

_TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Lady|Lord|Cllr|Councillor|PC|DC|Sgt|Judge|Nurse|Auntie|Aunty|Aunt|Uncle|Nan)"
)
_CAPITAL = r"[A-Z][^\W\d_]+(?:[’'-][^\W\d_]+)*"
_ADDRESS = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
_NUMBER = r"(?<![\w-])\+?\d[\d ()-]{7,}\d(?![\w-])"
_BEGINS = re.compile(r"(?:^|[.!?:…\n]|[\"“‘(])\s*$")

ORDINARY = frozenset(
    "I I'm I've I'd I'll Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June"
    " July August September October November December Christmas Easter Council Ombudsman Childline Stage Telegram"
    " English Samaritans Dear Hello Hi Yes No OK Thanks Regards Sincerely Re Fwd Mum Dad".split()
)
"""Words with a capital that are nobody's name."""
_NO_NAMES = ORDINARY | frozenset(_TITLE.removeprefix("(?:").removesuffix(")").split("|"))


def marked(text: str, *, theirs: Iterable[str], known: Iterable[str]) -> tuple[str, int]:
    """The text with what may be somebody else's marked, and how often. `theirs` are the person's own names and
    addresses, `known` the names of others in the case.
    """
    own = {word for each in theirs for word in _words(each)}
    others = sorted({each.strip() for each in known if len(each.strip()) > 1}, key=len, reverse=True)
    named = [re.escape(each) for each in others]
    parts = [rf"\b{_TITLE}\.? {_CAPITAL}(?: {_CAPITAL})?", *[rf"(?i:\b{each}\b)" for each in named]]
    parts += [_ADDRESS, _NUMBER, rf"\b{_CAPITAL}(?: {_CAPITAL})*"]
    count = 0

    def look(found: re.Match[str]) -> str:
        nonlocal count
        said = found[0]
        if _is_own(said, own) or not (_is_somebody(said, found, others)):
            return said
        count += 1
        return f"{OPENS}{said}{CLOSES}"

    return re.sub("|".join(parts), look, text), count


def spotted(text: str, *, theirs: Iterable[str], known: Iterable[str]) -> set[str]:
    """The names that are marked in it, for the other papers of the same person: one that begins a sentence there may
    stand in the middle of one here.
    """
    said, _ = marked(text, theirs=theirs, known=known)
    parts = (part.partition(CLOSES)[0] for part in said.split(OPENS)[1:])
    return {word for part in parts if "@" not in part for word in re.findall(_CAPITAL, part) if word not in _NO_NAMES}


def _is_own(said: str, own: set[str]) -> bool:
    return all(word in own for word in _words(said))


def _is_somebody(said: str, found: re.Match[str], others: list[str]) -> bool:
    """Not a word that merely begins a sentence, or that everybody writes with a capital."""
    if any(said.casefold() == each.casefold() for each in others) or not said[0].isalpha() or "@" in said:
        return True
    if re.match(rf"{_TITLE}\b", said) and " " in said:
        return True
    words = [word for word in said.split() if word not in ORDINARY]
    if not words:
        return False
    return len(words) > 1 or not _BEGINS.search(found.string[: found.start()]) or said.split()[0] != words[0]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
