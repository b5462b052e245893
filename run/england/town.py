"""One council that is played: the configured profile under a name of its own, its service beside the others' in this
process, its matters, and what is still to be done about them.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from casework.councils import Role
from casework.frozen import frozen, replace
from run.demo import rows as demo
from run.england import counts, office
from run.england.counts import Arrivals, Course
from run.england.office import Office
from run.england.sink import Matter, Sink
from run.health import Health
from run.inside import inside
from run.service import Service
from store import bench, people
from store.database import Connection

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@frozen
class Due:
    """Something that is still to be done about a matter: a step, or, where there is none, they write once more."""

    matter: Matter
    address: str
    number: int
    course: Course
    step: demo.Step | None = None


@dataclass(slots=True)
class Town:
    """A council at work."""

    service: Service
    sink: Sink
    office: Office
    arrivals: Arrivals
    due: defaultdict[date, list[Due]] = field(default_factory=lambda: defaultdict(list))
    written: int = 0


async def opened(
    first: Service,
    sink: Sink,
    number: int,
    people_here: float,
    *,
    seed: int,
    weeks: int,
    rows: Sequence[Course],
    viral: bool,
) -> Town:
    """A council beside the others: the same store and model, everything else its own; its staff have begun."""
    profile = replace(first.council, name=f"council{number:03}", reference_prefix=_prefix(number))
    service = replace(
        first,
        council=profile,
        health=Health(first.now, first.now()),
        inside=inside(council=profile.name, signs=first.signs, key=first.key),
        to_read=asyncio.Event(),
        behind=asyncio.Event(),
        to_send=asyncio.Event(),
        to_consider=asyncio.Event(),
    )
    found = demo.load()
    await first.database.transact(lambda db: _engage(db, found, profile.name))
    chance = random.Random(f"{seed} {number}")
    coming = counts.arrivals(people_here, rows, weeks=weeks, chance=chance, viral=viral)
    return Town(service, sink, office.opened(service), coming)


def _engage(db: Connection, found: demo.Demo, council: str) -> None:
    """The staff of `heard demo`; the complaints manager does an officer's work too."""
    for each in found.staff:
        roles = each.roles | {Role.CO} if Role.CM in each.roles else each.roles
        people.add(db, council, replace(each, roles=roles))
    for expert in found.register:
        bench.keep(db, council, expert)


def _prefix(number: int) -> str:
    return LETTERS[number // len(LETTERS)] + LETTERS[number % len(LETTERS)]
