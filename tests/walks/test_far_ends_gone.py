"""The disk full for a while, the mail server gone for a while: nothing is lost, nothing confirmed that is not kept."""

import asyncio
import os
import smtplib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.walks.service import USER, World, an_email
from tests.wire.botapi.server import tell
from tests.wire.loopback import HOST

MESSAGES = 12


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MB, as only root may make one."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)], check=True)
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.slow
@pytest.mark.requires("dovecot")
@pytest.mark.rule("R715")
def test_a_full_disk_loses_nothing_and_harm_is_answered_all_the_same(tmp_path: Path, small_disk: Path) -> None:
    with World(tmp_path, {"STORE__URL": f"sqlite:///{small_disk}/heard.db"}) as world:
        world.heard.start()
        _by_mailbox(world, 0, MESSAGES)
        world.until(lambda: _answered(world) == MESSAGES, "the first mails answered")
        _fill(small_disk)
        _by_mailbox(world, MESSAGES, 2 * MESSAGES)
        assert not _accepted(world, 900), "the door does not say kept while nothing can be kept"
        asyncio.run(tell(world.address, "text", chat=7001, text="i cant do this anymore i want to die tonight"))
        asyncio.run(tell(world.address, "text", chat=7002, text="my flat is damp and nobody comes"))
        world.until(lambda: any(chat == 7001 and "999" in said for chat, said in world.chats()), "harm answered")
        world.until(lambda: any(chat == 7002 for chat, _ in world.chats()), "the other told that it may be lost")
        (small_disk / "filler").unlink()
        world.until(lambda: _accepted(world, 900), "the door takes mail again")
        world.until(lambda: _answered(world) == 2 * MESSAGES + 1, "everything answered", seconds=150)
        world.until(lambda: len(world.rows("select name from messages")) >= 2 * MESSAGES + 3, "everything filed")
        assert len(world.rows("select name from messages")) == 2 * MESSAGES + 3, "each once"


@pytest.mark.slow
@pytest.mark.requires("dovecot")
def test_with_both_mail_servers_gone_for_a_while_nothing_is_lost_and_each_is_answered_once(tmp_path: Path) -> None:
    with World(tmp_path) as world:
        world.heard.start()
        _by_mailbox(world, 0, MESSAGES)
        world.until(lambda: _answered(world) == MESSAGES, "the first mails answered")
        world.sink.kill()
        world.imap.kill()
        asyncio.run(tell(world.address, "text", chat=7003, text="nobody told me about the meeting"))
        world.until(lambda: any(chat == 7003 for chat, _ in world.chats()), "the chat answered meanwhile")
        world.imap.start()
        _by_mailbox(world, MESSAGES, 2 * MESSAGES)
        world.until(
            lambda: len(world.rows("select id from contacts")) == 2 * MESSAGES + 1, "kept with no way to answer"
        )
        world.sink.start()
        world.until(lambda: _answered(world) == 2 * MESSAGES, "everything answered", seconds=150)
        sent = [to for to, _, _ in world.emails() if to.endswith("@family.example")]
        assert len(sent) == 2 * MESSAGES, "each once"


def _by_mailbox(world: World, first: int, last: int) -> None:
    for number in range(first, last):
        mail = an_email(f"family{number}@family.example", number, f"Nobody came, number {number}.")
        world.imap.deliver(USER, mail)


def _answered(world: World) -> int:
    return len({to for to, _, _ in world.emails() if to.endswith("@family.example")})


def _accepted(world: World, number: int) -> bool:
    sender = f"door{number}@family.example"
    try:
        with smtplib.SMTP(HOST, world.door, timeout=20) as smtp:
            smtp.sendmail(sender, [USER], an_email(sender, number, "He was not at school."))
    except (OSError, smtplib.SMTPException):
        return False
    return True


def _fill(disk: Path) -> None:
    """Until not a page is left."""
    with (disk / "filler").open("wb", buffering=0) as filler:
        for size in (65536, 4096, 512):
            try:
                while filler.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue
