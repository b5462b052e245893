"""The whole program as a process, or as several on one database, with real far ends beside it, for walks that kill it.

Dovecot with TLS, an SMTP sink and a Bot API, each a process that outlives ours; settings as a council would write them.
"""

import base64
import json
import re
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any, Self

import psycopg

from tests.wire.dovecot import Dovecot
from tests.wire.loopback import HOST, free_ports
from tests.wire.process import Process

USER, PASSWORD = "complaints@council.example", "secret"
TOKEN = "42:TEST"


class Host(Process):
    """One `heard run`, and two of the ports where it listens."""

    door = health = 0


@dataclass
class World:
    """Everything a walk needs, in one folder. `with World(folder) as world: world.heard.start()`."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.imap = Dovecot({USER: PASSWORD})
        self.smtp_port, self.api_port = free_ports(2)
        self.letters, self.calls = self.folder / "letters.jsonl", self.folder / "calls.jsonl"
        self.sink = Process("tests.wire.smtp", self.smtp_port, "--record", self.letters, port=self.smtp_port)
        self.api = Process(
            "tests.wire.botapi", self.api_port, "--record", self.calls, "--token", TOKEN, port=self.api_port
        )
        self.address = f"http://{HOST}:{self.api_port}"
        self._write("imap.password", PASSWORD)
        self._write("bot.token", TOKEN)
        self._write("config.yaml", "council: bnes\n")
        self.hosts: list[Host] = []
        self.heard = self.host()

    @property
    def door(self) -> int:
        """Where our own small mail server takes mail."""
        return self.heard.door

    def host(self, parts: str = "", *, program: str = "run", **settings: str) -> "Host":
        """One machine that runs parts of Heard: on ports of its own, with settings of its own over everybody's."""
        door, desk, health, form = free_ports(4)
        ports = {"INTAKE__SMTP_DOOR__PORT": door, "DESK__PORT": desk, "FORM__PORT": form, "RUN__HEALTH__PORT": health}
        own = {key: str(port) for key, port in ports.items()} | settings
        asked = ["run", "--config", str(self.folder / "config.yaml"), *([parts] if parts else [])]
        made = Host(program, *asked, folder=self.folder, port=health, environment=self.environment(own))
        made.door, made.health = door, health
        self.hosts.append(made)
        return made

    def environment(self, own: Mapping[str, str] | None = None) -> dict[str, str]:
        """The settings, said as the environment says them."""
        said = (
            {
                "STORE__URL": f"sqlite:///{self.folder}/heard.db",
                "STORE__KEY_FILE": f"{self.folder}/heard.key",
                "INTAKE__IMAP__HOST": HOST,
                "INTAKE__IMAP__PORT": str(self.imap.tls_port),
                "INTAKE__IMAP__USER": USER,
                "INTAKE__IMAP__PASSWORD_FILE": f"{self.folder}/imap.password",
                "OUTBOX__SMTP__HOST": HOST,
                "OUTBOX__SMTP__PORT": str(self.smtp_port),
                "OUTBOX__SMTP__TLS": "off",
                "OUTBOX__SMTP__FROM": USER,
                "BOT__TOKEN_FILE": f"{self.folder}/bot.token",
                "BOT__API": self.address,
                "SWEEPS__EVERY": "1",
            }
            | self.settings
            | dict(own or {})
        )
        return {f"HEARD_{key}": value for key, value in said.items()} | {"SSL_CERT_FILE": str(self.imap.ca_file)}

    def __enter__(self) -> Self:
        self.imap.start()
        self.sink.start()
        self.api.start()
        return self

    def __exit__(self, *_: object) -> None:
        for host in self.hosts:
            host.__exit__()
        for far_end in (self.sink, self.api, self.imap):
            far_end.__exit__()

    def waiting(self) -> dict[str, float]:
        """What waits, as /readyz says; empty while the service does not answer."""
        return dict(self.said_by(self.heard).get("waiting", {}))

    def said_by(self, host: Host) -> dict[str, Any]:
        """What a machine says on /readyz; empty while it does not answer."""
        try:
            with urllib.request.urlopen(f"http://{HOST}:{host.health}/readyz", timeout=5) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as trouble:
            return dict(json.load(trouble))
        except OSError:
            return {}

    def until(self, true: Callable[[], bool], what: str, *, seconds: float = 60) -> None:
        """Wait for something to be so; what the service said is shown if it never is."""
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                said = "\n".join(host.said()[-6000:] for host in self.hosts)
                raise AssertionError(f"{what} was not so within {seconds} s; the service said:\n{said}")
            time.sleep(0.1)

    def emails(self) -> list[tuple[str, str, str]]:
        """What left by email: to whom, under which Message-ID, with what text."""
        found = []
        for line in recorded(self.letters):
            mail = message_from_bytes(base64.b64decode(line["raw"]), policy=default)
            body = mail.get_body(("plain",))
            found.append((line["to"][0], str(mail["Message-ID"]), body.get_content() if body else ""))
        return found

    def chats(self) -> list[tuple[int, str]]:
        """What was said in chats: to which, with what text."""
        calls = [line for line in recorded(self.calls) if line["method"] == "sendMessage" and not line["refused"]]
        return [(int(call["args"]["chat_id"]), str(call["args"]["text"])) for call in calls]

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """What the store holds, read beside the service as somebody with the file would."""
        url = self.environment()["HEARD_STORE__URL"]
        if url.startswith("postgresql:"):
            with psycopg.connect(url, connect_timeout=10) as server:
                return server.execute(question.encode()).fetchall()
        path = url.removeprefix("sqlite:///")
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)
        try:
            return db.execute(question).fetchall()
        finally:
            db.close()

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")


def reference(text: str) -> str:
    """The reference that a letter shows."""
    found = re.search(r"\b[A-Z]{2}-[2-9BCDFGHJ-NP-TV-Z]{4}\b", text)
    return found[0] if found else ""


def an_email(sender: str, number: int, text: str) -> bytes:
    """One mail, as a family writes it."""
    return (
        f"From: {sender}\r\nTo: {USER}\r\nSubject: about my children\r\nMessage-ID: <mail-{number}@family.example>\r\n"
        f"Date: Mon, 02 Mar 2026 09:30:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    ).encode()


def recorded(path: Path) -> list[dict[str, Any]]:
    """What a far end wrote down, line by line."""
    whole = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in whole]
