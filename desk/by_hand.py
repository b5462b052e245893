"""Letters that a person must post or say, as they are to go; and that it was done, by whom and when.

What somebody outside is owed does not depend on their having email: the words are the same, on paper or read out.
"""

from dataclasses import field

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework.frozen import frozen, replace
from casework.letters import Letter
from casework.messages import Address, Channel
from desk import access
from desk.access import Visit
from desk.desk import Desk
from desk.pages import page
from desk.tray import may_see
from outbox.library import MissingFact
from outbox.render import Rendered, render
from store import by_hand, outbox
from store.database import Connection

__all__ = ["done", "listed"]

GONE = "Somebody has done it already, or it is not to be sent any more."


@frozen
class Waiting:
    """A letter with its words, or what keeps it from being said."""

    letter: Letter
    rendered: Rendered | None = field(repr=False)
    missing: str = ""

    @property
    def number(self) -> str:
        """What it is called in an address."""
        return self.letter.name.partition("/")[2]


async def listed(request: Request, desk: Desk, visit: Visit) -> Response:
    """Everything that waits to be posted or said, about what they may see."""

    def look(db: Connection) -> dict[str, object]:
        council = access.in_force(db, desk)
        found = by_hand.waiting(db, council.name, desk.now())
        return {"waiting": [in_words(each) for each in found if may_see(db, each, visit, council)]}

    return page(request, desk, visit, "by_hand.html", await desk.look(look))


async def done(request: Request, desk: Desk, visit: Visit) -> Response:
    """It was posted or said: in exactly these words, on the record."""
    name = f"letter/{request.path_params['letter']}"

    def work(db: Connection) -> bool:
        council = access.in_force(db, desk)
        letter = by_hand.one(db, council.name, name)
        if letter is None or not may_see(db, letter, visit, council):
            return False
        words = in_words(letter).rendered
        if words is None:
            return False
        outbox.sent(db, letter, desk.now(), words_sent=words.exactly, far_id="")
        how = "posted" if letter.to.channel is Channel.LETTER else "said"
        access.record(db, desk, visit, f"{how} a letter", letter.reference or letter.about)
        return True

    if not await desk.transact(work):
        return page(request, desk, visit, "sorry.html", {"wrong": GONE}, status=404)
    return RedirectResponse("/by-hand", 303)


def in_words(letter: Letter) -> Waiting:
    """The words are those of an email: what has no screen has no buttons either."""
    try:
        return Waiting(letter, render(replace(letter, to=Address(Channel.EMAIL, letter.to.value)), choices={}))
    except MissingFact as missing:
        return Waiting(letter, None, str(missing))
