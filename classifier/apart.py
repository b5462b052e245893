"""The opinion, had in a process of its own: reading for it holds up nobody whom the service serves.

The process is begun once, and again whenever it has gone. It ends with whoever began it, however that ended: then
nobody holds the other end of its pipes. It keeps nothing, so that it may be ended at any moment.
"""

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from queue import SimpleQueue

from casework.contacts import Suggestion

HANDS = 2
"""Messages that are read together, on a core each. *Taste.*"""

READY = 1
"""How many more may wait at the process itself: it reads theirs while we are busy with what it said. *Taste.*"""

BEGINS, LONGEST = 60.0, 30.0
"""Seconds after which a process that has not begun, or has not read what it was asked about, is given up. *Taste.*"""

PAUSE = 10.0
"""Seconds until a process that could not be begun is tried again. *Taste.*"""

HERE = Path(__file__).parents[1]

Asked = tuple[str, ...]
"""A message, as it is asked about: its text, and perhaps its subject and its channel."""


class Gone(Exception):
    """No opinion can be had at present."""

    def __init__(self, kind: str) -> None:
        """`kind` of fault, and nothing of a message."""
        super().__init__(kind)
        self.kind = kind


class Apart:
    """A classifier (`suggest.Classifier`) in a process of its own. Many threads may ask together."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the model's."""
        self.digest = ""
        self._folder, self._turn = folder, threading.Lock()
        self._threads = ThreadPoolExecutor(HANDS + READY, thread_name_prefix="opinions")
        self._process: _Process | None = None
        self._early: _Process | None = None
        self._again, self._over = 0.0, False

    def start(self) -> None:
        """Have the process begin, without waiting for it: it reads the model while others do something else."""
        with suppress(Gone):
            self._early = _begun(self._folder)

    def begin(self) -> None:
        """Begin the process, and wait until it has read the model; `digest` is its name from then on. Raises Gone."""
        self.digest = self._there().digest

    def end(self) -> None:
        """End the process; no other is begun."""
        self._over = True
        with self._turn:
            for process in filter(None, (self._early, self._process)):
                process.end()
        self._threads.shutdown(cancel_futures=True)

    @property
    def number(self) -> int:
        """The process's."""
        return self._there().process.pid

    @property
    def spent(self) -> float:
        """Seconds of processor time that the process has taken so far."""
        return float(str(self._there().ask(None)))

    def __call__(self, text: str, subject: str = "", channel: str = "") -> Suggestion:
        """The opinion. Raises Gone."""
        (said,) = self._of_each([(text, subject, channel)])
        if isinstance(said, Gone):
            raise said
        return said

    async def of_each(self, texts: Sequence[str]) -> Sequence[Suggestion | Gone]:
        """The opinion on each of several, asked for at once, or why there is none. In threads of our own: reading mail
        needs the others. Raises Gone.
        """
        messages = [(text,) for text in texts]
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._of_each, messages)

    def _of_each(self, messages: Sequence[Asked]) -> Sequence[Suggestion | Gone]:
        """Where the process goes meanwhile, each is asked about by itself: what it dies of spoils nothing else."""
        try:
            return self._asked(messages)
        except (EOFError, OSError):
            return [self._asked_again(message) for message in messages]

    def _asked_again(self, message: Asked) -> Suggestion | Gone:
        try:
            return self._asked([message])[0]
        except (EOFError, OSError) as fault:
            return Gone(type(fault).__name__)

    def _asked(self, messages: Sequence[Asked]) -> Sequence[Suggestion | Gone]:
        process = self._there()
        try:
            said = process.ask(messages)
        except (EOFError, OSError):
            self._lost(process)
            raise
        assert isinstance(said, list)  # noqa: S101 - an opinion for each message
        return said

    def _there(self) -> "_Process":
        with self._turn:
            if self._process is None:
                if self._over or time.monotonic() < self._again:
                    raise Gone("none is there")
                try:
                    self._process = _ready(self._early or _begun(self._folder))
                finally:
                    self._early, self._again = None, time.monotonic() + PAUSE
            return self._process

    def _lost(self, process: "_Process") -> None:
        with self._turn:
            if self._process is process:
                self._process, self._again = None, 0.0
                process.end()


@dataclass(slots=True)
class _Process:
    """The process, and the ends of its pipes that nobody is using."""

    process: subprocess.Popen[bytes]
    free: SimpleQueue[Connection] = field(default_factory=SimpleQueue)
    digest: str = ""

    def ask(self, given: Sequence[Asked] | None) -> object:
        """What it says to this: of each an opinion, or Gone; to nothing, what time it has taken. Raises EOFError or
        OSError if it has gone.
        """
        hand = self.free.get()
        try:
            hand.send(given)
            return heard(hand, LONGEST)
        finally:
            self.free.put(hand)

    def end(self) -> None:
        """At once: it has nothing in hand that must be finished."""
        self.process.kill()
        self.process.wait()


def _begun(folder: Path) -> _Process:
    """A process that begins to read the model. Raises Gone."""
    pipes = [Pipe() for _ in range(HANDS + READY)]
    try:
        process = _Process(_at_work(folder, [their.fileno() for _, their in pipes]))
    except OSError as fault:
        raise Gone(type(fault).__name__) from None
    for ours, their in pipes:
        their.close()
        process.free.put(ours)
    return process


def _ready(process: _Process) -> _Process:
    """The same when it has read the model, which it says by the first of its pipes. Raises Gone."""
    first = process.free.get()
    process.free.put(first)
    try:
        said = heard(first, BEGINS)
    except (EOFError, OSError) as fault:
        said = Gone(type(fault).__name__)
    if isinstance(said, Gone):
        process.end()
        raise said
    process.digest = str(said)
    return process


def _at_work(folder: Path, pipes: Sequence[int]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "classifier", folder.resolve(), *map(str, pipes)],
        cwd=HERE,
        pass_fds=pipes,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # what a fault says may quote what somebody wrote
        process_group=0,  # Ctrl-C is for whoever began it
    )


def heard(hand: Connection, longest: float) -> object:
    """What comes by a pipe before so many seconds are over."""
    if not hand.poll(longest):
        raise TimeoutError
    said: object = hand.recv()
    return said
