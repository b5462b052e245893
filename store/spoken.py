"""How PostgreSQL is spoken to, where SQLAlchemy's own way costs more than what is asked.

One of several is one value, a list: the statement is the same however long it is. With a place for each, every length
is a statement of its own, which the driver takes apart and the server plans anew each time. And what is found comes as
bytes: in words, sealed values are written out in hexadecimal and twice as long.
"""

from typing import Any

from sqlalchemy import ARRAY, BinaryExpression, BindParameter, Engine, bindparam, event
from sqlalchemy.dialects.postgresql.psycopg import PGCompiler_psycopg, PGExecutionContext_psycopg
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry


def in_our_way(engine: Engine) -> Engine:
    """From now on this engine speaks so."""
    engine.dialect.statement_compiler = _Lists
    engine.dialect.execution_ctx_cls = _Bytes
    event.listen(engine, "connect", _lists_in_bytes)
    return engine


def _lists_in_bytes(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    from psycopg.types.array import ListBinaryDumper  # late: whoever stores in a file loads no driver

    driver: Any = connection
    driver.adapters.register_dumper(list, ListBinaryDumper)


class _Lists(PGCompiler_psycopg):
    """Statements as SQLAlchemy spells them, but for `in`."""

    def visit_in_op_binary(self, binary: BinaryExpression[bool], operator: Any, **given: Any) -> str:
        """One of these."""
        several = binary.right
        if not isinstance(several, BindParameter) or not several.expanding:
            return self._generate_generic_binary(binary, " IN ", **given)
        value = bindparam(several.key, several.value, type_=ARRAY(several.type), required=several.required)
        return f"{self.process(binary.left, **given)} = any({self.process(value, **given)})"


class _Bytes(PGExecutionContext_psycopg):
    """One statement, answered in bytes."""

    def create_default_cursor(self) -> Any:
        """The driver's."""
        return self._dbapi_connection.cursor(binary=True)
