"""Which alphabet bytes are in when the mail does not say or lies: by the letters they would spell.

Written words are nearly all small letters of one script. Each likely alphabet is tried, and the one in which most of
the bytes become such letters is taken, if it is nearly all. charset-normalizer asks the same of all it knows, takes a
quarter of a second for it, and took Russian for Japanese.
"""

import re

SAMPLE = 4_000
"""Bytes that are looked at. *Taste.*"""

NEARLY_ALL = 0.75

SCRIPTS: tuple[tuple[str, str], ...] = (
    ("cp1251", "а-яёіїєґў"),
    ("koi8_r", "а-яё"),
    ("cp1253", "ά-ώ"),
    ("cp1255", "א-ת"),
    ("cp1256", "ء-ي"),
    ("cp874", "ก-์"),
    ("cp932", "ぁ-ヿ一-龠、。"),
    ("euc_jp", "ぁ-ヿ一-龠、。"),
    ("cp949", "가-힣"),
    ("big5", "一-龥"),
    ("gb18030", "一-龥"),
)
"""An alphabet, and the letters its words are written with. Of two that fit equally the first is taken."""

LETTERS = {codec: re.compile(f"[{letters}]") for codec, letters in SCRIPTS}
ASCII_AND_HEBREW = bytes((*range(0x80), *range(0xE0, 0xFB)))
KANA = re.compile("[ぁ-ヿ]")


def likely(raw: bytes) -> str:
    """The alphabet these bytes are most probably in; empty if none is likely."""
    sample = raw[:SAMPLE]
    shares = {codec: _share(sample, codec) for codec, _ in SCRIPTS}
    if not sample.translate(None, ASCII_AND_HEBREW):
        shares["cp1255"] += 1  # Russian has letters beyond these, and capitals; Hebrew has neither
    best = max(shares, key=lambda codec: shares[codec])
    return best if shares[best] > NEARLY_ALL else ""


def _share(sample: bytes, codec: str) -> float:
    """How many of the characters that are no ASCII would be letters of that script."""
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 3:
            return 0
        text = sample[: error.start].decode(codec)
    strange = sum(letter > "\x7f" for letter in text)
    if codec in ("cp932", "euc_jp") and len(KANA.findall(text)) * 5 < strange:
        return 0
    return len(LETTERS[codec].findall(text)) / strange if strange else 0
