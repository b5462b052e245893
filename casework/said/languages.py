"""Which language a message is plainly written in, so that we can say which one we cannot reply in yet (2.12)."""

import re
from collections.abc import Iterable

_SCRIPTS = (
    ("ru", re.compile("[ыэёъ]")), ("uk", re.compile("[\u0400-\u04ff]")), ("fa", re.compile("[پچژگ]")),
    ("ar", re.compile("[\u0600-\u06ff]")), ("ti", re.compile("[\u1200-\u137f]")), ("zh", re.compile("[\u4e00-\u9fff]")),
    ("vi", re.compile("[ạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]")),
)  # fmt: skip
_TELLTALES = {
    "pl": (
        "nie jest mnie się sie jestem moja mój moj mi czy dlaczego proszę prosze chcę chce mam już juz bardzo dla tata "
        "mama bije boję boje mną jak kiedy gdzie pomocy pomóżcie dziękuję nikt ktoś ktos żyć zyc dzień dobry cześć "
        "pomoc wszystkie sobie zrobię zrobie tabletki dzisiaj chyba domu"
    ),
    "cy": (
        "dwi dw i'n mae mae'n ydw eisiau isio moyn gyda ddim wedi fy nghofal rydw hoffwn beth yw oes sgen yn fi mam "
        "o'n e'n hi'n nhw fy marw byw helo diolch heno gartref plîs rwy rwy'n dydy ar hyn mae'r "
        "ches pryd diolch arian ystafell cyfarfod nesaf"
    ),
    "so": (
        "waxaan waan ma aan anigu aniga iyo waa iga ii laakiin fadlan rabaa rabo caawimo inaan ayaa ayay wuu way "
        "doonayaa doonayo hooyo aabbe aabbahay guriga igu baan lacag ima mahadsanid salaan dhinto qof "
        "baahanahay ayuu goorma lacagtayda shaqaalaha soo u"
    ),
    "sq": (
        "une unë nuk jam dhe për per shume shumë dua kam është eshte një kur askush flet shtëpi shtepi mua ime pse "
        "ndihmë ndihme avokati përkthyes perkthyes"
    ),
    "es": (
        "el los las que una yo mi mis quiero quiere estoy tengo tiene ella pero nadie porque cuando muy por para con "
        "trabajadora hablar ayuda gracias necesito"
    ),
    "ro": "sunt este nu vreau pentru mea am si foarte să mă ma mai mi-e tata mama sora",
    "fr": "je ne pas suis mon ma mes veux est les une avec pour me il elle plus j'ai n'ai c'est veulent chez peur",
}
_PECULIAR = {"pl": re.compile("[ąęłńśźż]"), "cy": re.compile("[ŵŷ]|^dd|^ngh|^mh"), "ro": re.compile("[ășțşţ]")}
"""Letters that show a word's language."""
_WORD = re.compile(r"[^\W\d_]+(?:['-]\w+)?")
_ASCII_WORD = re.compile(r"[a-z]+(?:['-]\w+)?", re.ASCII)
_BEGIN_ODDLY = "dnm"
"""How a word of ASCII letters begins that only another language has."""

_ODD = re.compile("|".join(letters.pattern for letters in _PECULIAR.values()))
_KNOWN = {code: frozenset(words.split()) for code, words in _TELLTALES.items()}
_ENGLISH = frozenset("the and my is was are have you she they not it for of with that want dont don't im i'm".split())
LANGUAGES = {
    "ru": "Russian", "uk": "Ukrainian", "fa": "Farsi", "ar": "Arabic", "ti": "Tigrinya", "zh": "Chinese",
    "vi": "Vietnamese", "pl": "Polish", "cy": "Welsh", "so": "Somali", "sq": "Albanian", "ro": "Romanian",
    "fr": "French", "es": "Spanish",
}  # fmt: skip
"""Languages we can tell apart well enough to say which one we cannot reply in."""


ENGLISH = "en"
ALONE = 5
"""Letters of a word that shows a language by itself: "me" is English too, and "Beth" a name. *Taste.*"""

OWN_NAMES = {
    "en": "English", "cy": "Cymraeg", "pl": "Polski", "uk": "Українська", "ar": "العربية", "so": "Soomaali",
    "ru": "Русский", "fa": "فارسی", "ti": "ትግርኛ", "zh": "中文", "vi": "Tiếng Việt", "sq": "Shqip", "ro": "Română",
    "fr": "Français", "es": "Español",
}  # fmt: skip
"""Each by its own name, as it stands on a button."""

_NAMED = {name.casefold(): code for names in (LANGUAGES, OWN_NAMES) for code, name in names.items()}
_ASKED_FOR = re.compile(r"(?:in|please|pls|i want|can (?:we|you) (?:speak|write)(?: in)?) ")


def named(text: str) -> str:
    """The language that somebody names, in English or by its own name; empty if they name none."""
    said = _ASKED_FOR.sub("", text.strip().casefold().removesuffix(" please").strip(" .!?"))
    return _NAMED.get(said, "")


def spoken(texts: Iterable[str]) -> str:
    """The language of a conversation, the latest words first: a name or a yes has none of its own."""
    for text in texts:
        if found := language(text):
            return found
        said = text.lower().split()
        if len(said) > 2 and _ENGLISH & set(said):
            return ENGLISH
    return ENGLISH


def language(text: str) -> str:
    """The language a message is plainly written in, if it is not English; empty where that is not plain."""
    lower = text.lower()
    for code, letters in () if lower.isascii() else _SCRIPTS:
        if len(letters.findall(lower)) > len(text) // (12 if code in ("ru", "fa", "vi") else 4):
            return code
    said = set((_ASCII_WORD if lower.isascii() else _WORD).findall(lower.replace("\u2019", "'")))
    odd = {word for word in said if not (word.isascii() and word[0] not in _BEGIN_ODDLY) and _ODD.search(word)}
    shown = {code: len(said & _KNOWN[code]) + _peculiar(odd - _KNOWN[code], code) for code in _TELLTALES}
    likely = max(shown, key=lambda code: shown[code])
    enough = 3 if len(said) > 6 else 2 if len(said) > 1 or len(text.strip()) < ALONE else 1
    return likely if shown[likely] >= enough and shown[likely] > len(said & _ENGLISH) else ""


def _peculiar(odd: set[str], code: str) -> int:
    """How many of the words have letters that only this language has."""
    letters = _PECULIAR.get(code)
    return sum(bool(letters.search(word)) for word in odd) if letters else 0
