"""The opinion is had in a process of its own, which comes back when it has gone and outlives nobody."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from classifier import suggest
from classifier.apart import HERE, Apart, Gone

MODEL = Path(suggest.__file__).with_name("model")
TEXT = "my social worker hasnt rung me back for 6 weeks. im 15 and in foster care"
BEGINNER = f"""
import sys
from pathlib import Path
from classifier.apart import Apart
model = Apart(Path({str(MODEL)!r}))
model.begin()
print(model.number, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    model = Apart(MODEL)
    model.begin()
    yield model
    model.end()


def test_it_thinks_what_the_same_model_thinks_here(apart):
    here = suggest.load(MODEL)
    assert apart(TEXT, "Nobody rings") == here(TEXT, "Nobody rings")
    assert apart.digest == here.digest


def test_who_asked_while_it_was_killed_is_answered_by_the_next(apart):
    before = apart(TEXT)
    os.kill(apart.number, signal.SIGKILL)
    assert apart(TEXT) == before


async def test_several_are_thought_about_together_as_each_by_itself(apart):
    texts = [TEXT, "", "Thank you to Bev, who sat with us until the taxi came.", "x" * 300_000]
    assert await apart.of_each(texts) == [apart(text) for text in texts]
    assert await apart.of_each([]) == []


async def test_whoever_asked_about_several_while_it_was_killed_is_answered_about_each(apart):
    before = apart(TEXT)
    asked = [asyncio.create_task(apart.of_each([TEXT] * 20)) for _ in range(6)]
    await asyncio.sleep(0.05)
    os.kill(apart.number, signal.SIGKILL)
    assert await asyncio.gather(*asked) == [[before] * 20] * 6


def test_what_tells_the_service_to_stop_leaves_it_to_the_service(apart):
    number = apart.number
    for told in (signal.SIGTERM, signal.SIGINT):
        os.kill(number, told)
    assert apart(TEXT)
    assert apart.number == number


def test_it_takes_time_of_its_own(apart):
    spent = apart.spent
    apart(TEXT)
    assert apart.spent > spent


def test_it_ends_with_whoever_began_it_however_that_ended():
    with subprocess.Popen(
        [sys.executable, "-c", BEGINNER], cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as beginner:
        assert beginner.stdout is not None
        number = int(beginner.stdout.readline())
        beginner.kill()
    deadline = time.monotonic() + 20
    while _runs(number) and time.monotonic() < deadline:
        os.sched_yield()
    assert not _runs(number)


def _runs(number: int) -> bool:
    """Nobody here is its parent: whoever took it over may not have noticed that it has ended."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def test_one_that_was_started_before_is_the_one_that_answers():
    model, before = Apart(MODEL), _begun_by_us()
    model.start()
    (number,) = _begun_by_us() - before
    model.begin()
    assert model(TEXT).model == model.digest
    assert model.number == number
    model.end()
    assert not _runs(number)


def test_one_that_was_started_and_never_asked_is_ended_too():
    model, before = Apart(MODEL), _begun_by_us()
    model.start()
    model.end()
    assert _begun_by_us() == before


def _begun_by_us() -> set[int]:
    """The processes whose parent we are."""
    found = set[int]()
    for each in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            if int(each.read_text().rpartition(") ")[2].split()[1]) == os.getpid():
                found.add(int(each.parent.name))
    return found


def test_when_it_was_ended_no_other_begins():
    model = Apart(MODEL)
    model.begin()
    number = model.number
    model.end()
    assert not _runs(number)
    with pytest.raises(Gone):
        model(TEXT)


def test_a_model_that_is_not_whole_is_told_of_and_not_tried_at_every_message(tmp_path):
    model = Apart(tmp_path)
    for kind in ("OSError", "none is there"):
        with pytest.raises(Gone) as gone:
            model.begin()
        assert gone.value.kind == kind
