"""What PostgreSQL takes of this machine: its processes are no children of ours, so nobody else counts them for us."""

import os
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")
PARENT, OWN, WITH_CHILDREN = 1, slice(11, 13), slice(11, 15)
"""Where behind a process's name its `stat` has them: its parent, its time, its time and that of children that ended."""


def taken(process: int, proc: Path = PROC) -> float:
    """Seconds of CPU that the server of this process has taken since it began; none where it runs elsewhere, or where
    nobody can be asked.
    """
    stats = dict(_stats(proc))
    if process not in stats or not (proc / str(process) / "comm").read_text().startswith("postgres"):
        return 0.0
    first = int(stats[process][PARENT])
    ticks = sum(map(int, stats[first][WITH_CHILDREN])) if first in stats else 0
    ticks += sum(sum(map(int, each[OWN])) for each in stats.values() if int(each[PARENT]) == first)
    return ticks / os.sysconf("SC_CLK_TCK")


def _stats(proc: Path) -> Iterator[tuple[int, list[str]]]:
    for each in proc.glob("[0-9]*/stat"):
        try:
            yield int(each.parent.name), each.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
