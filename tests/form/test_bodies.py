"""What a browser sends is looked at piece by piece, and nobody who sends nothing keeps others from sending."""

import asyncio
from dataclasses import replace

import pytest
from starlette.requests import Request
from starlette.types import Message

from form import bodies, taking
from form.bodies import Patience, Sent, Unfit
from form.pages import COMING, OF_ONE
from tests.form.porch import Porch

EDGE = "x----edge"
HEAD = (
    f'--{EDGE}\r\nContent-Disposition: form-data; name="text"\r\n\r\nMy words.\r\n'
    f'--{EDGE}\r\nContent-Disposition: form-data; name="files"; filename="film.mp4"\r\n\r\n'
).encode()
TAIL = f"\r\n--{EDGE}--\r\n".encode()
PIECE = 64 * 1024


PARTS = f"multipart/form-data; boundary={EDGE}"


async def sent(
    *pieces: bytes,
    pause: float = 0,
    patience: Patience = bodies.USUAL,
    kind: str = PARTS,
    left: list[bytes] | None = None,
) -> Sent:
    """What is made of a form that comes so, a pause after each piece; `left` is what was not asked for."""
    left = [] if left is None else left
    left += pieces

    async def receive() -> Message:
        await asyncio.sleep(pause)
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", kind.encode())]}
    return await bodies.read(Request(scope, receive), patience)


@pytest.mark.parametrize("piece", [b"\r\n--" * (PIECE // 4), b"\0" * PIECE], ids=["like the edge of a part", "a film"])
async def test_a_large_file_comes_whole_and_others_have_their_turn_at_each_piece_of_it(piece: bytes) -> None:
    turns = 0

    async def somebody_else() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    beside = asyncio.create_task(somebody_else())
    found = await sent(HEAD, *[piece] * 100, TAIL)
    beside.cancel()
    assert found.get("text") == "My words." and found.files[0].content == piece * 100
    assert turns >= 100


async def test_of_too_much_the_words_are_there_and_the_rest_is_let_through() -> None:
    found = await sent(HEAD, *[b"\0" * 1_000_000] * 25, TAIL)
    assert (found.get("text"), found.files, found.too_big) == ("My words.", (), True)


async def test_a_form_without_parts_holds_no_files_and_is_read_no_further_than_words_go() -> None:
    said, left = "%E2%82%AC" * 100_000, list[bytes]()
    assert len((await sent(f"text={said}".encode(), kind="application/x-www-form-urlencoded")).get("text")) == 100_000
    with pytest.raises(Unfit):
        await sent(*[b"&" * 500_000] * 38, kind="application/x-www-form-urlencoded", left=left)
    assert len(left) > 30


async def test_who_sends_next_to_nothing_is_not_waited_for_and_who_sends_slowly_is() -> None:
    impatient = Patience(whole=30, still=0.2, slowest=1_000)
    with pytest.raises(Unfit):
        await sent(HEAD, *[b"x"] * 1_000, TAIL, pause=0.02, patience=impatient)
    found = await sent(HEAD, *[b"x" * 200] * 20, TAIL, pause=0.02, patience=impatient)
    assert len(found.files[0].content) == 4_000


def a_form(caller: str, *pieces: bytes) -> Request:
    """A form with files that comes from there; without its end, it never comes to one."""
    left = list(pieces)

    async def receive() -> Message:
        if not left:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left) or TAIL not in pieces}

    kind = f"multipart/form-data; boundary={EDGE}".encode()
    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", kind)], "client": (caller, 1)}
    return Request(scope, receive)


async def held_up(porch: Porch, *callers: str) -> list[asyncio.Task[Sent]]:
    """People who begin to send a file and never end."""
    tasks = [asyncio.create_task(taking.taken(a_form(each, HEAD), porch.form)) for each in callers]
    await asyncio.sleep(0)
    return tasks


async def test_whoever_sends_sixty_files_without_an_end_keeps_nobody_elses_from_coming(porch: Porch) -> None:
    without_end = await held_up(porch, *["10.0.0.9"] * 60)
    found = await asyncio.wait_for(taking.taken(a_form("10.0.0.10", HEAD, TAIL), porch.form), 5)
    assert found.files and not found.too_big
    for each in without_end:
        each.cancel()


async def test_with_every_place_taken_the_words_come_and_only_the_files_wait(porch: Porch) -> None:
    form = replace(porch.form, turn=0.05)
    porch = replace(porch, form=form)
    without_end = await held_up(porch, *(f"10.0.0.{number // OF_ONE}" for number in range(COMING)))
    large = b"\0" * bodies.WORDS
    found = await asyncio.wait_for(taking.taken(a_form("10.0.0.10", HEAD, large, TAIL), form), 5)
    assert (found.get("text"), found.files, found.too_big) == ("My words.", (), True)
    for each in without_end:
        each.cancel()
