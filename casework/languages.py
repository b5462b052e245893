"""Which language a message is plainly written in, so that we can say which one we cannot reply in yet (2.12)."""

import re

_SCRIPTS = (
    ("ru", re.compile("[ыэёъ]")), ("uk", re.compile("[\u0400-\u04ff]")), ("fa", re.compile("[پچژگ]")),
    ("ar", re.compile("[\u0600-\u06ff]")), ("ti", re.compile("[\u1200-\u137f]")), ("zh", re.compile("[\u4e00-\u9fff]")),
    ("vi", re.compile("[ạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]")),
)  # fmt: skip
_TELLTALES = {
    "pl": "nie jest mnie się jestem moja mój czy dlaczego proszę chcę mam już bardzo dla".split(),
    "cy": "dwi dw i'n mae ydw eisiau gyda ddim wedi fy nghofal rydw hoffwn beth yw oes".split(),
    "so": "waxaan waan ma aan anigu iyo waa iga ii laakiin fadlan rabaa caawimo".split(),
    "sq": "une nuk jam dhe per shume dua kam".split(),
    "ro": "sunt este nu vreau pentru mea am si foarte".split(),
}
LANGUAGES = {
    "ru": "Russian", "uk": "Ukrainian", "fa": "Farsi", "ar": "Arabic", "ti": "Tigrinya", "zh": "Chinese",
    "vi": "Vietnamese", "pl": "Polish", "cy": "Welsh", "so": "Somali", "sq": "Albanian", "ro": "Romanian",
}  # fmt: skip
"""Languages we can tell apart well enough to say which one we cannot reply in."""


def language(text: str) -> str:
    """The language a message is plainly written in, if it is not English; empty where that is not plain."""
    for code, letters in _SCRIPTS:
        if len(letters.findall(text.lower())) > len(text) // (12 if code in ("ru", "fa", "vi") else 4):
            return code
    said = set(re.findall(r"[^\W\d_]+(?:'\w+)?", text.lower()))
    likely = max(_TELLTALES, key=lambda code: len(said.intersection(_TELLTALES[code])))
    return likely if len(said.intersection(_TELLTALES[likely])) >= (3 if len(said) > 6 else 2) else ""
