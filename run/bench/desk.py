"""`heard bench desk`: how soon each page of the desk is there, among so many cases.

The store is filled by `cases`; the desk is the real one, a process of its own as `heard run desk` starts it; the
pages are asked for over HTTP on one kept connection, in turn, so that a slow minute of the machine is everybody's. The
first answer stands apart: what a page remembers between two looks is not there yet. Where the machine tells it (Linux),
the desk's own work is given beside the wait: on a machine that does other things too, the wait is those as well.
"""

import json
import statistics
import subprocess
import sys
from argparse import Namespace
from asyncio import run
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus
from http.client import HTTPException
from itertools import count
from time import clock_gettime, monotonic, perf_counter, sleep

from casework.frozen import frozen
from run import aside, service, time_of_day
from run.bench import cases
from run.bench.opened import CONFIG
from run.browser import Browser, hidden
from run.config import load
from run.ledger import progress
from run.made_up import FIRST, LAST
from store import people
from store.database import Connection

USUAL = 100_000
"""Cases, where nobody says how many (issue 7)."""

ROUNDS = 40
"""How often each page is asked for."""

LONGEST = 240.0
"""Seconds after which it ends, with fewer rounds; and within which the desk must answer at all."""

GOAL = 100.0
"""Milliseconds that a page may take, 95 of 100 times (issue 7)."""

Ask = tuple[str, Mapping[str, str] | None]


@frozen
class Asked:
    """One page: who asks for it, and the address of each time, with what is typed where a form is sent."""

    name: str
    who: str
    ask: Callable[[int], Ask]


@dataclass(slots=True)
class Asking:
    """Somebody signed in, with what their forms carry."""

    browser: Browser
    token: str = ""

    def signs_in(self, link: str) -> None:
        """Press the button of a one-time link."""
        self.browser.sign_in(link)
        self.token = hidden(self.gets(("/search", None)), "/search")["token"]

    def gets(self, asked: Ask) -> str:
        """The page; a form is sent as whoever it was shown to."""
        path, typed = asked
        status, shown = self.browser.asks(path, typed and {"token": self.token, **typed})
        if status != HTTPStatus.OK:
            raise RuntimeError(f"{path} answered {status}")
        return shown


def pages(stored: int) -> tuple[Asked, ...]:
    """What is asked for; of single cases another one each time."""

    def case(every: int, place: int) -> Callable[[int], Ask]:
        return lambda turn: (f"/cases/B-{(turn * 997 * every + place) % stored:07}", None)

    def page(path: str) -> Callable[[int], Ask]:
        return lambda _: (path, None)

    def search(words: Callable[[int], str]) -> Callable[[int], Ask]:
        return lambda turn: ("/search", {"words": words(turn), "which": "all"})

    some = cases.OPEN
    return (
        Asked("today", "cm", page("/today")),
        Asked("today, a manager's", "rm3", page("/today")),
        Asked("tray", "cm", page("/tray")),
        Asked("tray, filtered and sorted", "cm", page("/tray?channel=email&sort=received&down=yes")),
        Asked("cases", "cm", page("/cases")),
        Asked("cases, filtered and sorted", "cm", page("/cases?procedure=statutory&sort=handler")),
        Asked("cases, late ones, page 2", "cm", page("/cases?late=yes&page=2")),
        Asked("cases, a manager's", "rm3", page("/cases")),
        Asked("cases, saved as a table", "cm", page("/cases?csv=yes")),
        Asked("an open case", "cm", case(some, some - 1)),
        Asked("a closed case", "cm", case(1, 0)),
        Asked("a message", "cm", lambda turn: (f"/contacts/B-{turn * 997 % stored:07}", None)),
        Asked("search, a name", "cm", search(lambda turn: f"{FIRST[turn % len(FIRST)]} {LAST[turn % len(LAST)]}")),
        Asked("search, a word", "cm", search(lambda turn: cases.WORDS[turn % len(cases.WORDS)])),
        Asked("search, an address", "cm", search(lambda turn: f"family{turn * 997 % stored}@family.example")),
        Asked("search, nothing there", "cm", search(lambda turn: f"nobody{turn}")),
        Asked("safety", "cm", page("/safety")),
        Asked("changed dates", "cm", page("/dates")),
        Asked("reports", "cm", page("/reports")),
        Asked("service", "cm", page("/service")),
    )


def command(arguments: Namespace) -> int:
    """Fill a store, ask, and say how long each took: a table on standard error, JSON on standard output."""
    stored = arguments.count or USUAL
    with aside.environment() as environ:
        began = perf_counter()
        with progress("filling a store") as tell:
            links = run(_filled(environ, stored, tell))
        filled = perf_counter() - began
        with _desk(environ) as (port, process):
            found = _measured(port, process, links, pages(stored))
    _tell(found)
    whole = {"bench": "desk", "cases": stored, "filled, s": round(filled, 1), "pages": found}
    sys.stdout.write(json.dumps(whole) + "\n")
    return 0


async def _filled(environ: Mapping[str, str], stored: int, tell: Callable[[int, int], None] | None) -> dict[str, str]:
    """The store filled; and a link for each who will ask."""
    async with service.opened(load(CONFIG, environ), now=time_of_day.now) as opened:
        await cases.fill(opened, stored, tell)
        council, now = opened.council.name, opened.now()
        whose = {each.who for each in pages(stored)}
        issue = opened.database.transact
        return {who: await issue(partial(_link, council=council, who=who, now=now)) for who in sorted(whose)}


def _link(db: Connection, *, council: str, who: str, now: datetime) -> str:
    return people.issue_link(db, council, who, now)


@contextmanager
def _desk(environ: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """The desk as a process of its own, from when it answers until the block ends."""
    port = int(environ["HEARD_DESK__PORT"])
    words = [sys.executable, "-m", "run", "run", "desk", "--config", str(CONFIG)]
    desk = subprocess.Popen(words, env=dict(environ), cwd=CONFIG.parent, stderr=subprocess.DEVNULL)
    try:
        _answers(port, desk)
        yield port, desk.pid
    finally:
        desk.terminate()
        desk.wait(30)


def _answers(port: int, desk: "subprocess.Popen[bytes]") -> None:
    end = monotonic() + LONGEST
    while monotonic() < end and desk.poll() is None:
        try:
            Browser(port).asks("/sign-in")
        except (OSError, HTTPException):
            sleep(0.1)
        else:
            return
    raise RuntimeError("the desk did not start")


def _work_of(process: int) -> float:
    """Seconds that a process has worked so far, in all its threads; 0 where nobody says."""
    return clock_gettime((~process << 3) | 2) if sys.platform == "linux" else 0.0


def _measured(
    port: int, process: int, links: Mapping[str, str], asked: tuple[Asked, ...]
) -> dict[str, dict[str, float]]:
    asking = {who: Asking(Browser(port, LONGEST)) for who in links}
    for who, link in links.items():
        asking[who].signs_in(link)
    took: dict[str, list[float]] = {each.name: [] for each in asked}
    work: dict[str, list[float]] = {each.name: [] for each in asked}
    end = monotonic() + LONGEST
    for turn in count():
        if turn > ROUNDS or (turn > 2 and monotonic() > end):
            break
        for each in asked:
            began, worked = perf_counter(), _work_of(process)
            asking[each.who].gets(each.ask(turn))
            took[each.name].append(1000 * (perf_counter() - began))
            work[each.name].append(1000 * (_work_of(process) - worked))
    return {name: _figures(times, work[name]) for name, times in took.items()}


def _figures(times: list[float], work: list[float]) -> dict[str, float]:
    first, again = times[0], sorted(times[1:])
    p95 = again[min(len(again) - 1, int(len(again) * 0.95))]
    found = {"first, ms": first, "p50, ms": statistics.median(again), "p95, ms": p95}
    found["work, ms"] = statistics.median(work[1:])
    return {name: round(value, 1) for name, value in found.items()} | {"times": len(again)}


def _tell(found: Mapping[str, Mapping[str, float]]) -> None:
    width = max(map(len, found))
    columns = ("first, ms", "p50, ms", "p95, ms", "work, ms")
    sys.stderr.write(f"{'':<{width}}" + "".join(f"{name:>12}" for name in columns) + "\n")
    for name, figures in found.items():
        slow = "  over the goal" if figures["p95, ms"] > GOAL else ""
        sys.stderr.write(f"{name:<{width}}" + "".join(f"{figures[each]:>12,.1f}" for each in columns) + slow + "\n")
