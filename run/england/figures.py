"""What was counted and measured. Figures of two processes add up to those of both."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter, process_time, thread_time

Found = dict[str, float | dict[str, float]]


@dataclass(slots=True)
class Figures:
    """Of what is played here.

    `counted` is the same each time for the same seed; `seconds` is where the time went, `waiting` how many posts waited
    at which moment, `answered` how long that took, `longest` how long anybody waited for a first answer at most. `cpu`
    is that of our processes, `own` what of it the harness took for itself, `server` PostgreSQL's; `quarters` are the
    mails of each quarter of the time, and the CPU of the process that played them, the model's and the server's apart.
    """

    counted: Counter[str] = field(default_factory=Counter)
    letters: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    waiting: Counter[datetime] = field(default_factory=Counter)
    answered: dict[datetime, float] = field(default_factory=dict)
    longest: float = 0.0
    cpu: float = 0.0
    own: list[float] = field(default_factory=list)
    server: float = 0.0
    quarters: dict[int, tuple[int, float]] = field(default_factory=dict)
    memory: float = 0.0

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """How long something takes, added to what it took before."""
        began = perf_counter()
        try:
            yield
        finally:
            self.seconds[what] += perf_counter() - began

    @contextmanager
    def mine(self) -> Iterator[None]:
        """What the harness does here is no work of a service: its CPU is counted apart."""
        began = thread_time()
        try:
            yield
        finally:
            self.own.append(thread_time() - began)

    @contextmanager
    def quarter(self, which: int) -> Iterator[None]:
        """What a day of this quarter costs, and how many mails it brings."""
        mails, cpu = self.counted["mails"], process_time()
        yield
        self._of_quarter(which, self.counted["mails"] - mails, process_time() - cpu)

    def _of_quarter(self, which: int, mails: int, cpu: float) -> None:
        before = self.quarters.get(which, (0, 0.0))
        self.quarters[which] = (before[0] + mails, before[1] + cpu)

    def add(self, other: "Figures") -> None:
        """Those of another process, which played at the same time."""
        for mine, theirs in (
            (self.counted, other.counted),
            (self.letters, other.letters),
            (self.refused, other.refused),
        ):
            mine.update(theirs)
        for what, took in other.seconds.items():
            self.seconds[what] += took
        self.waiting.update(other.waiting)
        self.answered = {
            moment: max(self.answered.get(moment, 0.0), other.answered.get(moment, 0.0)) for moment in self.waiting
        }
        self.longest = max(self.longest, other.longest)
        self.cpu += other.cpu
        self.own += other.own
        for which, (mails, cpu) in other.quarters.items():
            self._of_quarter(which, mails, cpu)
        self.memory += other.memory

    def told(self, *, councils: int, people: int, wall: float, stored: float) -> Found:
        """The table, and the JSON: a row each."""
        counted, mails = self.counted, self.counted["mails"]
        peak = max(self.waiting, key=lambda moment: self.waiting[moment], default=None)
        return {
            "councils": councils,
            "people": people,
            **{name: counted[name] for name in COUNTED},
            "letters": sum(self.letters.values()),
            "refused by the rules": sum(self.refused.values()),
            "chases in time, %": _share(counted["chases"] - counted["chases late"], counted["chases"]),
            "posts waiting, most": self.waiting[peak] if peak else 0,
            "mails a second, answered, at the peak": self.waiting[peak] / self.answered[peak] if peak else 0.0,
            "mails a second, the whole year with all that follows": mails / wall,
            "longest wait for a first answer, s": self.longest,
            "stored, MB": stored / 1e6,
            "stored, KB a contact": stored / 1e3 / max(counted["contacts"], 1),
            "peak memory, MB": self.memory,
            "wall, s": wall,
            "CPU, s": self.cpu,
            "CPU of it the harness's own, s": sum(self.own),
            "CPU of PostgreSQL beside it, s": self.server,
            "CPU ms a mail, with all that follows": 1000 * (self.cpu + self.server) / max(mails, 1),
            "CPU ms a mail, by the quarters of the time": {
                str(which + 1): 1000 * cpu / max(some, 1) for which, (some, cpu) in sorted(self.quarters.items())
            },
            "where the time went, s": dict(sorted(self.seconds.items(), key=lambda row: -row[1])),
            "letters by their words": dict(self.letters.most_common()),
            "refused": dict(self.refused.most_common()),
        }


COUNTED = (
    "mails", "contacts", "receipts", "two receipts", "not answered", "not read", "for a person", "decisions",
    "alarms", "chases", "chases late", "missed by the hint",
)  # fmt: skip
"""What is the same each time, row by row."""


def _share(some: int, every: int) -> float:
    return 100 * some / every if every else 100.0
