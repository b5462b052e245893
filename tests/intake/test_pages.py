"""PDFs are read apart: each by a process of its own, begun by one that is there while they come, and harms nobody."""

import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from intake import contents, pages
from intake.page_by_page import MEMORY
from tests.intake.test_enclosed import a_pdf

HARM = "He hits me at night."
ENDLESS = a_pdf(HARM, "x").replace(b"(x) Tj", b"() Tj " * 200_000)


def children(of: int) -> list[int]:
    """The processes that this one has begun and that are still there."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = place.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == of and state != "Z":
            found.append(int(place.parent.name))
    return found


def who_forks() -> int:
    """The process that forks those who read for us."""
    assert HARM in pages.words(a_pdf(HARM))
    (found,) = (each for each in children(os.getpid()) if b"page_by_page" in Path(f"/proc/{each}/cmdline").read_bytes())
    return found


def soon(true: Callable[[], bool]) -> bool:
    until = time.monotonic() + 20
    while not true() and time.monotonic() < until:
        time.sleep(0.01)
    return true()


def is_gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_one_process_forks_for_every_pdf_and_whoever_has_read_is_gone() -> None:
    forks = who_forks()
    assert HARM in pages.words(a_pdf("Statement", HARM))
    assert who_forks() == forks
    assert soon(lambda: children(forks) == [])


def test_several_are_read_at_once_and_each_says_its_own() -> None:
    said = [f"Statement {number} of many." for number in range(24)]
    with ThreadPoolExecutor(6) as readers:
        assert [each.strip() for each in readers.map(pages.words, map(a_pdf, said))] == said


def test_what_one_that_is_read_for_ever_has_said_is_kept_and_others_are_read_meanwhile() -> None:
    forks = who_forks()
    with ThreadPoolExecutor(1) as reader:
        reads = reader.submit(pages.words, ENDLESS, 1.5)
        assert HARM in pages.words(a_pdf(HARM))
        assert reads.result().strip() == HARM
    assert soon(lambda: children(forks) == []), "it is ended, however busy it is"


def test_another_is_begun_where_the_process_that_forks_has_died() -> None:
    forks = who_forks()
    os.kill(forks, signal.SIGKILL)
    assert who_forks() != forks


@pytest.mark.slow
def test_another_is_begun_where_the_process_that_forks_hangs() -> None:
    forks = who_forks()
    os.kill(forks, signal.SIGSTOP)
    assert who_forks() != forks
    assert is_gone(forks)


def test_there_is_nothing_of_ours_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_SECRET", "hush")
    os.kill(who_forks(), signal.SIGKILL)
    place = Path(f"/proc/{who_forks()}")
    assert (place / "environ").read_bytes() == b""
    assert (place / "cwd").readlink() == Path("/")
    assert sorted(each.name for each in (place / "fd").iterdir()) == ["0", "1", "2"]
    limits = {line[:26].strip(): line[26:].split()[:2] for line in (place / "limits").read_text().splitlines()}
    assert limits["Max file size"] == ["0", "0"] and limits["Max address space"] == [str(MEMORY)] * 2


SERVICE = """
import sys, time
from intake import pages
assert pages.words(sys.stdin.buffer.read())
print("read", flush=True)
time.sleep(60)
"""


def test_it_leaves_with_whoever_began_it_however_that_ends() -> None:
    command = [sys.executable, "-c", SERVICE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as service:
        assert service.stdin and service.stdout
        service.stdin.write(a_pdf(HARM))
        service.stdin.close()
        assert service.stdout.readline() == b"read\n"
        (forks,) = children(service.pid)
        service.kill()
    assert soon(lambda: is_gone(forks))


FULL = """
import resource, sys, subprocess
from intake import pages
content = sys.stdin.buffer.read()
resource.setrlimit(resource.RLIMIT_NOFILE, (5, 50))
assert pages.words(content) == ""
resource.setrlimit(resource.RLIMIT_NOFILE, (50, 50))
assert pages.words(content)
"""


def test_where_no_process_can_be_begun_the_words_are_missing_and_nothing_breaks() -> None:
    command = [sys.executable, "-W", "ignore", "-c", FULL]
    assert subprocess.run(command, input=a_pdf(HARM), check=False, timeout=60).returncode == 0


WAITS = """
import socket
from intake.page_by_page import serve
door = socket.socket(fileno=0)
door.settimeout(0.1)
serve(door)
"""


def test_it_leaves_when_nothing_comes_for_long() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        waits = subprocess.run([sys.executable, "-c", WAITS], stdin=theirs.fileno(), check=False, timeout=60)
    assert waits.returncode == 0


@pytest.mark.parametrize("before", [b"", b"\x1b%-12345X@PJL\r\n", b"junk of a scanner\n" * 300])
def test_what_a_scanner_wrote_before_a_pdf_hinders_nobody(before: bytes) -> None:
    assert HARM in contents.words(before + a_pdf(HARM), "application/pdf")


broken = st.tuples(st.integers(0, 900), st.binary(max_size=9)).map(
    lambda cut: a_pdf(HARM)[: cut[0]] + cut[1] + a_pdf(HARM)[cut[0] :]
)


@given(st.one_of(broken, st.binary()).map(lambda raw: raw.replace(pages.PLACED, b"")))
def test_nobody_can_read_what_is_not_handed_over(content: bytes) -> None:
    assert pages.words(content) == ""
    with pytest.raises((PyPdfError, ValueError)):
        PdfReader(io.BytesIO(content))
