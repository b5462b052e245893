"""`heard backup`, `heard restore`, `heard keys`, `heard audit`: the store copied while it is in use and brought back,
sealed under new keys, and the record of who did what proved unbroken or written out.
"""

import asyncio
import json
import os
import sys
from argparse import Namespace
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import fields
from pathlib import Path
from typing import TextIO

from run import forgotten_again, keeping, time_of_day
from run.config import Settings, load
from run.ledger import at_store, progress
from run.progress import Tell
from store import audit, copies, readable, renewing
from store.copies import NoCopy
from store.database import Connection
from store.retention import let_go

NO_FILE, PIPE = Path(os.devnull), Path("-")
A_FILE = "a copy is proved from its beginning to its end, and goes through no pipe: name a file"

COLUMNS = [each.name for each in fields(audit.Entry)]
"""What a line of the record that was written out has, by the names of an entry's parts."""


class NoRecord(Exception):
    """The file is no record that `heard audit export` wrote; the message says so."""


def backup(arguments: Namespace) -> int:
    """`heard backup FILE`: a consistent copy, the service running or not."""
    return _sorry(A_FILE, 2) if arguments.file == str(PIPE) else _done(arguments, _backed_up)


def restore(arguments: Namespace) -> int:
    """`heard restore FILE`: into an empty store, whole or not at all, checked."""
    return _sorry(A_FILE, 2) if arguments.file == str(PIPE) else _done(arguments, _restored)


def keys(arguments: Namespace) -> int:
    """`heard keys rotate`: a new key, and all that is stored sealed under it, the service running or not."""
    return _done(arguments, _rotated)


def record(arguments: Namespace) -> int:
    """`heard audit verify`, also against what was written out before, and `heard audit export FILE`."""
    if arguments.do == "export" and not arguments.file:
        return _sorry("heard audit export needs a file to write to", 2)
    work = _written if arguments.do == "export" else _verified
    return _done(arguments, work)


def _backed_up(settings: Settings, file: Path) -> int:
    with progress("copying") as tell:
        counts = copies.back_up(settings.store.url, file, tell)
    at_store(settings, lambda db: _copied(db, settings))
    return _say(file, counts)


def _copied(db: Connection, settings: Settings) -> None:
    """For whoever asks how old the last one is, and in the record."""
    copies.noted(db, time_of_day.now())
    _noted(db, settings, "store copied")


def _restored(settings: Settings, file: Path) -> int:
    path = Path(settings.store.key_file)
    if not path.exists():
        says = "there is no such file. What is in a copy opens only with the key that sealed it: put that there first"
        return _sorry(f"store.key_file: {path}: {says}", 1)
    keys = keeping.keys(path)
    with keeping.alone(settings.store.url), progress("bringing back") as tell:
        # Sealed anew before anything is written: with another key than its own it would be of no use there.
        counts = copies.restore(file, settings.store.url, tell, sealed=lambda url: renewing.renew(url, keys))
    at_store(settings, lambda db: _noted(db, settings, "store brought back from a copy"))
    return _say(file, counts)


def _rotated(settings: Settings, _: Path) -> int:
    path = Path(settings.store.key_file)
    keeping.key_of(settings.store)
    new = keeping.add_key(path)
    try:
        with progress("sealing") as tell:
            count = renewing.renew(settings.store.url, new, tell)
    except Exception:
        says = "it has a new key all the same, and some of what is stored may need it: keep a copy of it as it is"
        sys.stderr.write(f"store.key_file: {path}: {says}\n")
        raise
    at_store(settings, lambda db: _noted(db, settings, "store sealed under a new key"))
    _print({"key_file": str(path), "rows": count})
    return 0


def _noted(db: Connection, settings: Settings, did: str) -> None:
    audit.record(db, council=settings.council, who="the machine's keeper", did=did, about="", at=time_of_day.now())


def _verified(settings: Settings, file: Path) -> int:
    number, digest = _last_of(file)

    def look(db: Connection) -> tuple[int | None, audit.Entry | None, bool]:
        council = settings.council
        goes_on = not number or audit.goes_on_from(db, council, number, digest)
        newest = audit.newest(db, council)
        return audit.first_break(_told(audit.entries(db, council), newest, tell)), newest, goes_on

    with progress("proving the record") as tell:
        broken, newest, goes_on = at_store(settings, look, writes=False)
    if broken is not None:
        return _sorry(f"The record is broken at entry {broken}: it was altered, left out or put in between.", 1)
    if not goes_on:
        return _sorry(f"The record does not go on from {file}: entry {number} was cut off, or all was made anew.", 1)
    if found := [
        f"In {table} {count} of what is stored was altered, or moved, by something that is not Heard."
        for table, count in _altered(settings).items()
    ]:
        return _sorry("\n".join(found), 1)
    last = newest.number if newest else 0
    _print({"council": settings.council, "entries": last, "newest": newest.digest if newest else ""})
    return 0


def _altered(settings: Settings) -> Mapping[str, int]:
    async def count(tell: Tell | None) -> Mapping[str, int]:
        async with keeping.opened(settings.store, patience=None) as database:
            return await readable.altered(database.look, tell)

    with progress("opening what is stored") as tell:
        return asyncio.run(count(tell))


def _last_of(file: Path) -> tuple[int, str]:
    """The number and the digest of the last entry that was written out; 0 if there was none yet."""
    with file.open(encoding="utf-8") if file != PIPE else nullcontext(sys.stdin) as lines:
        last = deque(lines, maxlen=1)
    try:
        entry = json.loads(last[0] if last else '{"number": 0, "digest": ""}')
        return int(entry["number"]), str(entry["digest"])
    except (ValueError, LookupError, TypeError):
        raise NoRecord(f"{file} is no record that heard audit export wrote") from None


def _written(settings: Settings, file: Path) -> int:
    """A line for each entry, from the store to the file or down the pipe: a record of years is in no memory as a
    whole.
    """
    if file == PIPE:
        _write(settings, sys.stdout)
        return 0
    part = file.with_name(f".{file.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        count = _write(settings, out)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
    _print({"council": settings.council, "entries": count, "file": str(file)})
    return 0


def _write(settings: Settings, out: TextIO) -> int:
    def write(db: Connection) -> int:
        newest = audit.newest(db, settings.council)
        # Before the entries: `verify` looks at the last of those.
        out.writelines(forgotten_again.lines_of(let_go.known(db, settings.council)))
        out.writelines(map(_line, _told(audit.entries(db, settings.council), newest, tell)))
        return newest.number if newest else 0

    with progress("writing the record") as tell:
        return at_store(settings, write, writes=False)


def _line(entry: audit.Entry) -> str:
    return json.dumps({name: getattr(entry, name) for name in COLUMNS} | {"at": entry.at.isoformat()}) + "\n"


def _told(every: Iterator[audit.Entry], newest: audit.Entry | None, tell: Tell | None) -> Iterator[audit.Entry]:
    """The entries, and how far they are."""
    for entry in every:
        if tell and newest and entry.number % audit.PAGE == 0:
            tell(entry.number, newest.number)
        yield entry


def _done(arguments: Namespace, work: Callable[[Settings, Path], int]) -> int:
    try:
        settings = load(Path(arguments.config), os.environ)
        keeping.ready(settings.store.url)
        file = Path(getattr(arguments, "file", None) or NO_FILE)
        if file.is_dir():
            return _sorry(f"{file} is a folder: name a file", 1)
        return work(settings, file)
    except (*keeping.REFUSED, NoCopy, NoRecord, keeping.AlreadyRunning) as wrong:
        return _sorry(str(wrong), 1)
    except OSError as wrong:
        return _sorry(f"{wrong.filename}: {wrong.strerror}", 1)


def _say(file: Path, counts: dict[str, int]) -> int:
    _print({"file": str(file), "rows": sum(counts.values()), "tables": counts})
    return 0


def _sorry(says: str, code: int) -> int:
    sys.stderr.write(says + "\n")
    return code


def _print(found: object) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
