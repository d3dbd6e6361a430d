"""Connections of their own for tiles: they only read, and keep their statements prepared.

A plan is made once for a statement and not for each tile. The settings hold for all that runs on
the lane, so they need not be sent along each time. Statements are handed to libpq as they are: a
cursor's own bookkeeping takes longer than all else that Python does for a tile.
"""

from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

import psycopg
from django.db import connection
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from apps.webmap.statements import STATEMENT_TIMEOUT

_SETTINGS = {
    "default_transaction_read_only": "on",
    "enable_seqscan": "off",
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
    "statement_timeout": str(STATEMENT_TIMEOUT),
}
# Statements kept prepared on each; a scope takes up to two for each zoom.
_MOST_PREPARED = 120
_BINARY = 1
_numbers = count(1)


class Line:
    """One connection. Raises ``psycopg.OperationalError`` for whatever the server refuses."""

    def __init__(self, taken: "psycopg.Connection[Any]") -> None:
        self._connection = taken
        self._prepared: OrderedDict[bytes, bytes] = OrderedDict()

    def row(self, statement: bytes, values: Sequence[object]) -> list[bytes | None]:
        """The statement's one row, each value as the server's own bytes; None for null."""
        name = self._prepared.get(statement) or self._prepare(statement)
        self._prepared.move_to_end(statement)
        texts = [str(value).encode() for value in values]
        done = self._connection.pgconn.exec_prepared(name, texts, result_format=_BINARY)
        self._check(done, ExecStatus.TUPLES_OK)
        return [done.get_value(0, column) for column in range(done.nfields)]

    def close(self) -> None:
        self._connection.close()

    def _prepare(self, statement: bytes) -> bytes:
        name = f"tile_{next(_numbers)}".encode()
        self._check(self._connection.pgconn.prepare(name, statement), ExecStatus.COMMAND_OK)
        self._prepared[statement] = name
        if len(self._prepared) > _MOST_PREPARED:
            _statement, oldest = self._prepared.popitem(last=False)
            done = self._connection.pgconn.exec_(b"DEALLOCATE " + oldest)
            self._check(done, ExecStatus.COMMAND_OK)
        return name

    def _check(self, done: PGresult, wanted: ExecStatus) -> None:
        if done.status != wanted:
            raise psycopg.OperationalError(done.get_error_message())


# At most as many as the process has threads; taken and given back without a lock.
_free: deque[Line] = deque()


@contextmanager
def lane() -> Iterator[Line]:
    """A line of this moment's own; one that failed is closed and not used again."""
    try:
        taken = _free.pop()
    except IndexError:
        taken = _connect()
    try:
        yield taken
    except BaseException:
        taken.close()
        raise
    _free.append(taken)


def _connect() -> Line:
    known = connection.get_connection_params()
    words = {
        key: known[key]
        for key in ("dbname", "user", "password", "host", "port", "sslmode")
        if key in known
    }
    options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
    made = psycopg.connect(**words, autocommit=True, options=options)
    # Moments are compared as text: they must read as on Django's connections, whatever the server's
    # or the environment's own zone.
    made.execute("SELECT set_config('TimeZone', %s, FALSE)", [connection.timezone_name])
    return Line(made)
