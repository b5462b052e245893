"""The service as a process: it starts alone, says what it read, ends when asked, and comes back after a power cut."""

import json
import re
import smtplib
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.run import whole
from tests.run.asking import heard
from tests.wire.loopback import HOST, wait_until_open
from tests.wire.process import Process

pytestmark = pytest.mark.slow

MAIL = "From: Alex <alex@family.example>\r\nMessage-ID: <one@family.example>\r\nSubject: visits\r\n\r\nNobody came.\r\n"


@dataclass
class Place:
    """A folder with settings in it, and the ports of the service that is run there."""

    folder: Path
    ports: whole.Ports

    def service(self, *parts: str) -> Process:
        """The service, or some of its parts, not yet started."""
        config = self.folder / "config.yaml"
        config.write_text("council: bnes\n")
        return Process(
            "run",
            "run",
            *parts,
            "--config",
            config,
            folder=self.folder,
            port=self.ports.health,
            environment=self.environment,
        )

    @property
    def environment(self) -> dict[str, str]:
        """The settings, as the environment says them."""
        return whole.environment(self.folder, self.ports)

    def readyz(self, port: int = 0) -> dict[str, Any]:
        """What the service says of itself."""
        return dict(httpx.get(f"{whole.address(port or self.ports.health)}/readyz", timeout=10).json())

    def sends(self) -> None:
        """Somebody writes, to the door."""
        wait_until_open(self.ports.door)
        with smtplib.SMTP(HOST, self.ports.door, timeout=20) as smtp:
            smtp.sendmail("alex@family.example", [whole.MAILBOX], MAIL)

    def receipts(self) -> list[Path]:
        """Letters to whoever wrote."""
        found = (self.folder / "var" / "outbox").glob("*.eml")
        return [path for path in found if b"alex@family.example" in path.read_bytes()]

    def says(self, service: Process) -> list[dict[str, Any]]:
        """Its log, line by line: every line is an object."""
        return [json.loads(line) for line in service.said().splitlines()]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, whole.ports())


def until(true: Callable[[], object], what: str, *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"{what} was not so within {seconds} s"
        time.sleep(0.05)


def test_it_says_what_it_read_answers_a_mail_and_ends_when_asked(place: Place) -> None:
    with place.service() as service:
        place.sends()
        until(place.receipts, "the receipt")
        assert place.readyz()["ready"] is place.readyz(place.ports.desk)["ready"] is True
        second = heard(
            "run", "--config", place.folder / "config.yaml", folder=place.folder, environment=place.environment
        )
        assert (second.code, second.out) == (1, "")
        assert second.wrong == f"Another Heard is running on {place.folder}/heard.db. Stop it first.\n"
        assert service.stop() == 0
        lines = place.says(service)
    said = {line["says"]: line for line in lines}
    assert said["the council's profile"]["kind"] == "bnes"
    assert re.fullmatch("[0-9a-f]{16}", said["the classifier's model"]["model"])
    files = [line["kind"].split() for line in lines if line["says"] == "a file as it was read"]
    assert [name for name, _ in files] == ["config.yaml", "england.yaml", "bnes.yaml", "signs.yaml"]
    assert all(re.fullmatch("[0-9a-f]{16}", digest) for _, digest in files)
    assert lines[-1]["says"] == "the service stops"
    assert not any(line["level"] in ("error", "critical") for line in lines), lines


def test_after_a_power_cut_it_starts_and_what_was_kept_is_there_once(place: Place) -> None:
    with place.service() as service:
        place.sends()
        service.kill()
        service.start()
        until(place.receipts, "the receipt")
        place.sends()
        until(lambda: place.readyz()["waiting"].get("post") == 0, "everything read")
        assert len(place.receipts()) == 1, "the same mail again is the same message"


def test_a_port_that_is_taken_stops_no_other_part(place: Place) -> None:
    with socket.create_server((HOST, place.ports.desk)), place.service():
        place.sends()
        until(place.receipts, "the receipt")
        assert place.readyz()["trouble"] == {"desk": "its port is taken by another program; it is tried again"}
        assert place.readyz()["ready"] is True, "mail is taken all the same"


@pytest.mark.parametrize(
    ("part", "listens"),
    [("mail", {"door"}), ("desk", {"desk"}), ("bot", set()), ("sweeps", set()), ("mail,desk", {"door", "desk"})],
)
def test_parts_run_alone(place: Place, part: str, listens: set[str]) -> None:
    with place.service(part):
        for name in sorted(listens):
            wait_until_open(getattr(place.ports, name))
        for name in {"door", "desk"} - listens:
            with pytest.raises(TimeoutError):
                wait_until_open(getattr(place.ports, name), seconds=0.1)
        until(lambda: place.readyz()["ready"], "ready")
