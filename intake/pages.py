"""The words of a PDF, read in a process of its own that may be small, brief, and wrong, and harms nobody.

A PDF is a program for drawing pages; whoever reads one may be made to read for ever. So each is read by a process with
little memory and little time: what it has said by the end is what we have. To begin one takes a tenth of a second,
mostly to load what it reads with: so that is done once, by a process that forks for each PDF (`page_by_page`). It is
begun when the first PDF comes, and again when one comes and it is not there. Several threads may ask at once.
"""

import atexit
import socket
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from intake import meanwhile
from intake.page_by_page import BEGUN, LONGEST

SECONDS = 5.0
"""What one may take by the clock. *Taste.*"""

BIGGEST = 30_000_000
"""Bytes of a PDF that we hand over. *Taste.*"""

PLACED = b"startxref"
"""What stands in every PDF that can be read, however it begins: whoever reads it looks for this from the end."""

HANGS = 2.0
"""Seconds without a sign that anybody reads, after which it is tried afresh. *Taste*: whoever is only beginning, on a
busy machine, is waited for as long as there is time.
"""

SCRIPT = Path(__file__).with_name("page_by_page.py")


def words(content: bytes, seconds: float = SECONDS) -> str:
    """As many of its words as could be read; empty if there are none, as in a scanned letter, or it is locked."""
    if len(content) > BIGGEST or PLACED not in content:
        return ""
    said = b""
    with meanwhile.waiting(), suppress(OSError):  # as where no process can be begun any more
        said = _read(content, time.monotonic() + min(seconds, SECONDS))
    return said[: LONGEST * 4].decode("utf-8", "replace")[:LONGEST]


def _read(content: bytes, until: float) -> bytes:
    for _ in range(2):  # whoever was there may just be leaving, or hang
        forks, began = _FORKS.now(), time.monotonic()
        with forks.asked(until) as place:
            if forks.answers(place, until):
                return _said(place, content, until)
        moment = time.monotonic()
        if moment < until or moment - began > HANGS:
            _FORKS.without(forks)
        if moment >= until:
            break
    return b""


def _said(place: socket.socket, content: bytes, until: float) -> bytes:
    """What is said of a PDF until its time is up, or whoever read it is gone."""
    said = b""
    with suppress(OSError):
        place.settimeout(_left(until))
        place.sendall(content)
        place.shutdown(socket.SHUT_WR)
        while len(said) < LONGEST * 4 and (more := place.recv(2**20)):
            said += more
            place.settimeout(_left(until))
    return said


def _left(until: float) -> float:
    return max(0.001, until - time.monotonic())


class _Forks:
    """The process that forks: nothing of ours is in it, no secrets, no open files, no folder."""

    def __init__(self) -> None:
        import subprocess  # here, as reading one mail in fifty needs it

        self._has_answered = False
        self._door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._door.settimeout(HANGS)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-B", SCRIPT], stdin=theirs.fileno(), stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, env={}, cwd="/", start_new_session=True,
            )  # fmt: skip

    def asked(self, until: float) -> socket.socket:
        """Where a PDF is to be given and its words come out. Whoever reads it leaves when that time comes."""
        ours, theirs = socket.socketpair()
        with theirs, suppress(OSError):
            socket.send_fds(self._door, [b"%f" % _left(until)], [theirs.fileno()])
        return ours

    def answers(self, place: socket.socket, until: float) -> bool:
        """Whether somebody has begun to read there."""
        place.settimeout(min(HANGS, _left(until)) if self._has_answered else _left(until))
        try:
            begun = place.recv(len(BEGUN)) == BEGUN
        except OSError:
            return False
        self._has_answered |= begun
        return begun

    def end(self) -> None:
        """It is ended. Those who read now may read on: they leave when their time is up."""
        self._door.close()
        self._process.kill()
        self._process.wait()


class _Now:
    """The process that forks now."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._forks: _Forks | None = None

    def now(self) -> _Forks:
        """That process, begun if there is none."""
        with self._turn:
            self._forks = self._forks or _Forks()
            return self._forks

    def without(self, gone: _Forks | None = None) -> None:
        """That one is not asked again; without a name, none that is there."""
        with self._turn:
            if self._forks and gone in (None, self._forks):
                self._forks.end()
                self._forks = None


_FORKS = _Now()
atexit.register(_FORKS.without)
