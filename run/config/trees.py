"""YAML into plain values, remembering where each one stood, so that a mistake is named by file, line and key.

Stricter than YAML on purpose. A key given twice is an error. `17:30` is a time, not 1050 (YAML 1.1 counts in sixties),
and `no` is a word, not false: people write these files who do not program.
"""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import yaml

from casework.frozen import frozen
from run.config import plainly

try:
    from yaml import CSafeLoader as _Fast
except ImportError:  # a platform without libyaml: the same, slower
    from yaml import SafeLoader as _Fast  # type: ignore[assignment]

Tree = dict[str, object]
Keys = tuple[str | int, ...]

MOST = 100_000
"""Values of one file, those counted again that it takes up from elsewhere (`*name`); ours have 2,000. *Taste.*"""


class Misconfigured(Exception):
    """What is configured cannot be used. Its text is one problem a line: file, line, key, what was expected."""


@frozen
class Source:
    """One file, read: its values, and its nodes for finding a line again."""

    path: Path
    values: Tree
    root: yaml.Node | None

    def line(self, keys: Keys) -> int | None:
        """The line on which a key stands; none if the file does not have it."""
        node, line = self.root, None
        for key in keys:
            found = _child(node, key)
            if found is None:
                return None
            line, node = found
        return line

    def problem(self, keys: Keys, expected: str) -> str:
        """One line for a person: where, which key, and what was expected there."""
        near = next((line for line in (self.line(keys[:n]) for n in range(len(keys), 0, -1)) if line), 1)
        return f"{self.path}, line {near}, {dotted(keys)}: {expected}"


def dotted(keys: Keys) -> str:
    """A key as a person says it: intake.imap.port."""
    return ".".join(str(key) for key in keys)


class _Loader(_Fast):
    """YAML without its surprises."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  # the library's own way of starting afresh


_NUMBER = list("-0123456789")
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(~|null|)$"), ["~", "n", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(true|false)$"), ["t", "f"])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?(0|[1-9][0-9]*)$"), _NUMBER)
_Loader.add_implicit_resolver("tag:yaml.org,2002:timestamp", re.compile(r"\d{4}-\d\d-\d\d$"), _NUMBER)


def read(path: Path) -> Source:
    """The file's values; `Misconfigured` if it cannot be read, is not YAML, or gives a key twice."""
    text = _text(path)
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        if root and _count(root, {}) > MOST:  # ten lines can come to more than the machine ever reads
            raise Misconfigured(f"{path}: {plainly.TOO_MUCH}")
        if problems := [*_twice(path, root, ()), *_unmeant(path, root)]:
            raise Misconfigured("\n".join(problems))
        values = {} if root is None else loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        line, said = plainly.of_yaml(error, text)
        raise Misconfigured(f"{path}, line {line}: {said}") from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise Misconfigured(f"{path}: {plainly.NOT_UNDERSTOOD}") from None
    if not isinstance(values, dict):
        raise Misconfigured(f"{path}, line 1: expected keys and values")
    return Source(path, values, root)


def _text(path: Path) -> str:
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        raise Misconfigured(f"{path}: there is no such file") from None
    except OSError as error:
        raise Misconfigured(f"{path}: cannot be read ({type(error).__name__})") from None
    try:
        text = found.decode("utf-8")
    except UnicodeDecodeError as error:
        line = found[: error.start].count(b"\n") + 1
        raise Misconfigured(f"{path}, line {line}: {plainly.NOT_TEXT}") from None
    if "\0" in text:  # UTF-16 that does not say so
        raise Misconfigured(f"{path}: {plainly.NOT_TEXT}")
    return text


def _count(node: yaml.Node, known: dict[int, int]) -> int:
    """How many values it comes to, with all that it takes up from elsewhere."""
    if id(node) not in known:
        inside = chain(*node.value) if isinstance(node, yaml.MappingNode) else node.value
        known[id(node)] = 1 + sum(_count(each, known) for each in inside if isinstance(each, yaml.Node))
    return known[id(node)]


def _unmeant(path: Path, root: yaml.Node | None) -> Iterator[str]:
    """What stands in the file and cannot be meant."""
    return (f"{path}, line {line}: {said}" for line, said in plainly.of_nodes(root))


def _twice(path: Path, node: yaml.Node | None, keys: Keys) -> Iterator[str]:
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _twice(path, item, (*keys, number))
    if isinstance(node, yaml.MappingNode):
        seen: set[str | int] = set()
        for key, value in node.value:
            here = (*keys, str(key.value))
            if here[-1] in seen:
                yield f"{path}, line {key.start_mark.line + 1}, {dotted(here)}: given twice; keep one, with all of it"
            seen.add(here[-1])
            yield from _twice(path, value, here)


def _child(node: yaml.Node | None, key: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        pairs = ((each.start_mark.line + 1, value) for each, value in node.value if each.value == str(key))
        return next(pairs, None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        item = node.value[key]
        return item.start_mark.line + 1, item
    return None
