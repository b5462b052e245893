"""Names and numbers only. A log line is a fixed sentence and extras from a short list; anything else is dropped.

Other people's loggers are held at WARNING whatever we are asked for, since a driver at DEBUG prints the values it
binds, and an exception is logged as its type and place, because messages quote what they choked on.
"""

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

log = logging.getLogger(__name__)

EXTRAS = ("post", "contact", "case", "letter", "sweep", "channel", "kind", "count", "seconds", "model")
ROOMS = ("casework", "store", "intake", "classifier", "outbox", "bot", "form", "desk", "reports", "scheduler", "run")


class Names(logging.Formatter):
    """One JSON object a line: when, how bad, where, the sentence, the extras, and the type of what went wrong."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line; a sentence with arguments or an unknown extra never gets through."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": str(record.msg) if record.name.partition(".")[0] in ROOMS else "another library spoke",
        }
        line |= {extra: record.__dict__[extra] for extra in EXTRAS if extra in record.__dict__}
        if record.exc_info and record.exc_info[0]:
            line["wrong"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-1:]
            line["where"] = "".join(f"{frame.name}:{frame.lineno}" for frame in frames)
        return json.dumps(line, ensure_ascii=True, default=str)


def to(stream: TextIO = sys.stderr, level: int = logging.INFO) -> None:
    """Send our own rooms' lines to `stream`, and of everybody else's only what is a warning or worse."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Names())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for room in ROOMS:
        logging.getLogger(room).setLevel(level)
    sys.excepthook = _broke
    threading.excepthook = lambda what: _broke(what.exc_type, what.exc_value, what.exc_traceback)
    sys.unraisablehook = lambda what: _broke(what.exc_type, what.exc_value, what.exc_traceback)


def _broke(kind: type[BaseException], fault: BaseException | None, where: TracebackType | None) -> None:
    """What nobody caught. Python's own way of saying so would print what the fault says."""
    log.critical("something of ours broke", exc_info=(kind, fault or kind(), where))
