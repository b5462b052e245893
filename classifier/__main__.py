"""`python -m classifier FOLDER PIPE…`: the process that `classifier.apart` begins. It reads the model of a folder, and
answers each pipe until nobody holds the other end.
"""

import ctypes
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType

from casework.contacts import Suggestion
from classifier.apart import HANDS, Asked, Gone

BEHIND = 12
"""How far it stands behind whoever serves people, where both want the processor: it has always something to read while
much comes in, and at 5 a cry for help was heard a third later. *Taste.*
"""


def main(folder: str, *pipes: str) -> None:
    """Begin, say which model it is, and answer."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # it ends when its pipes do, or is killed
    with suppress(OSError):
        os.nice(BEHIND)
    hands = [Connection(int(pipe)) for pipe in pipes]
    with suppress(EOFError, OSError):
        try:
            sys.modules.setdefault("spacy.cli.info", _nothing())
            from classifier import suggest  # here, so that even a library that is missing is told of

            classifier = suggest.load(Path(folder))
        except Exception as fault:  # noqa: BLE001 a broken model file fails in many ways
            hands[0].send(Gone(type(fault).__name__))
            return
        _settled()
        hands[0].send(classifier.digest)
    turns = threading.Semaphore(HANDS)
    for hand in hands[1:]:
        threading.Thread(target=answer, args=(classifier, hand, turns)).start()
    answer(classifier, hands[0], turns)


def _nothing() -> ModuleType:
    """What spaCy shows of itself at a terminal. With that it loads a client of the web and much else, and nobody here
    asks: 18 MB, and a quarter of the time until it has begun.
    """
    nothing = ModuleType("spacy.cli.info")
    nothing.__dict__["info"] = None
    return nothing


def answer(classifier: Callable[..., Suggestion], hand: Connection, turns: threading.Semaphore) -> None:
    """Answer one pipe to its end, when it is its turn; to no question, what processor time was taken."""
    with suppress(EOFError, OSError):
        while True:
            given: Sequence[Asked] | None = hand.recv()
            with turns:
                said = time.process_time() if given is None else [_opinion(classifier, message) for message in given]
            hand.send(said)


def _opinion(classifier: Callable[..., Suggestion], message: Asked) -> Suggestion | Gone:
    try:
        return classifier(*message)
    except Exception as fault:  # noqa: BLE001 around one message
        return Gone(type(fault).__name__)


def _settled() -> None:
    """What stands now stands to the end. What reading the model took and did not keep is given back: 25 MB."""
    gc.collect()
    gc.freeze()
    with suppress(OSError, AttributeError):  # only the C library of GNU keeps it
        ctypes.CDLL(None).malloc_trim(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
