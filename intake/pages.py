"""The words of a PDF, read in a process of their own that may be small, brief, and wrong, and harms nobody.

A PDF is a program for drawing pages; whoever reads one may be made to read for ever. So the reading is done in a child
process with little memory and little time: what it has said by the end is what we have. Nothing in it is run or drawn.

The child is this very file, called as a script: it imports nothing of ours.
"""

import sys

LONGEST = 200_000
"""Characters of one PDF. *Taste.*"""

PAGES = 200
"""Pages that are looked at. *Taste*: a bundle for court has more, and says early what it is about."""

SECONDS = 5.0
MEMORY = 400 * 2**20
"""What the child may take: time by the clock and of the processor, and address space. *Taste.*"""

BIGGEST = 30_000_000
"""Bytes of a PDF that we hand over. *Taste.*"""


def words(content: bytes, seconds: float = SECONDS) -> str:
    """As many of its words as could be read; empty if there are none, as in a scanned letter, or it is locked."""
    import subprocess  # here, as reading one mail in fifty needs it

    if len(content) > BIGGEST:
        return ""
    command = [sys.executable, "-I", "-B", __file__]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=min(seconds, SECONDS), check=False)
        said = done.stdout
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
    except OSError:
        return ""
    return said[: LONGEST * 4].decode("utf-8", "replace")[:LONGEST]


def _read() -> None:
    """The child: page after page, each said before the next is begun."""
    import io
    import logging
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS)))
    from pypdf import PdfReader

    logging.disable()
    left = LONGEST
    for page in PdfReader(io.BytesIO(sys.stdin.buffer.read())).pages[:PAGES]:
        said = page.extract_text()[:left]
        sys.stdout.buffer.write(said.encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()
        left -= len(said)
        if left <= 0:
            return


if __name__ == "__main__":
    _read()
