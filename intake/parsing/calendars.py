"""What an invitation says: what, when, where (RFC 5545), no more."""

import re

SHOWN = {
    "SUMMARY": "What",
    "DTSTART": "Starts",
    "DTEND": "Ends",
    "LOCATION": "Where",
    "DESCRIPTION": "Notes",
    "COMMENT": "Comment",
}
MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")
LONGEST = 200_000


def readable(source: str) -> str:
    """The lines of the first event that a person would read."""
    lines = re.sub(r"\r?\n[ \t]", "", source[:LONGEST]).splitlines()
    event: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        plain = name.partition(";")[0].upper()
        if plain in SHOWN:
            event.setdefault(plain, _plain(plain, value))
        if plain == "END" and value.strip().upper() == "VEVENT":
            break
    return "\n".join(f"{SHOWN[name]}: {value}" for name, value in event.items() if value.strip())


def _plain(name: str, value: str) -> str:
    if name.startswith("DT") and (found := MOMENT.match(value)):
        year, month, day, hour, minute, zone = found.groups()
        return f"{year}-{month}-{day}" + (f" {hour}:{minute}{' UTC' if zone else ''}" if hour else "")
    return value.replace("\\n", "\n").replace("\\N", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
