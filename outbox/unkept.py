"""Letters that were kept as files, because no mail server was named, are taken away again: the files, and their lines
in the index. Whatever else is there stays.
"""

import json
import os
from collections.abc import Collection, Iterator
from pathlib import Path

INDEX = "index.jsonl"
ROUNDS = 20
"""How often lines that were written meanwhile are taken over before it is given up."""


def take_away(folder: Path, names: Collection[str]) -> int:
    """Take these letters' files away; how many there were. Asked again, it is done once."""
    if not folder.is_dir():
        return 0
    files = {name.replace("/", ".") + ".eml" for name in names}
    there = [folder / each for file in files for each in (file, f".{file}.part") if (folder / each).exists()]
    for path in there:
        _written_over(path)
        path.unlink(missing_ok=True)
    if files and (folder / INDEX).exists():
        _index_without(folder, files)
    return len(there)


def _written_over(path: Path) -> None:
    """The bytes first, as far as a file system lets anybody: one that copies on writing, or a disk's own spare cells,
    may still hold them.
    """
    with path.open("r+b") as file:
        _emptied(file.fileno())


def _emptied(file: int) -> None:
    """All that stands in it is nothing from now on, as long as it is."""
    os.pwrite(file, b"\0" * os.fstat(file).st_size, 0)
    os.fsync(file)


def _index_without(folder: Path, files: Collection[str]) -> None:
    """The index without their lines. What a courier adds while it is written is taken over too."""
    part = folder / f".{INDEX}.part"
    with (folder / INDEX).open("r+", encoding="utf-8") as before, part.open("w", encoding="utf-8") as after:
        after.writelines(_left(before.readlines(), files))
        after.flush()
        os.fsync(after.fileno())
        part.replace(folder / INDEX)
        for _ in range(ROUNDS):
            more = list(_left(before.readlines(), files))
            if not more:
                break
            after.writelines(more)
            after.flush()
        _emptied(before.fileno())


def _left(lines: Collection[str], files: Collection[str]) -> Iterator[str]:
    return (line for line in lines if _file(line) not in files)


def _file(line: str) -> str:
    try:
        return str(json.loads(line).get("file", ""))
    except ValueError:
        return ""  # half a line, from a power cut
