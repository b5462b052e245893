"""Where the service listens: no address twice, none for everybody by mistake, none that it cannot have."""

import errno
import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from itertools import combinations

from run.check.found import Found, to_do, wrong
from run.config import Settings

EVERYWHERE = frozenset({"0.0.0.0", "::", "[::]"})  # noqa: S104 what is warned of
PUBLIC = frozenset({"form", "run.health", "bot.webhook"})
"""The desk has an address of its own, and is looked at there; our mail door is refused elsewhere than here."""


def found(settings: Settings) -> Iterator[Found]:
    """What listens where another part does, or on every network there is."""
    listening = dict(_listening(settings))
    for (one, (here, port)), (other, (there, same)) in combinations(listening.items(), 2):
        if port == same and (here == there or EVERYWHERE & {here, there}):
            yield wrong("ports", f"{one} and {other} both listen at {port}: give one of them another port")
    for name, (host, _) in listening.items():
        if name in PUBLIC and host in EVERYWHERE:
            says = "it listens on every network of this machine: name the one address that your proxy with TLS calls"
            yield to_do(f"{name}.host", says)


def taken(settings: Settings) -> Iterator[Found]:
    """What this account cannot listen at. Where Heard is running it has them all already."""
    if not _alive(settings.run.health.host, settings.run.health.port):
        yield from refused(settings)


def refused(settings: Settings) -> Iterator[Found]:
    """What cannot be listened at now, whoever has it."""
    for name, (host, port) in _listening(settings):
        if says := _refused(host, port, name):
            yield wrong(name, says)


def _refused(host: str, port: int, name: str) -> str:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as fault:
        match fault.errno:
            case errno.EADDRINUSE:
                taken = f"port {port} is taken by another program (`ss -ltnp` shows which)"
                return f"{taken}: stop it, or choose another ({name}.port)"
            case errno.EADDRNOTAVAIL:
                return f"this machine has no address {host}: 127.0.0.1 is usual"
            case errno.EACCES:
                return f"this account may not listen at port {port}: choose one above 1023, the proxy takes the others"
            case number if number is not None and number < 0:  # names are looked up with numbers of their own
                return f"no machine is known by the name {host}: write this machine's own address"
            case _:
                return f"it cannot listen at {host}, port {port} ({type(fault).__name__})"
    return ""


def _alive(host: str, port: int) -> bool:
    """Whether Heard answers there."""
    asked = HTTPConnection("127.0.0.1" if host in EVERYWHERE else host, port, timeout=2)
    try:
        asked.request("GET", "/healthz")
        return asked.getresponse().read(20) == b"alive\n"
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()


def _listening(settings: Settings) -> Iterator[tuple[str, tuple[str, int]]]:
    yield "desk", (settings.desk.host, settings.desk.port)
    yield "form", (settings.form.host, settings.form.port)
    yield "run.health", (settings.run.health.host, settings.run.health.port)
    if settings.intake.smtp_door.host:
        yield "intake.smtp_door", (settings.intake.smtp_door.host, settings.intake.smtp_door.port)
    if settings.bot.webhook.url:
        yield "bot.webhook", (settings.bot.webhook.host, settings.bot.webhook.port)
