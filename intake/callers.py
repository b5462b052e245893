"""Whence a page is asked for, as the one place that tries and turns are counted by."""

from ipaddress import IPv6Address, ip_address, ip_network

ONE_HOME = 64
"""Bits of a newer address (IPv6) that say whose line it is: behind them one telephone has more addresses than anybody
counts, and takes a fresh one when it likes.
"""


def caller_of(caller: tuple[str, int] | None) -> str:
    """The address, or of a newer one the line it is on; empty where nobody knows."""
    host, _ = caller or ("", 0)
    try:
        found = ip_address(host)
    except ValueError:
        return host
    if not isinstance(found, IPv6Address):
        return host
    return str(found.ipv4_mapped or ip_network((int(found), ONE_HOME), strict=False))
