"""Listens to everything that is logged: the lines as an installation keeps them, and our own records before that."""

import io
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from run import logs
from run.logs import EXTRAS, ROOMS

STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class Ears(logging.Handler):
    """What was heard."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = io.StringIO()
        self.records: list[str] = []
        self.strange: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what a record of ours holds."""
        if record.name.partition(".")[0] not in ROOMS:
            return
        extras = {key: value for key, value in vars(record).items() if key not in STANDARD}
        self.strange += [key for key in extras if key not in EXTRAS]
        self.records.append(f"{record.name} {record.msg!r} {record.args!r} {extras!r}")

    def heard(self, sentence: str) -> bool:
        """Whether this was said."""
        return sentence in self.lines.getvalue()

    def hold_nothing_of(self, *personal: str) -> None:
        """Fail if any of it was logged, or a name that is not on the short list was."""
        assert self.records, "nothing was logged at all: the test has lost its ears"
        assert not self.strange
        for each in personal:
            for line in [*self.lines.getvalue().splitlines(), *self.records]:
                assert each.lower() not in line.lower()


@contextmanager
def opened() -> Iterator[Ears]:
    """The service's own logging at its most talkative, everybody else's too, while the block lasts."""
    root, ears = logging.getLogger(), Ears()
    handlers, level = root.handlers[:], root.level
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    logs.to(ears.lines, logging.DEBUG)
    root.addHandler(ears)
    root.setLevel(logging.DEBUG)
    try:
        yield ears
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
        for room in ROOMS:
            logging.getLogger(room).setLevel(logging.NOTSET)
