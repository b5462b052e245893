"""What every test has: a `now`, closed sockets, and an honest account of what was left out.

A test that leans on a server of the machine says so: `@pytest.mark.requires("dovecot")`. Without it the test is left
out, and the last lines of the run name what was left out and the one line that makes it run. With REQUIRE_ALL=1, as in
CI, a missing server is a failure.
"""

import os
import shutil
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.wire.postgres import binaries

# A machine that is busy is not a bug, and the same tests fail, or do not, each time.
settings.register_profile("heard", deadline=None, derandomize=True)
settings.load_profile("heard")

WALKS = Path(__file__).parent / "walks"

# What a test may require: how to see that it is there, and Debian's packages that bring it.
SERVERS: dict[str, tuple[Callable[[], bool], str]] = {
    "dovecot": (lambda: _found("dovecot"), "dovecot-imapd"),
    "postfix": (lambda: _found("postfix") and os.geteuid() == 0, "postfix"),
    "postgres": (lambda: binaries() is not None, "postgresql"),
    "clamd": (lambda: _found("clamd"), "clamav-daemon"),
    "promtool": (lambda: _found("promtool"), "prometheus"),
    "chromium": (lambda: _found("chromium"), "chromium fonts-dejavu-core"),
}


def _found(program: str) -> bool:
    return shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin") is not None


@dataclass(slots=True)
class Moment:
    """A time of day that a test moves by hand. Call it, as the program calls its `now`."""

    at: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 9, 30, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at

    def go(self, **by: float) -> datetime:
        """Later by so many `days`, `hours`, `minutes`; and that moment."""
        self.at += timedelta(**by)
        return self.at


@pytest.fixture
def now() -> Moment:
    """Monday 2 March 2026, half past nine in the morning, until the test moves it."""
    return Moment()


@pytest.fixture
async def bot_api() -> AsyncIterator[Any]:
    """Telegram, on a port of its own."""
    from tests.wire.botapi import BotApi  # it takes half a second to import: only who talks to Telegram pays

    api = BotApi()
    await api.start()
    yield api
    await api.stop()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out, or fail, a test whose server is not on this machine."""
    for marker in item.iter_markers("requires"):
        is_there, packages = SERVERS[marker.args[0]]
        if not is_there():
            says = f"{marker.args[0]} is not on this machine (apt-get install {packages})"
            if os.environ.get("REQUIRE_ALL") == "1":
                pytest.fail(says, pytrace=False)
            pytest.skip(says)


def pytest_configure() -> None:
    """Close the network: only this machine may be spoken to."""
    sys.addaudithook(_stay_here)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The walks first: they take minutes, and the other tests fit beside them."""
    items.sort(key=lambda item: not item.path.is_relative_to(WALKS))


def _stay_here(event: str, arguments: tuple[Any, ...]) -> None:
    """Every connection and every name looked up in this process passes here first."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
    elif event == "socket.getaddrinfo":
        host = str(arguments[0] or "localhost")
    else:
        return
    if not host.startswith("127.") and host not in ("localhost", "::1", "b'localhost'"):
        raise RuntimeError("a test tried to leave this machine")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not run, and what makes it run."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", ())]
    left_out = Counter(name for name in SERVERS for says in skipped if f"{name} is not on this machine" in says)
    if left_out:
        terminalreporter.section("not run: this machine has no")
        for name, count in sorted(left_out.items()):
            terminalreporter.write_line(f"{name}: {count} test{'s' if count > 1 else ''}")
        packages = " ".join(SERVERS[name][1] for name in sorted(left_out))
        make = "make test" if "postfix" not in left_out or os.geteuid() == 0 else "sudo make test"  # Postfix wants root
        terminalreporter.write_line(f"To run them: apt-get install {packages} && {make}")
