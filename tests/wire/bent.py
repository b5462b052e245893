"""A provider of sign-ins that gives whatever token it is told to: for the lies that an honest one never tells."""

import base64
import hmac
import json
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.wire.loopback import HOST

KEY, OTHER = (RSAKey.generate_key(2048, {"kid": "1", "use": "sig"}) for _ in range(2))


@dataclass
class Bent:
    """`described` and `said` are laid over what it says of itself and of somebody; `signed` is how it signs, `ahead`
    how many seconds its time of day is before ours. `raw` is all it says, if that is anything; with `drips` it says a
    byte now and then, and `asked` counts who waits for it.
    """

    described: dict[str, object] = field(default_factory=dict)
    said: dict[str, object] = field(default_factory=dict)
    signed: str = "RS256"
    status: int = 200
    ahead: float = 0
    raw: bytes = field(default=b"", repr=False)
    drips: bool = False
    asked: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    forms: list[Mapping[str, str]] = field(default_factory=list)
    honest: dict[str, object] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer((HOST, 0), self._handler())
        self.issuer = f"http://{HOST}:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _description(self) -> Mapping[str, object]:
        places = {name: f"{self.issuer}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
        return {"issuer": self.issuer, **places, **self.described}

    def _token(self) -> str:
        claims = {name: value for name, value in (self.honest | self.said).items() if value is not None}
        match self.signed:
            case "another's key":
                return jwt.encode({"alg": "RS256", "kid": "1"}, claims, OTHER)
            case "a key it brings along":
                return jwt.encode({"alg": "RS256", "jwk": OTHER.as_dict(private=False)}, claims, OTHER)
            case "a key nobody named":
                return jwt.encode({"alg": "RS256", "kid": "2", "jku": f"{self.issuer}/jwks_uri"}, claims, OTHER)
            case "our shared secret":
                return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("quiet" * 8), algorithms=["HS256"])
            case "their public key":
                return _by_hand({"alg": "HS256", "kid": "1"}, claims, KEY.as_pem(private=False))
            case "nothing":
                return _by_hand({"alg": "none"}, claims, b"").rpartition(".")[0] + "."
            case "no token":
                return ""
            case _:
                return jwt.encode({"alg": "RS256", "kid": "1"}, claims, KEY)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        bent = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                keys = {"keys": [KEY.as_dict(private=False)]}
                self._answer(200, keys if self.path == "/jwks_uri" else bent._description())

            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                bent.forms.append({name: values[0] for name, values in form.items()})
                self._answer(bent.status, {"access_token": "a", "token_type": "Bearer", "id_token": bent._token()})

            def _answer(self, status: int, said: Mapping[str, object]) -> None:
                body = bent.raw or json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                bent.asked.release()
                with suppress(ConnectionError):
                    for byte in body if bent.drips else b"":
                        self.wfile.write(bytes([byte]))
                        time.sleep(0.1)
                    self.wfile.write(b"" if bent.drips else body)

            def date_time_string(self, timestamp: float | None = None) -> str:
                return super().date_time_string(datetime.now(UTC).timestamp() + bent.ahead)

            def log_message(self, *_: object) -> None:
                """Nothing is said."""

        return Handler


def _by_hand(header: Mapping[str, object], claims: Mapping[str, object], key: bytes) -> str:
    """A token that a careful library would not make."""
    said = ".".join(_text(json.dumps(part).encode()) for part in (header, claims))
    return f"{said}.{_text(hmac.digest(key, said.encode(), 'sha256'))}"


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
