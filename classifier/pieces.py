"""A message as the encoder reads it: pieces of words, as BERT's own tokenizer for lower-case English cuts them.

A few lines instead of a library: nothing else here needs one. A test holds them to what the published tokenizer says.
What has no piece is cut to smaller ones, down to letters, so that only what no letter stands for is unread.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

UNREAD, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"
WITHIN = "##"  # begins a piece that begins no word
LONGEST = 100  # letters of one word; longer is no word
HEAD = 2 / 3  # of what is looked at of a long message; the rest is its end
CHINESE = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F))
SYMBOLS = frozenset("$+<=>^`|~")  # of ASCII, marks of punctuation to BERT though not to Unicode
KEPT = 8_000  # what stands between two spaces, of which the pieces are remembered
LETTERS = 2_000  # letters of which is remembered how they are written: there are a million
APART = re.compile("[^ \t\n\r\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")  # what stands between two spaces


class Pieces:
    """A vocabulary, each piece with its row, and how many pieces of a message are looked at."""

    def __init__(self, vocabulary: Sequence[str], most: int) -> None:
        self.vocabulary = vocabulary
        self.most = most
        self.rows = {piece: row for row, piece in enumerate(vocabulary)}
        self.of = lru_cache(maxsize=KEPT)(self._of)

    def read(self, text: str) -> list[int]:
        """The rows of a message's pieces: of its head and its tail, if it is long."""
        found = [row for told in APART.findall(text) for row in (self.of if len(told) <= LONGEST else self._of)(told)]
        room = self.most - 2
        if len(found) > room:
            head = int(room * HEAD)
            found = found[:head] + found[head - room :]
        return [self.rows[BEGIN], *found, self.rows[END]]

    def _of(self, told: str) -> tuple[int, ...]:
        return tuple(row for word in words(told) for row in self._cut(word))

    def _cut(self, word: str) -> tuple[int, ...]:
        """The longest piece that the word begins with, then the longest of the rest; all of it, or unread."""
        found, at = [], 0
        while at < len(word) <= LONGEST:
            end = next((end for end in range(len(word), at, -1) if _piece(word, at, end) in self.rows), None)
            if end is None:
                break
            found.append(self.rows[_piece(word, at, end)])
            at = end
        return tuple(found) if at == len(word) else (self.rows[UNREAD],)


def _piece(word: str, at: int, end: int) -> str:
    return word[at:end] if at == 0 else WITHIN + word[at:end]


def words(text: str) -> Iterator[str]:
    """Lower case, without accents; a mark of punctuation and a Chinese sign are words of their own."""
    return iter("".join(map(_written, text)).split())


@lru_cache(maxsize=LETTERS)
def _written(letter: str) -> str:
    sort = unicodedata.category(letter)
    if letter in "\t\n\r" or sort == "Zs":
        return " "
    if letter in "\0\ufffd" or sort.startswith("C"):
        return ""
    plain = unicodedata.normalize("NFD", letter.lower())
    return "".join(f" {one} " if _alone(one) else one for one in plain if unicodedata.category(one) != "Mn")


def _alone(letter: str) -> bool:
    chinese = any(first <= ord(letter) <= last for first, last in CHINESE)
    return chinese or letter in SYMBOLS or unicodedata.category(letter).startswith("P")
