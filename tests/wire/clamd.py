"""ClamAV's daemon as far as it is spoken to: one that knows a single virus, breaks off in the middle, or is silent."""

import socketserver
import threading
from typing import Self

from tests.wire.loopback import HOST

VIRUS = b"THIS-IS-THE-ONE-VIRUS-THAT-IT-KNOWS"


class Clamd:
    """Listens on `port`. `seen` are the files that it was given; with `breaks` it hangs up before it answers, and
    until `answers` is set it says nothing.
    """

    host = HOST

    def __init__(self, *, breaks: bool = False) -> None:
        self.seen: list[bytes] = []
        self.breaks = breaks
        self.answers = threading.Event()
        self.answers.set()
        self._server = socketserver.ThreadingTCPServer((HOST, 0), self._handler())
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.answers.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        daemon = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                assert self.rfile.read(10) == b"zINSTREAM\0"
                content = b""
                while length := int.from_bytes(self.rfile.read(4), "big"):
                    content += self.rfile.read(length)
                daemon.seen.append(content)
                daemon.answers.wait()
                if not daemon.breaks:
                    self.wfile.write(b"stream: Known.Virus FOUND\0" if VIRUS in content else b"stream: OK\0")

        return Handler
