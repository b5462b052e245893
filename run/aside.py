"""A place apart, for what is played or measured: a store of its own that is thrown away, ports that nobody listens on.
Nothing of the installation is touched.
"""

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from run import keeping
from run.config import Settings, StoreSettings
from store import aside


@contextmanager
def stored(given: Settings) -> Iterator[Settings]:
    """The same settings with an empty store: a file, or beside a PostgreSQL that they name a database of its own.
    Raises `MayNot`.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="heard-aside-"))
        beside = None if keeping.is_embedded(given.store.url) else aside.opened(given.store.url)
        url = stack.enter_context(beside) if beside else f"sqlite:///{folder}/heard.db"
        yield given.model_copy(update={"store": StoreSettings(url=url, key_file=f"{folder}/heard.key")})


@contextmanager
def environment() -> Iterator[dict[str, str]]:
    """What a program is told that shall have a file as its store, and take no port that is somebody's."""
    with tempfile.TemporaryDirectory(prefix="heard-aside-") as folder:
        yield {
            **os.environ,
            "HEARD_STORE__URL": f"sqlite:///{folder}/heard.db",
            "HEARD_STORE__KEY_FILE": f"{folder}/heard.key",
            "HEARD_DESK__PORT": str(free()),
            "HEARD_RUN__HEALTH__PORT": str(free()),
        }


def free() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
