"""A database of its own beside the configured one, on the same PostgreSQL, for as long as something is tried out in it.

Its name is drawn at random and must be nobody's, so that what is tried out never meets a council's data.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from store import engines, migrations, postgresql

SILENT = 600
"""Seconds for which it may take to try something out before the database lets go of us. *Taste.*"""

REFUSED = "42501"
"""What PostgreSQL says to an account that may not make a database."""


class MayNot(Exception):
    """The account may not make a database; the message says what to do."""


@contextmanager
def opened(url: str) -> Iterator[str]:
    """The address of a new database with all tables in it. It is dropped at the end, with whoever is there."""
    beside, name = engines.parse(url), f"heard_aside_{secrets.token_hex(8)}"
    _say(url, f"create database {name} template template0 encoding 'UTF8'")
    try:
        made = beside.set(database=name).render_as_string(hide_password=False)
        migrations.migrate(made)
        yield made
    finally:
        _say(url, f"drop database {name} with (force)")


def _say(url: str, command: str) -> None:
    engine = postgresql.alone(engines.parse(url), silent=SILENT)
    try:
        with engine.connect() as db:
            db.execute(text(command))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") == REFUSED:
            raise MayNot("store.url: its account may not make a database; `alter role NAME createdb` lets it") from None
        raise
    finally:
        engine.dispose()
