"""How well the words of harm are heard, for whoever keeps `councils/signs.yaml`: `make signs`.

With no words given, every message of `sentences/*.tsv` is read and what is missed, or rings for nothing, is printed,
with the figures. With `SAY="…"` it says what one message rings. It fails, as the tests do, where the figures fall
short.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from pathlib import Path

from casework.frozen import frozen
from casework.said.signs import Level, Sign, Signs, newly
from run.config.safety import load_signs

FOLDER = Path(__file__).with_name("sentences")
BATCHES = ("weighed", "unseen")

HEARD = 38 / 40
"""Of messages of danger, by these words alone; the model hears the rest (one in forty may be missed by both)."""
RAISED = {"alike": 1 / 4, "ordinary": 1 / 20}
"""At most so many of what only looks like it, and of what people mostly write, may ring."""


@frozen
class Said:
    """One message, or several sent one after another: what it is (danger, alike, ordinary), and its language."""

    what: str
    language: str
    parts: tuple[str, ...] = field(repr=False)


@frozen
class Weighed:
    """How many of one kind there are and how many rang; and those that should not have been as they were."""

    there: int
    rang: int
    wrong: tuple[tuple[Said, tuple[Sign, ...]], ...]

    @property
    def share(self) -> float:
        """How many of them rang."""
        return self.rang / self.there


def batch(name: str) -> tuple[Said, ...]:
    """The messages of a file: what, language and words, with tabs between; "|" divides what was sent one by one."""
    lines = (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(Said(what, language, tuple(words.split(" | "))) for what, language, words in rows)


def found(parts: Iterable[str], table: Signs) -> tuple[Sign, ...]:
    """What messages ring that come one after another."""
    before, rang = "", dict[Sign, None]()
    for part in parts:
        rang |= dict.fromkeys(newly(part, before, table))
        before = f"{before}\n{part}"
    return tuple(rang)


def weighed(messages: Iterable[Said], what: str, table: Signs) -> Weighed:
    """How the messages of one kind fare."""
    heard = [(one, found(one.parts, table)) for one in messages if one.what == what]
    wrong = tuple(each for each in heard if bool(each[1]) != (what == "danger"))
    return Weighed(len(heard), sum(bool(rang) for _, rang in heard), wrong)


def is_well(what: str, result: Weighed) -> bool:
    """Whether enough of the danger is heard, and little enough of the rest rings."""
    return result.share >= HEARD if what == "danger" else result.share <= RAISED[what]


def told(table: Signs) -> Iterator[str]:
    """The figures, line by line, and beneath each what is not as it should be."""
    yield f"The words of harm, version {table.version}: {len(table.rows)} rows."
    for name in BATCHES:
        for what in ("danger", *RAISED):
            result = weighed(batch(name), what, table)
            yield f"{name}, {what}: {result.rang} of {result.there} ring{'' if is_well(what, result) else '  NOT WELL'}"
            yield from (f"    {' | '.join(one.parts)}   {names(rang)}" for one, rang in result.wrong)


def names(rang: Sequence[Sign]) -> str:
    """What rang, most urgent first."""
    order = list(Level)
    return ", ".join(f"{one.name} ({one.level})" for one in sorted(rang, key=lambda one: order.index(one.level)))


def main(given: Sequence[str]) -> int:
    """1 where the figures are not good enough."""
    table = load_signs()
    if given:
        sys.stdout.write(f"{names(found(given, table)) or 'Nothing rings.'}\n")
        return 0
    sys.stdout.writelines(f"{line}\n" for line in told(table))
    return int(
        not all(is_well(what, weighed(batch(name), what, table)) for name in BATCHES for what in ("danger", *RAISED))
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
