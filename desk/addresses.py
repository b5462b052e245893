"""A case's reference in an address. A council's own, taken over with its spreadsheets, may hold "/" or a space.

"~" and "/" are written "~0" and "~1", for servers turn %2F back into "/" before anybody sees the address. References
that we make ourselves stand in it as they are.
"""

from urllib.parse import quote

from starlette.convertors import Convertor, register_url_convertor

from casework.changes import Change

CONVERTOR = "reference"


def in_address(reference: str) -> str:
    """The reference as a part of an address."""
    written = reference.replace("~", "~0").replace("/", "~1")
    if not written.strip("."):
        written = written.replace(".", "~2")  # browsers take ".." for a folder further up
    return quote(written, safe="~")


def from_address(part: str) -> str:
    """The reference that a part of an address names."""
    return part.replace("~2", ".").replace("~1", "/").replace("~0", "~")


def after(done: Change) -> str:
    """Where somebody is led once what they decided is saved."""
    if done.cases:
        return f"/cases/{in_address(done.cases[0].reference)}"
    if done.alarms:
        return "/safety" if done.alarms[0].closed else f"/contacts/{in_address(done.alarms[0].reference)}"
    return "/tray"


class _Reference(Convertor[str]):
    """So that every page is handed the reference itself."""

    regex = "[^/]+"

    def convert(self, value: str) -> str:
        return from_address(value)

    def to_string(self, value: str) -> str:
        return in_address(value)


register_url_convertor(CONVERTOR, _Reference())
