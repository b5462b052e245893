"""What people thought of how they were dealt with: by the quarter, linked to nobody (R918, RD16)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field

from starlette.requests import Request
from starlette.responses import Response

from casework.frozen import frozen
from casework.records.sheets import HOW_WE_DID
from desk.access import Visit
from desk.desk import Desk
from desk.pages import page
from store import returned
from store.database import Connection

LATEST = 8
"""Quarters on the page. *Taste.*"""

FEW = 5
"""Answers below which a quarter's are not shown: whose they are could be guessed (R920)."""

WORDS = "words"


@frozen
class Quarter:
    """One quarter: how many answered, how often each answer was ticked, and what they would have us do better."""

    name: str
    answers: int
    ticked: Mapping[tuple[str, str], int]
    words: Sequence[str] = field(repr=False)


async def shown(request: Request, desk: Desk, visit: Visit) -> Response:
    """The latest quarters, each once enough people have answered in it."""

    def look(db: Connection) -> list[Quarter]:
        names = returned.quarters(desk.now(), LATEST)
        return [_of(name, returned.returned(db, desk.council.name, (name,))) for name in names]

    about = {"quarters": await desk.look(look), "asked": HOW_WE_DID.asked, "box": HOW_WE_DID.box, "few": FEW}
    return page(request, desk, visit, "thoughts.html", about)


def _of(name: str, sheets: Sequence[tuple[str, Mapping[str, Sequence[str]]]]) -> Quarter:
    if len(sheets) < FEW:
        return Quarter(name, len(sheets), {}, ())
    said = [answers for _, answers in sheets]
    ticked = Counter(
        (asked.name, choice) for asked in HOW_WE_DID.asked for one in said for choice in one.get(asked.name, ())
    )
    return Quarter(name, len(sheets), ticked, sorted(words for one in said for words in one.get(WORDS, ())))
