"""What leads to no case and may name somebody all the same: the survey's own words, and an example told for a report.
Where it says who is forgotten, by their whole name or by where they are reached, it goes with them, however its letters
are written. A first name alone is anybody's, and stays.
"""

import json
import re
from collections.abc import Collection, Iterable

from sqlalchemy import BindParameter, bindparam, select, update

from casework.said.plain import plain
from store.database import Connection
from store.ledger import keeping
from store.retention import wordless
from store.retention.wordless import ALL, Line
from store.tables import feedback

EXAMPLES = ALL["examples"]

Says = re.Pattern[str]


def forget(db: Connection, council: str, called: Iterable[str], reached: Iterable[str]) -> list[Line]:
    """Take it out; the examples as they were, for published reports are made of them too."""
    said = _saying({*filter(_is_whole, called), *reached})
    if said is None:
        return []
    _answers(db, council, said)
    there = wordless.lines_of(db, council, EXAMPLES)
    gone = [Line(EXAMPLES.name, name, cells) for name, cells in there if _says(said, cells)]
    keeping.taken_away(db, council, [each.name for each in gone])
    return gone


def _answers(db: Connection, council: str, said: Says) -> None:
    for name, data in db.execute(_ANSWERS, {"of_council": council}).all():
        answers = json.loads(data)
        left = {asked: given for asked, given in answers.items() if not _says(said, given)}
        if left != answers:
            again = json.dumps(left, ensure_ascii=False, sort_keys=True).encode()
            db.execute(_ANSWERED, {"of_council": council, "of_name": name, "says": again})


def _is_whole(name: str) -> bool:
    return len(name.split()) > 1


def _says(said: Says, texts: Iterable[str]) -> bool:
    return said.search(plain(" ".join(texts))) is not None


def _saying(named: Collection[str]) -> Says | None:
    """What finds any of these in a text, whatever stands between their parts."""
    found = sorted(filter(None, map(_however, named)))
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)") if found else None


def _however(named: str) -> str:
    """A telephone number is one wherever its digits are set apart, and from abroad, too."""
    if re.fullmatch(r"[\d ()+-]{7,}", named):
        bare = re.sub(r"\D", "", named.replace("+44", "0"))
        return r"\W*".join(bare).replace("0", "(?:0|44)", 1) if bare.startswith("0") else r"\W*".join(bare)
    return r"\W+".join(map(re.escape, re.findall(r"\w+", plain(named))))


_COUNCIL: BindParameter[str] = bindparam("of_council")
_ANSWERS = select(feedback.c.name, feedback.c.data).where(feedback.c.council == _COUNCIL, feedback.c.quarter != "")
_ANSWERED = (
    update(feedback)
    .where(feedback.c.council == _COUNCIL, feedback.c.name == bindparam("of_name"))
    .values(data=bindparam("says"))
)
