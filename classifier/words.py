"""What a word is, and how it is spelt to be compared with others; the tokenizer of the pipeline by the same rule."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

LONGEST = 40  # characters of one word; base64 that slipped through is no word
WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
WORD_OR_SPACE = re.compile(rf"{WORD.pattern}|\s+")
SQUEEZED = re.compile(r"(\w)\1{2,}")
KEPT = 10_000  # words whose plain spelling is remembered


def plain(word: str) -> str:
    """A word as it is compared: lower case, no apostrophe, no letter more than twice, a number as its sort."""
    word = unicodedata.normalize("NFKC", word[:LONGEST]).casefold().replace("’", "").replace("'", "")
    return _sort_of_number(int(word)) if word.isdecimal() else SQUEEZED.sub(r"\1\1", word)


def _sort_of_number(number: int) -> str:
    """Numbers are told apart as ages are: a child, a teenager, a care leaver, older; one stands for all of its sort."""
    sorts = ((9, "9"), (17, "15"), (25, "20"), (99, "50"), (1899, "500"), (2099, "2000"))
    return next((name for most, name in sorts if number <= most), "5000")


class Words:
    """A tokenizer in one linear pass: hostile text costs what its length costs, and no more."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        for found in WORD_OR_SPACE.finditer(text):
            if found[0] == " " and words and not words[-1].isspace() and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(found[0])
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_disk(self, path: Path, **_: object) -> None:
        """Nothing learnt, so nothing to keep; spaCy asks."""

    def from_disk(self, path: Path, **_: object) -> "Words":
        return self

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **_: object) -> "Words":
        return self


@registry.tokenizers("heard.Words.v1")  # type: ignore[untyped-decorator]  # spaCy says nothing of its type
def make_words() -> Callable[[Language], Words]:
    """What `config.cfg` asks for by name."""
    return lambda nlp: Words(nlp.vocab)
