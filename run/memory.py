"""Memory that was needed for a moment goes back to the machine.

The C library learns from each large piece that is let go to keep the next one for itself: ten films that were sent to
the form left 500 MB with the service for good. And it keeps a store of small pieces for each thread. Told otherwise
before anything is loaded, it gives large pieces back at once, and threads share.

It also gives back whatever is free at the end of a store, by itself as soon as that is 128 kB. SQLite takes and lets go
about as much with each statement that needs a table of its own, and would spend ten times as long on having it given
back and asked for again.
"""

import ctypes

ARENA_MAX, MMAP_THRESHOLD, TRIM_THRESHOLD = -8, -3, -1
"""Names of glibc's, in malloc.h."""

STORES, LARGE, AT_HAND = 2, 256 * 1024, 4 * 1024 * 1024
"""How many stores for all threads; bytes from which a piece is given back by itself; bytes that each store may keep
free at its end. *Taste.*
"""


def lent() -> None:
    """From now on. Where the C library is another, it goes on in its own way."""
    told = getattr(ctypes.CDLL(None), "mallopt", None)
    if told is not None:
        told(ARENA_MAX, STORES)
        told(MMAP_THRESHOLD, LARGE)
        told(TRIM_THRESHOLD, AT_HAND)
