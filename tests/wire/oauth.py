"""Whoever gives out tokens (OAuth2), and is asked by a mail server if one is good: a small HTTP server of our own."""

import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs

from tests.wire.loopback import HOST


class Giver:
    """Gives a token to whoever knows `secret` for `client`; each is good until it is `revoked`.

    They are as long as Microsoft's, unless `length` says otherwise. `asked` are the forms that came; `status`
    what the next ask is answered with, if not 200; `refusal` what that is called.
    """

    def __init__(self, user: str, *, seconds: int = 3600, length: int = 1500) -> None:
        self.user, self.seconds, self.length = user, seconds, length
        self.asked: list[Mapping[str, str]] = []
        self.good: set[str] = set()
        self.status, self.refusal = 200, "invalid_client"
        self._server = ThreadingHTTPServer((HOST, 0), self._handler())
        self.port = self._server.server_port
        self.token_url = f"http://{HOST}:{self.port}/token"
        self.introspection_url = f"http://{HOST}:{self.port}/introspect"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def revoke(self) -> None:
        """No token that was given is good any more."""
        self.good.clear()

    def _given(self, form: Mapping[str, str]) -> tuple[int, Mapping[str, object]]:
        self.asked.append(form)
        knows = form.get("client_secret") == "quiet" or form.get("refresh_token") == "granted"
        if self.status != 200 or not knows:
            return self.status if self.status != 200 else 401, {"error": self.refusal}
        token = f"token-{len(self.asked)}-{'x' * self.length}"
        self.good.add(token)
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": self.seconds}

    def _told(self, bearer: str) -> tuple[int, Mapping[str, object]]:
        if bearer.removeprefix("Bearer ") not in self.good:
            return 401, {"active": False}
        return 200, {"active": True, "email": self.user}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        giver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                form = parse_qs(self.rfile.read(length).decode())
                self._answer(*giver._given({name: values[0] for name, values in form.items()}))

            def do_GET(self) -> None:
                self._answer(*giver._told(self.headers.get("Authorization", "")))

            def _answer(self, status: int, said: Mapping[str, object]) -> None:
                body = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing is said."""

        return Handler
