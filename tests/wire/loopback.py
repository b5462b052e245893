"""Ports and certificates on this machine, and nobody else's."""

import socket
import subprocess
import time
from pathlib import Path

import trustme

from casework.frozen import frozen

HOST = "127.0.0.1"


def free_ports(count: int) -> list[int]:
    """So many ports that nothing listens on."""
    held = [socket.socket() for _ in range(count)]
    try:
        for one in held:
            one.bind((HOST, 0))
        return [int(one.getsockname()[1]) for one in held]
    finally:
        for one in held:
            one.close()


def wait_until_open(
    port: int, *, seconds: float = 20, server: subprocess.Popen[bytes] | None = None, greeting: bytes = b""
) -> None:
    """Return when the port answers, with its greeting where it has one. A server that ended is an error at once."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server is not None and server.poll() is not None:
            raise RuntimeError(f"the server on port {port} ended with {server.returncode}")
        if _answers(port, greeting):
            return
        time.sleep(0.02)
    raise TimeoutError(f"nothing answered on port {port} in {seconds} s")


def _answers(port: int, greeting: bytes) -> bool:
    try:
        with socket.create_connection((HOST, port), 1) as wire:
            wire.settimeout(2)
            return not greeting or wire.recv(64).startswith(greeting)
    except OSError:
        return False


@frozen
class Certificates:
    """A server's certificate and key, and the authority a client must trust to accept them."""

    ca_file: Path
    certificate: Path
    key: Path


def certify(folder: Path) -> Certificates:
    """Certificates for `localhost` and 127.0.0.1, made in `folder` by an authority nobody else knows."""
    made = Certificates(folder / "ca.pem", folder / "cert.pem", folder / "key.pem")
    authority = trustme.CA()
    issued = authority.issue_cert("localhost", HOST)
    authority.cert_pem.write_to_path(made.ca_file)
    issued.private_key_pem.write_to_path(made.key)
    made.certificate.write_bytes(b"".join(part.bytes() for part in issued.cert_chain_pems))
    return made
