"""The subject under which a letter lies in somebody's mail program.

Gmail keeps together only what has one subject, "Re:" apart. So who writes to us under a subject of ours is answered
under the same. Their own subject is never said again: it may hold what nobody who looks over a shoulder should read.
"""

import re
from functools import cache

from casework.frozen import replace
from casework.letters import Letter
from casework.matching import BEFORE
from casework.messages import Channel
from outbox import library
from outbox.render import Rendered

HELD = re.compile(r"\{(\w+)\}")


def threaded(letter: Letter, rendered: Rendered) -> Rendered:
    """The same, under the subject they wrote under, if that is word for word one of ours about the same matter."""
    if letter.to.channel is not Channel.EMAIL or not letter.under or letter.staff:
        return rendered
    bare = " ".join(BEFORE.sub("", letter.under).split())
    known = {"council": letter.facts.get("council", ""), "ref": letter.reference}
    ours = {HELD.sub(lambda held: known[held[1]], each) for each in _subjects()}
    return replace(rendered, subject=f"Re: {bare}") if bare in ours else rendered


@cache
def _subjects() -> frozenset[str]:
    """Ours that hold nothing but who we are and the reference: those tell a bystander nothing."""
    found = (each.subject for name, each in library.every().items() if name.startswith("email."))
    return frozenset(each for each in found if "{ref}" in each and set(HELD.findall(each)) <= {"council", "ref"})
