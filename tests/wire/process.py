"""A program as a process of its own: started, killed, frozen and started again, with what it said kept.

Process("tests.wire.botapi", port, "--record", record, port=port)
Process("run", "run", "--config", config, folder=folder, environment={"HEARD_BOT__API": api.address})
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from tests.wire.loopback import wait_until_open

ROOT = Path(__file__).resolve().parents[2]


class Process:
    """`python -m MODULE ARGUMENTS`, in a process group of its own. With `port`, started means it answers there."""

    def __init__(
        self,
        module: str,
        *arguments: object,
        port: int = 0,
        folder: Path = ROOT,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._command = [sys.executable, "-m", module, *map(str, arguments)]
        self._port, self._folder = port, folder
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **(environment or {})}
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 it lives as long as this does, not as long as one call
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._said.close()

    def start(self) -> Self:
        """Start, or start again with the same arguments."""
        self._process = subprocess.Popen(
            self._command,
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=self._said,
            start_new_session=True,
        )
        if self._port:
            try:
                wait_until_open(self._port, server=self._process, seconds=120)
            except (RuntimeError, TimeoutError) as error:
                raise RuntimeError(f"did not start; it said:\n{self.said()}") from error
        return self

    def stop(self, *, seconds: float = 20) -> int:
        """Ask it to end, and its exit status; what does not end in time is killed."""
        self._signal(signal.SIGCONT)
        return self._end(signal.SIGTERM, seconds)

    def kill(self) -> None:
        """kill -9, to it and all it started."""
        self._end(signal.SIGKILL, 10)

    def freeze(self) -> None:
        """It stands still, with its connections open."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on."""
        self._signal(signal.SIGCONT)

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process is not None and self._process.poll() is None

    def said(self) -> str:
        """Everything it printed in all its lives."""
        return os.pread(self._said.fileno(), 1 << 26, 0).decode(errors="replace")

    def _end(self, how: signal.Signals, seconds: float) -> int:
        if self._process is None:
            return 0
        self._signal(how)
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            return self._process.wait(10)

    def _signal(self, what: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, what)
