"""Addresses as they are written: what is no address reaches nobody, and is noticed when it is needed."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from casework.councils import Council, Staff
from outbox.envelope import Unaddressable, mailbox
from run.check.found import Found, wrong
from run.config import Settings

EXPECTED = "is no email address: NAME@DOMAIN is expected"


def found(settings: Settings, council: Council) -> Iterator[Found]:
    """Those of the profile and of the settings."""
    lines = council.safety_lines
    told = {
        "team.email": council.team.email,
        "safety_lines.front_door.email": lines.front_door.email,
        "safety_lines.night_team.email": lines.night_team.email,
        **{f"advocacy_providers, {each.name}": each.email for each in council.advocacy_providers},
    }
    for name, said in told.items():
        if said and not is_address(said):
            yield wrong(name, f"what stands there {EXPECTED}")
    desk = settings.desk.address
    if desk and urlsplit(desk).path not in ("", "/"):
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
