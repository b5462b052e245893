"""`heard forget`: what a person approved on the desk and is still due goes, everywhere (R906-R916). With `--dry-run` it
says what is due and why, by reference only, and changes nothing but its own notes of what is due when.

Runs beside a service. Only the last step needs it to stand still, and where that would take long it is left for when no
service is running, and said.
"""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from casework import days
from casework.councils import Council
from outbox import unkept
from run import forgotten_again, keeping, time_of_day
from run.config import Settings, load, load_council
from run.forgotten_again import NotOurs
from run.ledger import answered, at_store, piece_by_piece, progress, up_to_date
from run.ways_out import OUTBOX
from store.retention import dated, due, going, loose, sweeping, theirs, words
from store.retention.due import Listed
from store.retention.going import Done
from store.retention.theirs import Beside
from store.retention.words import Approved

NOT_SWEPT = (
    "The rows are gone. Not all the space they stood in is written over, in the database's files or its log; what is "
    "left there is sealed. docs/running.md, Forgetting, says what to grant; then run `heard forget` once more.\n"
)

AT_ONCE = 200
BROKEN = "it could not be forgotten"


def command(arguments: Namespace) -> int:
    """`heard forget`, `heard forget --dry-run`, and `heard forget --again RECORD`."""
    try:
        return answered(lambda: _forget(arguments))
    except NotOurs as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1


def _forget(arguments: Namespace) -> int:
    settings = load(Path(arguments.config), os.environ)
    keeping.ready(settings.store.url)
    council, now = load_council(settings.council), time_of_day.now()
    if arguments.again:
        record = forgotten_again.read(Path(arguments.again))
        at_store(settings, lambda db: forgotten_again.approve(db, council.name, record, now))
    return (say if arguments.dry_run else do)(settings, council, now)


def say(settings: Settings, council: Council, now: datetime) -> int:
    """What is due, and why."""
    _look_through(settings, council)
    approved = at_store(settings, lambda db: words.approved(db, council.name), writes=False)
    may_go = {(each.kind, each.about): each.by for each in approved}
    count, kept = 0, 0
    for each in _listed(settings, council, now):
        count, kept = count + 1, kept + bool(each.against)
        _print({
            "kind": each.kind, "reference": each.reference, "row": each.due.row, "rule": each.due.rule,
            "due": each.due.on.isoformat(), "why": each.due.why, "count": each.count,
            "kept_because": each.against or None, "approved_by": may_go.get((each.kind, each.about)),
        })  # fmt: skip
    _print({"due": count, "kept": kept, "approved": len(may_go)})
    return 0


def _listed(settings: Settings, council: Council, now: datetime) -> Iterator[Listed]:
    """A page at a time: after years in which nobody approved anything there may be many, each with all it holds."""
    whole, place = at_store(settings, lambda db: due.how_many(db, council, now), writes=False), due.FIRST
    for _ in range(0, whole + 1, AT_ONCE):
        page = partial(due.listed, council=council, now=now, limit=AT_ONCE, after=place)
        some, further = at_store(settings, page, writes=False)
        yield from some
        if further is None:
            break
        place = further
    yield from at_store(settings, lambda db: loose.listed(db, council, now), writes=False)


def do(settings: Settings, council: Council, now: datetime) -> int:
    """What was approved, some at a time."""
    may_go = at_store(settings, lambda db: words.approved(db, council.name), writes=False)
    if not may_go:
        sys.stderr.write("Nothing is approved. `heard forget --dry-run` says what is due; a person approves it on the "
                         "desk, under Keeping.\n")  # fmt: skip
    up_to_date(settings, council)  # what is about to go counts in the year's figures as it was at the end
    done: list[Done] = []
    beside = at_store(settings, lambda db: theirs.beside(db, council.name, may_go), writes=False)
    some = partial(_some, settings, council, now=now, beside=beside)
    with progress("forgetting") as tell:
        for start in range(0, len(may_go), going.AT_ONCE):
            done += some(may_go[start : start + going.AT_ONCE])
            if tell:
                tell(min(start + going.AT_ONCE, len(may_go)), len(may_go))
    for each in done:
        _print({
            "kind": each.kind, "reference": each.reference, "row": each.row, "rule": each.rule, "rows": each.rows,
            "kept_because": each.kept or None,
        })  # fmt: skip
    gone = sum(not each.kept for each in done)
    _print({"forgotten": gone, "kept": len(done) - gone, **_swept(settings, council, now)})
    return int(any(each.kept.startswith(BROKEN) for each in done))


def _some(
    settings: Settings, council: Council, some: Sequence[Approved], *, now: datetime, beside: Beside
) -> list[Done]:
    """Some together; if one of them cannot be read, each by itself, and that one is kept and said."""
    try:
        return _together(settings, council, some, now, beside)
    except Exception as fault:  # noqa: BLE001 around one case: whatever ails it, the others go
        if len(some) == 1:
            kept = f"{BROKEN} ({type(fault).__name__})"
            return [Done(some[0].kind, some[0].about, some[0].row, "", kept=kept)]
        return [done for each in some for done in _some(settings, council, [each], now=now, beside=beside)]


def _together(
    settings: Settings, council: Council, some: Sequence[Approved], now: datetime, beside: Beside
) -> list[Done]:
    """Files first: if the power goes in between, the record is still there, and brings us back here."""
    names = at_store(settings, lambda db: going.spilled(db, council, some, now), writes=False)
    unkept.take_away(OUTBOX, names)
    return at_store(settings, lambda db: going.go(db, council, some, now, beside))


def _swept(settings: Settings, council: Council, now: datetime) -> dict[str, object]:
    """The bytes in the database's own files; and when copies will have lost them, too."""
    url, swept = settings.store.url, False
    try:
        with _still(url):
            swept = sweeping.sweep(url)
        if not swept:
            sys.stderr.write(NOT_SWEPT)
    except keeping.AlreadyRunning:
        sys.stderr.write("The rows are gone. Stop the service and run `heard forget` once more, so that the space "
                         "they stood in is written over.\n")  # fmt: skip
    copies = council.retention["copy"]
    last = days.today(now) + timedelta(days=copies.days)
    return {"written_over": swept, "in_copies_until": last.isoformat()}


@contextmanager
def _still(url: str) -> Iterator[None]:
    """While the block lasts nobody is held up by it for long: it is small, or nobody else is at work. Raises
    `AlreadyRunning`.
    """
    if sweeping.is_small(url):
        yield
        return
    with keeping.alone(url):
        if not keeping.is_embedded(url) and not sweeping.is_quiet(url):
            raise keeping.AlreadyRunning
        yield


def _look_through(settings: Settings, council: Council) -> None:
    left = partial(dated.still_to_look_through, council=council)
    piece_by_piece(settings, lambda db: dated.look_through(db, council), left, "looking through what changed")


def _print(found: object) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
