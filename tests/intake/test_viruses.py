"""Files are looked through for viruses where a scanner is there; a mail waits for none, and staff are told."""

import shutil
import subprocess
import tempfile
from base64 import encodebytes
from pathlib import Path

import pytest

from intake.parsing import message
from intake.viruses import FOUND, NOT_LOOKED, Clamd
from tests.intake.test_parsing_messages import AT
from tests.wire import clamd
from tests.wire.account import account
from tests.wire.loopback import free_ports, wait_until_open


def mailed(content: bytes) -> bytes:
    return (
        b"From: Kay <kay@mail.example>\nMessage-ID: <1@mail.example>\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\n\nsee attached\n--b\nContent-Type: application/octet-stream; name=a.bin\n"
        b"Content-Transfer-Encoding: base64\n\n%s\n--b--\n"
    ) % encodebytes(content)


def test_a_virus_is_named_to_staff_and_the_mail_goes_on() -> None:
    with clamd.Clamd() as daemon:
        scan = Clamd(host=daemon.host, port=daemon.port).warnings
        found = message(mailed(clamd.VIRUS), post="post/1", received=AT, scan=scan)
        assert FOUND in found.problems
        assert found.text == "see attached"
        assert FOUND not in message(mailed(b"harmless" * 50_000), post="post/1", received=AT, scan=scan).problems
    assert daemon.seen == [clamd.VIRUS, b"harmless" * 50_000], "whole, however long"


def test_a_scanner_that_is_gone_holds_up_nothing_and_is_said(caplog: pytest.LogCaptureFixture) -> None:
    with clamd.Clamd(breaks=True) as daemon:
        assert Clamd(host=daemon.host, port=daemon.port).warnings([b"hello"]) == (NOT_LOOKED,)
    gone = Clamd(port=free_ports(1)[0], patience=1)
    caplog.clear()
    assert gone.warnings([b"hello", b"and another"]) == (NOT_LOOKED,)
    assert [each.message for each in caplog.records] == ["files were not looked through for viruses"]
    assert not gone.answers()
    assert Clamd(Path("/nowhere/clamd.sock")).warnings([b"hello"]) == (NOT_LOOKED,)


def test_a_silent_scanner_is_waited_for_once_and_not_for_each_file_and_heard_when_it_answers_again() -> None:
    with clamd.Clamd() as daemon:
        daemon.answers.clear()
        ours = Clamd(host=daemon.host, port=daemon.port, patience=0.2)
        assert ours.warnings([b"made to be looked through for ever"] * 50) == (NOT_LOOKED,)
        assert len(daemon.seen) < 5 and ours.silent
        daemon.answers.set()
        assert ours.warnings([b"hello", clamd.VIRUS]) == (FOUND,) and not ours.silent


@pytest.mark.requires("clamd")
@pytest.mark.slow
def test_the_real_scanner_understands_us() -> None:
    folder = Path(tempfile.mkdtemp(prefix="clamd-"))
    (port,) = free_ports(1)
    (folder / "own.ndb").write_text(f"Own.Virus:0:*:{clamd.VIRUS.hex()}\n")
    (folder / "clamd.conf").write_text(
        f"DatabaseDirectory {folder}\nTCPSocket {port}\nTCPAddr 127.0.0.1\nForeground yes\nLogFile {folder}/log\n"
    )
    who = account(when_root="nobody")
    who.own(folder)
    command = ["/usr/sbin/clamd", "-c", str(folder / "clamd.conf")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **who.run_as()) as server:
        try:
            wait_until_open(port, server=server)
            ours = Clamd(port=port)
            assert ours.answers()
            assert ours.warnings([b"x" * 100_000 + clamd.VIRUS]) == (FOUND,)
            assert ours.warnings([b"x" * 100_000]) == ()
        finally:
            server.kill()
            shutil.rmtree(folder, ignore_errors=True)
