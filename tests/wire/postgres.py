"""A PostgreSQL cluster of our own, made from the machine's binaries, as the user `postgres` where we are root."""

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

from tests.wire.account import account
from tests.wire.loopback import HOST, free_ports

# What was committed is with the kernel when the commit returns, and so survives any crash but the machine's own.
_SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
fsync = off
full_page_writes = off
max_connections = 60
shared_buffers = 32MB
"""


def binaries() -> Path | None:
    """The folder that holds initdb, on the path or where Debian keeps it; None if this machine has none."""
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).resolve().parent
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return kept[-1].parent if kept else None


class Postgres:
    """
    with Postgres() as cluster:
        url = cluster.database()     # postgresql://..., empty, nobody else's
    """

    def __init__(self, within: Path | None = None) -> None:
        """`within`: the folder that holds it, else the machine's own for such things."""
        found = binaries()
        if found is None:
            raise FileNotFoundError("no initdb on this machine")
        self._bin = found
        self.folder = Path(tempfile.mkdtemp(prefix="postgres-", dir=within))
        self.data = self.folder / "data"
        self.account = account(when_root="postgres")
        self.account.own(self.folder)
        (self.port,) = free_ports(1)
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        self._make()

    def _make(self) -> None:
        arguments = ["-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run(
            [self._bin / "initdb", "-D", self.data, *arguments],
            check=True,
            capture_output=True,
            cwd=self.folder,
            env=self._environment,
            **self.account.run_as(),
        )
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(_SETTINGS.format(port=self.port, folder=self.folder))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start, or come back after `stop` or `kill`."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self.data],
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self.folder,
                env=self._environment,
                **self.account.run_as(),
            )
        end = time.monotonic() + 20
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.03)

    def stop(self) -> None:
        """Away in good order, its clients cut off."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Gone without a word, every process of it at once: it recovers when it starts."""
        if self._process is not None and self._process.poll() is None:
            number = str(self._process.pid)
            children = subprocess.run(["pgrep", "-P", number], check=False, capture_output=True, text=True)
            for process in (number, *children.stdout.split()):
                with contextlib.suppress(ProcessLookupError):  # it has just ended by itself
                    os.kill(int(process), signal.SIGKILL)
            self._process.wait(20)
        self._process = None

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process is not None and self._process.poll() is None

    def url(self, name: str = "postgres") -> str:
        """The address of one database, as `store.url` has it."""
        return f"postgresql://postgres@{HOST}:{self.port}/{name}"

    def database(self, *, template: str = "template0") -> str:
        """The address of a new database, empty or a copy of `template`."""
        name = f"test_{next(self._numbers)}"
        self._say(f"create database {name} template {template}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """A database goes, with whoever is connected to it."""
        self._say(f"drop database {url.rpartition('/')[2]} with (force)")

    def _say(self, sql: str) -> None:
        subprocess.run(
            [self._bin / "psql", "-q", "-d", self.url(), "-c", sql],
            check=True,
            capture_output=True,
            cwd=self.folder,
            env=self._environment,
        )

    def _is_ready(self) -> bool:
        asked = subprocess.run([self._bin / "pg_isready", "-q", "-h", HOST, "-p", str(self.port)], check=False)
        return asked.returncode == 0

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(20)
        self._process = None
