"""What is read from a mail server's answers: numbers and moments. No mailbox has a number of more than ten figures."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
UID = re.compile(rb"\d{1,10}")
INTERNALDATE = re.compile(rb'INTERNALDATE "([ \d]\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"')


def number(pattern: bytes, lines: list[bytes | bytearray]) -> int | None:
    """The number that stands where the pattern says."""
    found = re.search(pattern, b"\n".join(lines))
    return int(found[1]) if found else None


def received(lines: Sequence[bytes]) -> datetime | None:
    """When the server says that it received a message; None where it says nothing that can be."""
    found = INTERNALDATE.search(b" ".join(lines))
    if found is None:
        return None
    day, month, year, hour, minute, second, sign, hours, minutes = (part.decode() for part in found.groups())
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
    try:
        moment = datetime(
            int(year),
            MONTHS.index(month.title()) + 1,
            int(day),
            int(hour),
            int(minute),
            min(int(second), 59),
            tzinfo=timezone(offset),
        )
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
