"""What a table's columns are made of: moments in UTC, the order of arrival, what is sealed, indexes of what is open."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    TypeDecorator,
    literal_column,
)
from sqlalchemy.types import TypeEngine

from store import sealing


class Moment(TypeDecorator[datetime]):
    """An aware moment, in UTC: a timestamp on PostgreSQL, text of fixed width on SQLite, which sorts as time does."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        """The column's own type."""
        return DateTime(timezone=True) if dialect.name == "postgresql" else String(32)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], datetime | str | None]:
        """What is written."""
        return _in_utc if dialect.name == "postgresql" else _in_words

    def result_processor(self, dialect: Dialect, _: object) -> Callable[[Any], datetime | None]:
        """What is read."""
        return _in_utc if dialect.name == "postgresql" else _from_words


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise ValueError("a moment without a zone cannot be stored")
    return value.astimezone(UTC)


def _in_words(value: datetime | None) -> str | None:
    moment = _in_utc(value)
    return None if moment is None else _text(moment)


@lru_cache(maxsize=1024)
def _text(moment: datetime) -> str:
    """Most of what is written together was written at one moment. In UTC: of an hour that comes twice London's own
    moments count as the same.
    """
    return moment.isoformat(timespec="microseconds")


def _from_words(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


class Sealed(TypeDecorator[bytes]):
    """Bytes that nobody reads without the key file."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, about: str) -> None:
        super().__init__()
        self.about = about

    def bind_processor(self, dialect: Dialect) -> Callable[[bytes | None], bytes | None] | None:
        """What is written."""
        keys, about = sealing.held(dialect), self.about
        return None if keys is None else lambda value: None if value is None else keys.seal(value, about)

    def result_processor(self, dialect: Dialect, _: object) -> Callable[[bytes | None], bytes | None] | None:
        """What is read."""
        keys, about = sealing.held(dialect), self.about
        return None if keys is None else lambda value: None if value is None else keys.open(value, about)


class Blind(TypeDecorator[str]):
    """A digest that is searched by, and that nobody can make without the key file. It is read as it lies there."""

    impl = String
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None] | None:
        """What is written, or looked for."""
        keys = sealing.held(dialect)
        return None if keys is None else lambda value: None if value is None else keys.blind(value)


metadata = MetaData()


def seq(*, of: bool = False) -> Column[int]:
    """The row's place in the order of arrival, or that of the row it belongs to."""
    return Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=not of)


def text(name: str, *, key: bool = False) -> Column[str]:
    """Words, a label or a name."""
    return Column(name, String, primary_key=key, nullable=False)


def seal() -> Column[str | None]:
    """What only the key file makes of the rest of the row; none on rows of a version that made none."""
    return Column("seal", String)


def number(name: str, *, key: bool = False) -> Column[int]:
    """A whole number; 0 and 1 where a thing is so or not."""
    return Column(name, Integer, primary_key=key, autoincrement=False, nullable=False)


def moment(name: str, *, needed: bool = True) -> Column[datetime]:
    """A moment, or none yet."""
    return Column(name, Moment, nullable=not needed)


def raw(name: str) -> Column[bytes]:
    """A whole value as JSON, or bytes as they came."""
    return Column(name, LargeBinary, nullable=False)


def sealed(name: str) -> Column[bytes]:
    """Bytes that are somebody's words, or say whose."""
    return Column(name, Sealed(name), nullable=False)


def digest(name: str, *, key: bool = False) -> Column[str]:
    """What somebody or something is searched by."""
    return Column(name, Blind, primary_key=key, nullable=False)


def while_(name: str, condition: str, *columns: str) -> Index:
    """An index of the rows for which a condition holds, and of no others."""
    where = holds(condition)
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


def holds(condition: str) -> ColumnElement[bool]:
    """A condition spelt out in the statement: a partial index is used only where the planner can read it there."""
    found: ColumnElement[bool] = literal_column(condition)
    return found
