"""How PostgreSQL is opened: as a server on another machine, which may go away, fall silent, or see us stand still."""

import select
from typing import Any

from sqlalchemy import URL, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from store import spoken

SILENT = 15
"""Seconds without a word in the middle of writing after which it gives up what we hold: a machine that has gone or
stands still holds nobody up for longer. Shorter than `WAITS`, so that whoever waits for it gets through. *Taste.*
"""

LOOKS = 60
"""The same of whoever only looks, and holds nobody up. *Taste.*"""

WAITS = 20
"""Seconds that one waits at most for what another is writing. *Taste.*"""


def writing(url: URL, hands: int) -> Engine:
    """So many connections, for work that may write."""
    return _engine(url, hands, SILENT)


def reading(url: URL, hands: int) -> Engine:
    """So many connections that can only look."""
    engine = _engine(url, hands, LOOKS)
    event.listen(engine, "connect", _to_look)
    return engine


def alone(url: URL, *, silent: int, waits: int = 0) -> Engine:
    """For a connection of its own that stands for hours: PostgreSQL ends it after so many silent seconds. `waits`:
    seconds that it waits for a lock at most; 0 for ever.
    """
    dead = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
    limits = f"-c idle_session_timeout={silent}s -c lock_timeout={waits}s {dead}"
    return create_engine(
        url,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={"options": limits, "connect_timeout": 10, "tcp_user_timeout": 10_000},
    )


def _engine(url: URL, hands: int, silent: int) -> Engine:
    limits = (
        f"-c timezone=UTC -c lock_timeout={WAITS}s -c statement_timeout=60s"
        f" -c idle_in_transaction_session_timeout={silent}s"
    )
    engine = create_engine(
        url,
        pool_size=hands,
        max_overflow=0,
        pool_use_lifo=True,
        hide_parameters=True,
        connect_args={
            "options": limits,
            "connect_timeout": 10,
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            "tcp_user_timeout": 30_000,
        },
    )
    event.listen(engine, "handle_error", _without_detail)
    event.listen(engine, "checkout", _still_there)
    return spoken.in_our_way(engine)


def _to_look(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """For as long as it stands. SQLAlchemy would set it and take it back at every look, a third of what that costs."""
    import psycopg  # late: whoever stores in a file loads no driver

    driver: Any = connection
    driver.isolation_level, driver.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True


def _still_there(connection: DBAPIConnection, *_: object) -> None:
    """A server that ended while nobody asked it anything has said so, and the line holds it: then another connection
    is made, and no piece of work is spent on finding out. It costs one look at the line; asking would cost a way
    there and back.
    """
    driver: Any = connection
    said = select.poll()
    if not driver.closed:
        said.register(driver, select.POLLIN)
    if driver.closed or said.poll(0):
        raise DisconnectionError


def _without_detail(context: ExceptionContext) -> None:
    # PostgreSQL's own words quote the row that it refused.
    detail = getattr(getattr(context.original_exception, "diag", None), "message_detail", None)
    for error in (context.original_exception, context.sqlalchemy_exception):
        if detail and error:
            error.args = tuple(str(argument).replace(detail, "…") for argument in error.args)
