"""`heard import` and `heard export`: a council's spreadsheets into the store, whole or not at all, and out again."""

import asyncio
import gc
import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TypeVar

from casework.councils import Council
from run import keeping, time_of_day
from run.config import Settings, load, load_council, names
from run.progress import Tell, bar
from store import audit
from store.database import Connection
from store.ledger import bringing, entering, reading
from store.ledger import keeping as lines
from store.ledger.columns import FILES

T = TypeVar("T")

NO_FILES = f"nothing of a ledger is in it, which would be one of {', '.join(f'{name}.csv' for name in FILES)}"


class WrongUse(Exception):
    """A question that cannot be asked so: exit 2."""


def take_in(arguments: Namespace) -> int:
    """`heard import`: the whole folder or nothing. Every bad cell is named by file, line and column."""
    return answered(lambda: _take_in(arguments))


def put_out(arguments: Namespace) -> int:
    """`heard export`: the same files out again."""
    return answered(lambda: _put_out(arguments))


def answered(work: Callable[[], int]) -> int:
    """What a command comes to: its own exit code, 2 for wrong use, 1 for what could not be done."""
    try:
        return work()
    except WrongUse as wrong:
        return _sorry(str(wrong), 2)
    except keeping.REFUSED as wrong:
        return _sorry(str(wrong), 1)
    except OSError as wrong:
        what = f"{wrong.filename}: {wrong.strerror}" if wrong.filename else f"it broke off ({type(wrong).__name__})"
        return _sorry(what, 1)


def _take_in(arguments: Namespace) -> int:
    settings, council, folder = asked(arguments), arguments.council, Path(arguments.folder)
    if not folder.is_dir():
        raise WrongUse(f"{folder}: there is no such folder")
    with progress("reading") as tell:
        found = reading.folder(folder, council, tell)
    if found.bad:
        sys.stderr.writelines(f"{bad}\n" for bad in found.bad)
        return _sorry(f"nothing is imported: {_several(len(found.bad), 'bad cell')}", 1)
    if not found.lines:  # a missing file is an empty one; all of them missing may be a folder that was not meant
        sys.stderr.write(f"{folder}: {NO_FILES}\n")
    cells = {file: [line.cells for line in every] for file, every in found.lines.items()}
    references = {each.case for each in found.ledger().stages}
    with progress("keeping") as tell:
        kept, cases = at_store(settings, lambda db: _keep(db, load_council(council), cells, references, tell))
    _print({"council": council, "files": {file: asdict(each) for file, each in kept.items()}, "cases": asdict(cases)})
    return 0


def _keep(
    db: Connection, council: Council, cells: dict[str, list[reading.Cells]], references: set[str], tell: Tell | None
) -> tuple[dict[str, lines.Kept], bringing.Brought]:
    now = time_of_day.now()
    kept = lines.keep(db, council.name, cells, now, tell)
    cases = bringing.Brought()
    if any(each.new or each.changed for each in kept.values()):
        cases = bringing.bring(db, council, references, now, tell)
        audit.record(db, council=council.name, who="the machine's keeper", did="ledger imported", about="", at=now)
    return kept, cases


def _put_out(arguments: Namespace) -> int:
    settings, council = asked(arguments), arguments.council
    up_to_date(settings, load_council(council))
    written = at_store(settings, lambda db: _written(db, council, Path(arguments.folder)))
    _print({"council": council, "files": written})
    return 0


def _written(db: Connection, council: str, folder: Path) -> dict[str, int]:
    written = lines.write(db, council, folder)
    audit.record(db, council=council, who="the machine's keeper", did="ledger exported", about="", at=time_of_day.now())
    return written


def asked(arguments: Namespace) -> Settings:
    """The settings, for a council that there is."""
    if arguments.council not in names():
        raise WrongUse(f"no council is called {arguments.council}; there are: {', '.join(names())}")
    settings = load(Path(arguments.config), os.environ)
    keeping.ready(settings.store.url)
    return settings


def at_store(settings: Settings, work: Callable[[Connection], T], *, writes: bool = True) -> T:
    """One piece of work on the store, committed; one that only reads holds up nobody. It may take its time: years of
    lines that are brought in are in at once, or not at all.
    """
    return asyncio.run(_done(settings, work, writes=writes))


async def _done(settings: Settings, work: Callable[[Connection], T], *, writes: bool) -> T:
    async with keeping.opened(settings.store, patience=None) as database:
        return await (database.transact(work) if writes else database.look(work))


def up_to_date(settings: Settings, council: Council) -> None:
    """What cases say now stands in the ledger."""
    now, left = time_of_day.now(), partial(entering.still_to_enter, council=council)
    piece_by_piece(settings, lambda db: entering.a_few(db, council, now), left, "entering what changed")


def piece_by_piece(
    settings: Settings, work: Callable[[Connection], int], left: Callable[[Connection], int], doing: str
) -> None:
    """The same again and again, until it says that it found nothing more to do: each piece is committed by itself, so
    that after years, too, nobody who writes waits for all of it. `left`: how much it will find; what comes meanwhile
    may wait for the next time.
    """
    with progress(doing) as tell:
        asyncio.run(_done_in_pieces(settings, work, left, tell))


async def _done_in_pieces(
    settings: Settings, work: Callable[[Connection], int], left: Callable[[Connection], int], tell: Tell | None
) -> None:
    async with keeping.opened(settings.store, patience=None) as database:
        done, whole = 0, await database.look(left)
        for _ in range(whole + 1):  # each does one at least, and one finds nothing more
            some = await database.transact(work)
            if not some:
                break
            done += some
            if tell:
                tell(done, max(done, whole))


@contextmanager
def progress(doing: str) -> Iterator[Tell | None]:
    """A bar on a terminal, nothing in a pipe. A hundred thousand values are made meanwhile, and none is rubbish."""
    gc.disable()
    try:
        with bar(doing) as tell:
            yield tell
    finally:
        gc.freeze()
        gc.enable()


def _several(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _print(found: object) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")


def _sorry(text: str, code: int) -> int:
    sys.stderr.write(text + "\n")
    return code
