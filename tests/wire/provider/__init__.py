"""A council's sign-in: django-oauth-toolkit, a provider as councils run, on a port of this machine.

with Provider(desk="http://127.0.0.1:8080", folder=tmp_path) as provider:
    ...  # provider.issuer, provider.secret; people sign in there as mina or eve, with the password "quiet"

It is strict: PKCE is demanded, addresses to come back to are compared letter for letter, a code works once.
"""

from pathlib import Path
from typing import Self

from tests.wire.loopback import HOST, free_ports
from tests.wire.process import Process

CLIENT, SECRET, PASSWORD = "heard", "a secret between the two", "quiet"


class Provider:
    """It, running, with one client: a desk at this address."""

    def __init__(self, desk: str, folder: Path) -> None:
        (port,) = free_ports(1)
        self.issuer = f"http://{HOST}:{port}/o"
        self._process = Process("tests.wire.provider", port, desk, folder, port=port)

    def __enter__(self) -> Self:
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.__exit__()

    def stop(self) -> None:
        """It is away."""
        self._process.stop()

    def said(self) -> str:
        """What it printed."""
        return self._process.said()
