"""Memory that was needed for a moment goes back to the machine.

The C library learns from each large piece that is let go to keep the next one for itself: ten films that were sent to
the form left 500 MB with the service for good. And it keeps a store of small pieces for each thread. Told otherwise
before anything is loaded, it gives large pieces back at once, and threads share.
"""

import ctypes

ARENA_MAX, MMAP_THRESHOLD = -8, -3
"""Names of glibc's, in malloc.h."""

STORES, LARGE = 2, 256 * 1024
"""How many stores for all threads, and bytes from which a piece is given back by itself. *Taste.*"""


def lent() -> None:
    """From now on. Where the C library is another, it goes on in its own way."""
    told = getattr(ctypes.CDLL(None), "mallopt", None)
    if told is not None:
        told(ARENA_MAX, STORES)
        told(MMAP_THRESHOLD, LARGE)
