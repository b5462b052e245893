"""Files handed to ClamAV, where an installation has it: `clamd`, on a port or a socket of this machine.

It only says what it found; the file is kept as it came, and staff are told not to open it. Where it does not answer,
staff are told that nobody has looked, the log tells whoever keeps the machine, and the mail goes on: a family's
complaint waits for no scanner.
"""

import logging
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from intake import meanwhile

log = logging.getLogger(__name__)

PIECE = 64 * 1024

A_MOMENT = 2.0
"""Seconds for all files of a mail while the scanner is silent. *Taste.*"""

FOUND = "a virus was found in a file: do not open it"
NOT_LOOKED = "files were not looked through for viruses: the scanner did not answer"


@dataclass(slots=True)
class Clamd:
    """Where `clamd` listens: a socket's path, or a host and port. `patience` is in seconds, for all files of a mail
    together. Once it has been silent it is waited for no longer than a moment, until it answers again: a file can be
    made to be looked through for ever.
    """

    path: Path | None = None
    host: str = "127.0.0.1"
    port: int = 3310
    patience: float = 20.0
    silent: bool = False

    def warnings(self, contents: Sequence[bytes]) -> Sequence[str]:
        """What staff should know of files that came together, in words for them; nothing if nothing was found."""
        until = monotonic() + (A_MOMENT if self.silent else self.patience)
        told: dict[str, None] = {}
        for content in contents:
            said = self._warning(content, until)
            told |= {said: None} if said else {}
            if self.silent:
                until = min(until, monotonic() + A_MOMENT)
        if NOT_LOOKED in told:
            log.warning("files were not looked through for viruses")
        return tuple(told)

    def answers(self) -> bool:
        """Whether it is there (`heard check`)."""
        try:
            return self._asked(b"", monotonic() + self.patience).endswith("OK")
        except OSError:
            return False

    def _warning(self, content: bytes, until: float) -> str:
        try:
            with meanwhile.waiting():
                answer = self._asked(content, until)
        except OSError as fault:
            self.silent |= isinstance(fault, TimeoutError)
            return NOT_LOOKED
        self.silent = False
        if answer.endswith("FOUND"):
            return FOUND
        return "" if answer.endswith("OK") else NOT_LOOKED

    def _asked(self, content: bytes, until: float) -> str:
        with self._connected(until) as wire:
            wire.sendall(b"zINSTREAM\0")
            for at in range(0, len(content), PIECE):
                piece = content[at : at + PIECE]
                wire.settimeout(_left(until))
                wire.sendall(len(piece).to_bytes(4, "big") + piece)
            wire.sendall(b"\0\0\0\0")
            said = b""
            while not said.endswith(b"\0") and len(said) < PIECE and (more := wire.recv(4_096)):
                said += more
                wire.settimeout(_left(until))
        return said.rstrip(b"\0\n").decode("ascii", "replace")

    def _connected(self, until: float) -> socket.socket:
        if self.path is None:
            return socket.create_connection((self.host, self.port), _left(until))
        wire = socket.socket(socket.AF_UNIX)
        try:
            wire.settimeout(_left(until))
            wire.connect(str(self.path))
        except OSError:
            wire.close()
            raise
        return wire


def _left(until: float) -> float:
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left
