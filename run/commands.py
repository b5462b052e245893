"""The commands that answer a question and leave nothing behind: results on standard output, everything else on
standard error.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from casework.dates.deadlines import WrongUse
from casework.days import CalendarEnds
from casework.frozen import replace

if TYPE_CHECKING:
    from casework.contacts import Suggestion
    from casework.said.signs import Signs
    from classifier.suggest import Classifier


def deadlines(arguments: Namespace) -> int:
    """`heard deadlines`: one object. 2 for a question that cannot be asked so, 1 where no date can be known."""
    from run.config.trees import Misconfigured
    from run.deadlines import deadlines as answer

    try:
        found = answer(
            arguments.council,
            arguments.clock,
            arguments.start,
            extended=arguments.extended,
            paused_days=arguments.paused_days,
        )
    except WrongUse as wrong:
        return _sorry(str(wrong), 2)
    except (CalendarEnds, Misconfigured) as wrong:
        return _sorry(str(wrong), 1)
    _print(found)
    return 0


def parse(arguments: Namespace) -> int:
    """`heard parse`: one object a file, in the order given. Any bytes give one; only a file that is not there is an
    error.
    """
    from intake.parsing import parse as parsed
    from intake.parsing import printed

    missing = 0
    for name in arguments.files:
        try:
            raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            missing = _sorry(f"{name}: {error.strerror}", 1)
            continue
        _print(printed(parsed(raw)))
    return missing


def suggest(arguments: Namespace) -> int:
    """`heard suggest`: one object a line, in the order given. A line that is no message is named, and the next one
    goes on.
    """
    from classifier import suggest as opinions
    from run.config.safety import load_signs

    if arguments.file != "-" and not Path(arguments.file).exists():
        return _sorry(f"{arguments.file}: there is no such file", 1)
    model = _model(Path(arguments.config))
    if model is None:
        return 1
    wrong, table = 0, load_signs()
    for number, line in _lines(arguments.file):
        row = _row(line)
        if row is None:
            wrong = _sorry(f'line {number}: expected an object with "id" and "text"', 1)
            continue
        said = model(str(row["text"]), str(row.get("subject") or ""), str(row.get("channel") or ""))
        _print(opinions.printed(_heard_too(said, str(row["text"]), table), row.get("id")))
    return wrong


def _heard_too(said: "Suggestion", text: str, table: "Signs") -> "Suggestion":
    """R701: the model or the words of harm, either is enough. In English it has learnt all that they say of danger, and
    tells figures of speech apart; of other languages they know more.
    """
    from casework.contacts import Reason
    from casework.labels import Flag
    from casework.said.signs import Level, shown_by, signs

    danger = [sign for sign in signs(text, table) if sign.level is Level.IMMEDIATE and sign.language != "en"]
    if not danger or Flag.IMMEDIATE_RISK in said.flags:
        return said
    words = tuple(dict.fromkeys(shown_by(text, sign, table) for sign in danger))
    why = Reason(Flag.IMMEDIATE_RISK, words, "R702")
    return replace(said, flags=said.flags | {Flag.IMMEDIATE_RISK}, because=(*said.because, why))


def _model(config: Path) -> "Classifier | None":
    from classifier import suggest as opinions
    from run import models
    from run.config.trees import Misconfigured

    try:
        return opinions.load(models.of(config))
    except Misconfigured as wrong:
        _sorry(str(wrong), 1)
        return None
    except Exception as fault:  # noqa: BLE001 a broken model file fails in many ways
        _sorry(f"the classifier does not load ({type(fault).__name__}): run `heard train`", 1)
        return None


def _row(line: bytes) -> dict[str, object] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        return None
    return {key: _whole(value) if isinstance(value, str) else value for key, value in found.items()}


def _whole(text: str) -> str:
    """JSON can spell half a character of UTF-16, which no text can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _lines(name: str) -> Iterator[tuple[int, bytes]]:
    """The lines that are not empty, each with its number in the file."""
    if name == "-":
        yield from ((number, line) for number, line in enumerate(sys.stdin.buffer, start=1) if line.strip())
        return
    with Path(name).open("rb") as whole:
        yield from ((number, line) for number, line in enumerate(whole, start=1) if line.strip())


def _print(found: object) -> None:
    """One object, one line, UTF-8 whatever the terminal's own; half a character of UTF-16 is spelt out."""
    line = json.dumps(found, ensure_ascii=False)
    try:
        raw = line.encode()
    except UnicodeEncodeError:
        raw = json.dumps(found).encode()
    sys.stdout.buffer.write(raw + b"\n")
    sys.stdout.buffer.flush()


def _sorry(text: str, code: int) -> int:
    sys.stderr.write(text + "\n")
    return code
