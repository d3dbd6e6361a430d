"""Connections of their own for tiles: they only read, and keep their statements prepared.

A plan is made once for a statement and not for each tile. The settings hold for all that runs on
the lane, so they need not be sent along each time.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection

from apps.webmap.statements import STATEMENT_TIMEOUT

_SETTINGS = {
    "default_transaction_read_only": "on",
    "enable_seqscan": "off",
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
    "statement_timeout": str(STATEMENT_TIMEOUT),
}
# Statements kept prepared on each; a scope takes up to one for each zoom.
_PREPARED = 60

# At most as many as the process has threads; taken and given back without a lock.
_free: deque["psycopg.Connection[Any]"] = deque()


@contextmanager
def lane() -> "Iterator[psycopg.Connection[Any]]":
    """A connection of this moment's own; one that failed is closed and not used again."""
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


def _connect() -> "psycopg.Connection[Any]":
    known = connection.get_connection_params()
    words = {key: known[key] for key in ("dbname", "user", "password", "host", "port", "sslmode")
             if key in known}  # fmt: skip
    options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
    made = psycopg.connect(**words, autocommit=True, options=options)
    made.prepared_max = _PREPARED
    return made
