"""How the service says it is: alive, able to take mail, and how much waits. Counts, ages and our own words only."""

import asyncio
import socket
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from intake.patience import Patience
from run import service as services
from run import web
from run.health import Asked, Health, Stored, routes, watch
from run.kept_going import kept_going
from scheduler.sweeps import Sweep
from tests.conftest import Moment
from tests.run import whole
from tests.wire.loopback import HOST, free_ports

BACKLOG = {"post": 2.0, "letters": 1.0, "letters_oldest_seconds": 40.0}


async def waits() -> Stored:
    return Stored(BACKLOG)


async def gone() -> Stored:
    raise OSError("the disk is gone, and here is a password")


async def silent() -> Stored:
    await asyncio.Event().wait()
    return Stored(BACKLOG)


@pytest.fixture
def health(now: Moment) -> Health:
    found = Health(now, now())
    for part in ("store", "mailbox", "outbox"):
        found.well(part)
    return found


async def asked(health: Health, path: str, ask: Asked = waits) -> httpx.Response:
    inside = httpx.ASGITransport(Starlette(routes=routes(health, ask, answers=0.2)))
    async with httpx.AsyncClient(transport=inside, base_url="http://heard") as client:
        return await client.get(path)


async def test_whoever_can_take_mail_is_ready_and_says_when_mail_was_last_fetched(health: Health, now: Moment) -> None:
    now.go(minutes=2)
    found = await asked(health, "/readyz")
    assert found.status_code == 200
    said = found.json()
    assert (said["ready"], said["trouble"], said["waiting"]) == (True, {}, BACKLOG)
    assert said["seconds_since_last_good_fetch"] == 120.0


async def test_a_mailbox_in_trouble_is_not_ready_and_its_last_good_fetch_stays_known(
    health: Health, now: Moment
) -> None:
    now.go(minutes=3)
    health.trouble("mailbox", "the mail server cannot be reached, or does not answer")
    found = await asked(health, "/readyz")
    assert found.status_code == 503
    assert found.json()["trouble"] == {"mailbox": "the mail server cannot be reached, or does not answer"}
    assert found.json()["seconds_since_last_good_fetch"] == 180.0
    health.well("mailbox")
    assert (await asked(health, "/readyz")).status_code == 200


@pytest.mark.parametrize("store", [gone, silent])
async def test_without_its_store_it_is_alive_and_not_ready(health: Health, store: Asked) -> None:
    found = await asked(health, "/readyz", store)
    assert found.status_code == 503
    assert found.json()["trouble"] == {"store": "it does not answer"} and "password" not in found.text
    assert (await asked(health, "/healthz", store)).text == "alive\n"
    assert "heard_store_up 0\n" in (await asked(health, "/metrics", store)).text


async def test_a_store_that_takes_nothing_new_is_down_though_it_can_be_read(health: Health) -> None:
    assert "heard_store_up 1\n" in (await asked(health, "/metrics")).text
    health.trouble("store", "nothing can be written to it (TimeoutError)")
    assert "heard_store_up 0\n" in (await asked(health, "/metrics")).text


async def test_what_never_happened_since_the_start_is_told_and_not_left_out(health: Health, now: Moment) -> None:
    health.trouble("bot", "Telegram cannot be reached, or does not answer")
    now.go(minutes=20)
    lines = (await asked(health, "/metrics")).text.splitlines()
    assert 'heard_total{what="messages"} 0' in lines and 'heard_part_well_seconds{part="bot"} 1200.0' in lines


async def test_letters_that_do_not_leave_are_told_of_and_mail_is_taken_all_the_same(health: Health) -> None:
    health.trouble("outbox", "mail server: 451")
    found = await asked(health, "/readyz")
    assert (found.status_code, found.json()["trouble"]) == (200, {"outbox": "mail server: 451"})


async def test_a_part_that_has_fallen_silent_is_in_trouble(health: Health, now: Moment) -> None:
    now.go(minutes=16)
    assert set(health.troubles()) == {"store", "mailbox"}
    assert (await asked(health, "/readyz")).status_code == 503


async def test_what_is_measured_is_counted_by_names_of_ours(health: Health, now: Moment) -> None:
    health.count("messages", 1_234_567)
    health.trouble("mailbox", "a sentence")
    now.go(minutes=1)
    found = await asked(health, "/metrics")
    assert found.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = found.text.splitlines()
    for line in (
        "heard_up_seconds 60",
        "heard_store_up 1",
        'heard_part_up{part="mailbox"} 0',
        'heard_part_up{part="store"} 1',
        'heard_part_well_seconds{part="mailbox"} 60.0',
        'heard_waiting{what="letters_oldest_seconds"} 40.0',
        'heard_total{what="messages"} 1234567',
    ):
        assert line in lines
    assert "sentence" not in found.text


async def test_how_old_the_last_copy_is_is_said_and_that_there_never_was_one(health: Health, now: Moment) -> None:
    made = now()

    async def copied() -> Stored:
        return Stored(BACKLOG, made)

    assert "heard_copied_seconds +Inf\n" in (await asked(health, "/metrics")).text
    assert (await asked(health, "/readyz")).json()["seconds_since_last_copy"] is None
    now.go(hours=27)
    assert "heard_copied_seconds 97200.0\n" in (await asked(health, "/metrics", copied)).text
    assert (await asked(health, "/readyz", copied)).json()["seconds_since_last_copy"] == 97200.0
    assert "heard_copied_seconds" not in (await asked(health, "/metrics", gone)).text


async def test_a_store_that_can_be_read_and_not_written_is_in_trouble_until_it_can(health: Health) -> None:
    tries = 0

    async def write() -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise OSError("the disk is full")

    watching = asyncio.create_task(watch(health, write, every=0.01))
    await whole.until(lambda: "store" in health.troubles(), "trouble with the store")
    assert health.troubles()["store"] == "nothing can be written to it (OSError)"
    await whole.until(lambda: not health.troubles(), "the end of it")
    watching.cancel()


async def test_a_port_that_is_taken_stops_no_other_part_and_is_taken_up_when_it_is_free(health: Health) -> None:
    (port,) = free_ports(1)
    quick = Patience(0.02, 0.02)
    made = Starlette(routes=routes(health, waits))
    with socket.create_server((HOST, port)):
        serving = asyncio.create_task(
            kept_going(
                "desk",
                lambda: web.serve(made, HOST, port, lambda: health.well("desk")),
                health,
                patience=quick,
            )
        )
        await whole.until(lambda: "desk" in health.troubles(), "trouble with the desk")
        assert health.troubles()["desk"] == "its port is taken by another program; it is tried again"
    await whole.until(lambda: not health.troubles(), "the desk at work")
    async with httpx.AsyncClient(base_url=whole.address(port)) as client:
        assert (await client.get("/healthz")).status_code == 200
    serving.cancel()
    await asyncio.wait({serving})


async def test_a_part_that_ends_is_begun_again_and_is_well_once_it_stands(health: Health) -> None:
    begun = 0

    async def work() -> None:
        nonlocal begun
        begun += 1
        if begun < 3:
            raise KeyError("somebody's words")
        await asyncio.Event().wait()

    going = asyncio.create_task(kept_going("worker", work, health, patience=Patience(0.01, 0.01), stands=0.05))
    await whole.until(lambda: "worker" in health.troubles(), "trouble with the worker")
    assert health.troubles() == {"worker": "it ended with KeyError; it is tried again"}
    await whole.until(lambda: begun == 3 and not health.troubles(), "the worker at work")
    going.cancel()


async def test_a_sweep_of_once_a_day_that_failed_is_not_made_good_by_one_of_each_minute(
    tmp_path: Path, now: Moment
) -> None:
    async def breaks(**_: object) -> int:
        raise LookupError

    async def goes(**_: object) -> int:
        return 0

    async with services.opened(whole.settings(tmp_path, whole.ports()), now=now) as service:
        with pytest.raises(LookupError):
            await service.sweep(Sweep("digests", breaks))
        await service.sweep(Sweep("go_round", goes))
        assert service.health.troubles() == {"sweeps": "the last one failed (LookupError)"}
        await service.sweep(Sweep("digests", goes))
        assert service.health.troubles() == {}
