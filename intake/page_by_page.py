"""The words of PDFs, page by page: a process that is begun by `pages`, and has nothing of ours in it.

It is called as a script, with a socket for its input. It loads once what reading takes; then it forks for each PDF that
is handed to it. Whoever reads has little memory and little time, knows of no other PDF, and is gone after the last page
or when its time is up: the kernel sees to that, whatever the PDF does. Nothing in it is run or drawn.

It leaves when its socket is closed, as when the service ends however that comes about, and when nothing comes for long.
"""

import gc
import importlib
import io
import logging
import os
import resource
import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import NoReturn

LONGEST = 200_000
"""Characters of one PDF. *Taste.*"""

PAGES = 200
"""Pages that are looked at. *Taste*: a bundle for court has more, and says early what it is about."""

SECONDS = 5
MEMORY = 400 * 2**20
"""What reading one may take: time of the processor, and address space. *Taste.*"""

IDLE = 60.0
"""Seconds without a PDF after which nobody waits for one. *Taste*: 20 MB for as long, and a tenth of a second to begin
again.
"""

LOADED = ("pypdf", "pypdf.filters", "pypdf._codecs._codecs", "encodings.utf_16_be", "encodings.charmap")
"""What reading takes, loaded once for all who read; most of it is there with the first."""

BEGUN = b"\n"
"""Said before anything is read, so that whoever asks knows that somebody is there."""


def serve(door: socket.socket) -> None:
    """Through the door come seconds, and a socket that gives a PDF and takes its words."""
    for name in LOADED:
        importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # and nobody waits for those who have read
    gc.freeze()
    with suppress(TimeoutError):
        while (asked := socket.recv_fds(door, 32, 1))[0]:
            seconds, (place,) = float(asked[0]), asked[1]
            if os.fork() == 0:
                door.close()
                _read(socket.socket(fileno=place), seconds)
            os.close(place)


def _read(place: socket.socket, seconds: float) -> NoReturn:
    """One PDF: each page is said before the next is begun."""
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        place.sendall(BEGUN)
        for said in _pages(place.makefile("rb").read()):
            place.sendall(said.encode("utf-8", "replace") + b"\n")
    finally:
        os._exit(0)


def _pages(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    left = LONGEST
    for page in PdfReader(io.BytesIO(content)).pages[:PAGES]:
        said = page.extract_text()[:left]
        yield said
        left -= len(said)
        if left <= 0:
            return


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # nothing is written to any file
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    logging.disable()
    with socket.socket(fileno=0) as own:
        own.settimeout(IDLE)
        serve(own)
