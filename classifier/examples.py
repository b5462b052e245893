"""The corpus: JSON lines, each a message, its labels, and where it came from; checked as it is read."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import StrEnum
from pathlib import Path

from casework.frozen import frozen
from casework.labels import CategoryB, CategoryD, Flag, Kind, Procedure, Sender, Service
from classifier import texts

FIELDS: Mapping[str, type[StrEnum]] = {
    "kind": Kind,
    "procedure": Procedure,
    "category_b": CategoryB,
    "category_d": CategoryD,
    "sender": Sender,
    "service": Service,
}
NULL = ""  # the label of a field that the text gives no ground for
FLAGS = "flags"
LABELS = [f"{name}={label.value}" for name, kind in FIELDS.items() for label in kind] + [
    f"{FLAGS}={flag.value}" for flag in Flag
]


class BadExample(Exception):
    """A line of a corpus that is no labelled message."""


@frozen
class Labels:
    """One label a field (`NULL` where there is none) and the flags."""

    fields: Mapping[str, str]
    flags: frozenset[str]


@frozen
class Example:
    """A labelled message. `also` are further right answers by field; `group` names a contrast set; `whose` is the name
    of whoever really wrote it, if anybody did.
    """

    id: str
    text: str = field(repr=False)
    subject: str = field(repr=False)
    labels: Labels
    also: Mapping[str, tuple[str, ...]]
    voice: str
    group: str = ""
    whose: str = ""

    @property
    def looked_at(self) -> str:
        """What is looked at of it."""
        return texts.looked_at(self.text, self.subject)


def read(path: Path) -> list[Example]:
    """A file of examples, or every `*.jsonl` of a folder in the order of their names."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    return [example for file in files for example in _lines(file)]


def _lines(file: Path) -> Iterator[Example]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield _example(json.loads(line))
            except (ValueError, KeyError, TypeError) as wrong:
                raise BadExample(f"{file.name} line {number}: {wrong}") from wrong


def _example(row: Mapping[str, object]) -> Example:
    labels, also = row["labels"], row.get("also_accept", {})
    if not isinstance(labels, dict) or not isinstance(also, dict):
        raise TypeError("labels and also_accept are objects")
    return Example(
        id=str(row["id"]),
        text=str(row["text"]),
        subject=str(row.get("subject") or ""),
        labels=Labels({name: _label(name, labels[name]) for name in FIELDS}, frozenset(map(Flag, labels["flags"]))),
        also={name: tuple(str(label) for label in found) for name, found in also.items()},
        voice=str(row.get("voice") or row.get("register") or ""),
        group=str(row.get("group") or ""),
    )


def _label(name: str, label: object) -> str:
    return NULL if label is None else FIELDS[name](str(label)).value
