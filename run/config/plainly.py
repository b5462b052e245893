"""What a library finds wrong with a file, said to somebody who fills it in and does not program.

What stands in the file is never said back: it may be a password.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

import yaml

NOT_TEXT = "it is not plain text in UTF-8: save it anew from a plain editor (in Notepad: Save as, Encoding UTF-8)"
NOT_UNDERSTOOD = "it cannot be understood: compare it with the file that it was copied from"
CURLY = "curly quotation marks are part of the words there, and people would read them: type straight ones, or none"
TOO_MUCH = "it takes up its own parts (*name) again and again, beyond anything that can be meant: write them out"
NO_SUCH_DAY = "there is no such day"

_SPACES = "as many spaces as the lines beside it"
_TAB = f"a tab stands in it: put {_SPACES} have in its place"
_SIGN = "a value begins with a sign that means something else here, such as @ % & * or !: put it in quotes"
_IN_YAML: Mapping[str, str] = {
    "mapping values": "a value that holds a colon goes in quotes; if none does, the line before it lacks its colon, "
    f"or it does not begin with {_SPACES}",
    "expected ':'": "a colon and a space are missing behind the key",
    "expected key": f"it does not begin with {_SPACES}, or what stands in quotes or brackets ends too early",
    "expected '-' indicator": f"a hyphen and a space are missing at its beginning, or it does not begin with {_SPACES}",
    "expected <document start>": f"it does not begin with {_SPACES}, or a line of dots stands before it",
    "expected ',' or": "a bracket that is opened there is not closed, or a comma is missing between two values",
    "end of stream": "a quotation mark that is opened there is not closed",
    "node content": "between two commas, or a comma and a bracket, nothing stands: put in what is missing",
    "another document": "a line of nothing but hyphens ends the file: take it out",
    **dict.fromkeys(("any token", "alphabetic", "constructor", "undefined alias", "line break"), _SIGN),
}
_FROM = ("while scanning a simple key", "while scanning a quoted scalar", "while parsing a flow")
"""Where a mistake began is the line to look at, and not where it was noticed."""

_OFFICE = re.compile(r"[\u00a0\u2013\u2014\u2018\u2019\u201c\u201d]")
"""Spaces that are none, dashes, curly quotation marks."""
_SAVED_BY_OFFICE = (
    "; a word processor's spaces, dashes or quotation marks stand there: type them anew in a plain editor"
)

_EXPECTED: Mapping[str, str] = {
    "valid date": "expected a day, written as 2026-11-20",
    "valid time": "expected a time of day, written as 08:30 or 17:00",
    "valid integer": "expected a whole number, and nothing beside it",
    "valid array": "expected a list in square brackets, with commas between: [one, another]",
    "valid string": "expected words; figures alone, and what begins with a bracket, go in quotes",
    "valid boolean": "expected true or false",
    "at least 1 item": "nothing stands between the quotation marks: write it there, or null for none",
}
_NOTHING = "nothing stands there; what follows a # is not read, unless all of it is in quotes"


def of_yaml(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """The line to look at, and what to put right there."""
    began = (error.context or "").startswith(_FROM)
    mark = (error.context_mark if began else None) or error.problem_mark
    line = mark.line if mark else 0
    said = next((ours for theirs, ours in _IN_YAML.items() if theirs in (error.problem or "")), NOT_UNDERSTOOD)
    near = text.split("\n")[max(line - 1, 0) : line + 1]
    if "\t" in "".join(near[-1:]):
        said = _TAB
    return line + 1, said + (_SAVED_BY_OFFICE if _OFFICE.search("".join(near)) else "")


def of_nodes(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    """What could be read and cannot be meant: days that there are not, and words in curly quotation marks."""
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            for each in pair:
                yield from of_nodes(each)
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from of_nodes(each)
    if isinstance(node, yaml.ScalarNode):
        if node.tag.endswith(":timestamp") and not _is_day(node.value):
            yield node.start_mark.line + 1, NO_SUCH_DAY
        if not node.style and re.fullmatch(r"[\u201c\u2018].*[\u201d\u2019]", node.value):
            yield node.start_mark.line + 1, CURLY


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def of_value(message: str, *, nothing: bool = False) -> str:
    """What pydantic says of a value, or of `nothing` where there must be one."""
    if nothing:
        return _NOTHING
    ours = next((said for theirs, said in _EXPECTED.items() if theirs in message), "")
    return ours or message.replace("Value error, ", "expected ", 1).replace("Input should be", "expected", 1)
