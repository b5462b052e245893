"""A case's reference in an address. A council's own, taken over with its spreadsheets, may hold "/" or a space.

"~" and "/" are written "~0" and "~1", for servers turn %2F back into "/" before anybody sees the address. References
that we make ourselves stand in it as they are.
"""

from urllib.parse import quote

from starlette.convertors import Convertor, register_url_convertor

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


class _Reference(Convertor[str]):
    """So that every page is handed the reference itself."""

    regex = "[^/]+"

    def convert(self, value: str) -> str:
        return from_address(value)

    def to_string(self, value: str) -> str:
        return in_address(value)


register_url_convertor(CONVERTOR, _Reference())
