"""The commands that answer a question and leave nothing behind: results on standard output, everything else on
standard error.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from casework.days import CalendarEnds
from casework.deadlines import WrongUse

MODEL = Path(__file__).parents[1] / "classifier" / "model"
CORPUS = Path(__file__).parents[1] / "classifier" / "corpus"


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

    if arguments.file != "-" and not Path(arguments.file).is_file():
        return _sorry(f"{arguments.file}: there is no such file", 1)
    model = opinions.load(MODEL)
    wrong = 0
    for number, line in enumerate(_lines(arguments.file), start=1):
        try:
            row = json.loads(line)
            text, subject, channel = row["text"], row.get("subject") or "", row.get("channel") or ""
        except (ValueError, KeyError, AttributeError, TypeError):
            wrong = _sorry(f'line {number}: expected an object with "id" and "text"', 1)
            continue
        _print(opinions.printed(model(str(text), str(subject), str(channel)), row.get("id")))
    return wrong


def train(arguments: Namespace) -> int:
    """`heard train`: the classifier built afresh from its corpus."""
    del arguments
    from classifier import training

    training.train(CORPUS, MODEL)
    return 0


def evaluate(arguments: Namespace) -> int:
    """`heard evaluate`: scores per label on labelled lines."""
    from classifier import training

    _print(training.evaluate(Path(arguments.file), MODEL))
    return 0


def _lines(name: str) -> Iterator[str]:
    if name == "-":
        yield from (line for line in sys.stdin if line.strip())
        return
    with Path(name).open(encoding="utf-8") as whole:
        yield from (line for line in whole if line.strip())


def _print(found: object) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _sorry(text: str, code: int) -> int:
    sys.stderr.write(text + "\n")
    return code
