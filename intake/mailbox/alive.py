"""A line on which nobody says anything for minutes is asked after by the system: a router that has forgotten it, or a
machine that died, says no goodbye, and mail would lie unread until somebody next speaks.
"""

import socket
from asyncio import BaseTransport

QUIET, BETWEEN, TRIES = 15, 5, 3
"""Seconds of silence before the far end is asked, and between two questions; and how many go unanswered. So a line that
is dead is known within half a minute. *Taste.*
"""


def ask_after(transport: BaseTransport) -> None:
    """Have the system ask, from now on, whether anybody is there."""
    line = transport.get_extra_info("socket")
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (
        (socket.TCP_KEEPIDLE, QUIET),
        (socket.TCP_KEEPINTVL, BETWEEN),
        (socket.TCP_KEEPCNT, TRIES),
    ):
        line.setsockopt(socket.IPPROTO_TCP, option, value)
