"""Addresses that nobody of ours calls until they are needed: the siren's, tried without ringing anybody, and the desk's
own, which staff are sent to. A certificate that has ended is else noticed by whoever is in danger.
"""

import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from desk.signing.errands import is_safe
from run.check import wires
from run.check.found import Found, to_do, wrong
from run.config import Settings, Tls

ELSEWHERE = "staff cannot open what letters lead to; if only this machine sees it so, let it be"


def found(settings: Settings, trust: ssl.SSLContext) -> Iterator[Found]:
    """What stands between us and them, if anything."""
    siren, desk = settings.outbox.siren.webhook, settings.desk.address
    if siren and is_safe(siren) and (why := _why(siren, trust)):
        yield wrong("siren", f"outbox.siren.webhook: {why}. Nobody would be rung by it")
    if desk and desk.startswith("https://") and (why := _why(desk, trust)):
        yield to_do("desk.address", f"{why}: {ELSEWHERE}")


def _why(url: str, trust: ssl.SSLContext) -> str:
    place = urlsplit(url)
    secure = place.scheme == "https"
    port = place.port or (443 if secure else 80)
    wire = wires.Wire(place.hostname or "", port, Tls.IMPLICIT if secure else None, trust)
    return wires.why(wire)
