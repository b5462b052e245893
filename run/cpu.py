"""What is taken of this machine's processors beside what a process can say of itself: by those that it began, and by
PostgreSQL, whose processes are no children of ours.
"""

import os
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")
PARENT, OWN, WITH_CHILDREN = 1, slice(11, 13), slice(11, 15)
"""Where behind a process's name its `stat` has them: its parent, its time, its time and that of children that ended."""


def of_us(proc: Path = PROC) -> float:
    """Seconds of CPU that this process has taken and those that it began, whether they run or have ended."""
    us, stats = os.getpid(), dict(_stats(proc))
    return sum(_seconds(each[WITH_CHILDREN]) for own, each in stats.items() if us in (own, int(each[PARENT])))


def of_server(process: int, proc: Path = PROC) -> float:
    """Seconds of CPU that the server of this process has taken since it began; none where it runs elsewhere, or where
    nobody can be asked.
    """
    stats = dict(_stats(proc))
    if process not in stats or not (proc / str(process) / "comm").read_text().startswith("postgres"):
        return 0.0
    first = int(stats[process][PARENT])
    began = _seconds(stats[first][WITH_CHILDREN]) if first in stats else 0.0
    return began + sum(_seconds(each[OWN]) for each in stats.values() if int(each[PARENT]) == first)


def _seconds(ticks: list[str]) -> float:
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _stats(proc: Path) -> Iterator[tuple[int, list[str]]]:
    for each in proc.glob("[0-9]*/stat"):
        try:
            yield int(each.parent.name), each.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
