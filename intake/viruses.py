"""Files handed to ClamAV, where an installation has it: `clamd`, on a port or a socket of this machine.

It only says what it found; the file is kept as it came, and staff are told not to open it. Where it does not answer,
staff are told that nobody has looked, and the mail goes on: a family's complaint waits for no scanner.
"""

import socket
from dataclasses import dataclass
from pathlib import Path

from intake import meanwhile

PIECE = 64 * 1024

FOUND = "a virus was found in a file: do not open it"
NOT_LOOKED = "files were not looked through for viruses: the scanner did not answer"


@dataclass(frozen=True, slots=True)
class Clamd:
    """Where `clamd` listens: a socket's path, or a host and port. `patience` is in seconds, for each answer."""

    path: Path | None = None
    host: str = "127.0.0.1"
    port: int = 3310
    patience: float = 20.0

    def warning(self, content: bytes) -> str:
        """What staff should know of a file, in words for them; empty if nothing was found in it."""
        try:
            with meanwhile.waiting():
                answer = self._asked(content)
        except OSError:
            return NOT_LOOKED
        if answer.endswith("FOUND"):
            return FOUND
        return "" if answer.endswith("OK") else NOT_LOOKED

    def answers(self) -> bool:
        """Whether it is there (`heard check`)."""
        try:
            return self._asked(b"").endswith("OK")
        except OSError:
            return False

    def _asked(self, content: bytes) -> str:
        with self._connected() as wire:
            wire.sendall(b"zINSTREAM\0")
            for at in range(0, len(content), PIECE):
                piece = content[at : at + PIECE]
                wire.sendall(len(piece).to_bytes(4, "big") + piece)
            wire.sendall(b"\0\0\0\0")
            said = b""
            while not said.endswith(b"\0") and len(said) < PIECE and (more := wire.recv(4_096)):
                said += more
        return said.rstrip(b"\0\n").decode("ascii", "replace")

    def _connected(self) -> socket.socket:
        if self.path is None:
            return socket.create_connection((self.host, self.port), self.patience)
        wire = socket.socket(socket.AF_UNIX)
        wire.settimeout(self.patience)
        try:
            wire.connect(str(self.path))
        except OSError:
            wire.close()
            raise
        return wire
