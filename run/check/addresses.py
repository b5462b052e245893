"""Addresses as they are written: what is no address reaches nobody, and is noticed when it is needed."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from casework.councils import Council, Staff
from outbox.envelope import Unaddressable, mailbox
from run.check.found import Found, wrong
from run.config import Settings

EXPECTED = "is no email address: NAME@DOMAIN is expected"


def found(settings: Settings, council: Council) -> Iterator[Found]:
    """Those of the profile and of the settings."""
    lines, siren = council.safety_lines, settings.outbox.siren
    told = {
        "team.email": council.team.email,
        "safety_lines.front_door.email": lines.front_door.email,
        "safety_lines.night_team.email": lines.night_team.email,
        "outbox.siren.email": siren.email or "",
        **{f"advocacy_providers, {each.name}": each.email for each in council.advocacy_providers},
    }
    for name, said in told.items():
        if said and not is_address(said):
            yield wrong(name, f"what stands there {EXPECTED}")
    if siren.telegram and not re.fullmatch(r"-?\d+", siren.telegram):
        yield wrong("outbox.siren.telegram", "a chat's number is expected, and no name: only by its number it is found")
    for name, url in (("outbox.siren.webhook", siren.webhook), ("desk.address", settings.desk.address)):
        if url and not _is_web(url):
            yield wrong(name, "an address beginning with https:// is expected")
    desk = settings.desk.address
    if desk and _is_web(desk) and urlsplit(desk).path not in ("", "/"):
        yield wrong("desk.address", "a name alone is expected, nothing behind it: https://complaints.council.example")


def of_staff(staff: tuple[Staff, ...]) -> Iterator[Found]:
    """Those of accounts."""
    if broken := [each.id for each in staff if each.email and not is_address(each.email)]:
        yield wrong("staff", f"the address of {', '.join(broken)} {EXPECTED}: heard staff add … --email")


def is_address(said: str) -> bool:
    """Whether a letter could be sent to it."""
    try:
        mailbox(said)
    except Unaddressable:
        return False
    return True


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
