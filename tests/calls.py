"""How often a function is called while something is done: what says whether work grows, whatever the clock says."""

import sys
from collections.abc import Callable
from types import FrameType, FunctionType


def calls(of: Callable[..., object], work: Callable[[], object]) -> int:
    """How many times `of` is called while `work` is done."""
    assert isinstance(of, FunctionType)
    found, code = 0, of.__code__

    def look(frame: FrameType, event: str, _: object) -> None:
        nonlocal found
        found += event == "call" and frame.f_code is code

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        work()
    finally:
        sys.setprofile(before)
    return found
