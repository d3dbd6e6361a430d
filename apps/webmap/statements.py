"""Statements that are compiled once for a scope and filled in for each tile.

A tile's statement says the same for all tiles of a zoom but for a few numbers. Working it out from
querysets takes longer than PostGIS takes to answer, so its text is kept, for the same scope only.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from enum import StrEnum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from apps.webmap.memory import Memory

# A tile that takes longer than this is given up, milliseconds.
STATEMENT_TIMEOUT = 5_000
# They hold for the rest of the message, which is a transaction of its own.
_SETTINGS = (
    f"SELECT set_config('statement_timeout', '{STATEMENT_TIMEOUT}', true),"
    " set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true);"
)
_MOST_KEPT = 512
# A planner weighs each number of a long list, over and over; hashed, it is looked up row by row,
# and the tile's place alone decides by which index rows are found.
_LONG_LIST = re.compile(r'("\w+"\."\w+") IN \((\d+(?:, \d+){19,})\)')
_HASHED = r"((\1 IN (SELECT unnest('{\2}'::bigint[]))) IS TRUE)"


class Slot(StrEnum):
    """Stands in a statement for a number that differs from tile to tile."""

    WEST = "«west»"
    SOUTH = "«south»"
    EAST = "«east»"
    NORTH = "«north»"
    OUTLINE = "«outline»"
    EDGE = "«edge»"
    AROUND = "«around»"


def compiled(rows: "QuerySet[Any, Any]") -> str:
    """The queryset's SQL with its values written in and its slots open; empty: no row can be."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return ""
    values = [str(value) if isinstance(value, Slot) else value for value in params]
    operations: Any = connection.ops
    text = str(operations.compose_sql(sql, values))
    for slot in Slot:
        text = text.replace(f"'{slot}'", str(slot))
    return _LONG_LIST.sub(_HASHED, text)


def opened(statement: str, first: int) -> tuple[str, tuple[Slot, ...]]:
    """The statement with its slots as open values ``$first`` and so on, and which they are."""
    found = tuple(slot for slot in Slot if slot in statement)
    for number, slot in enumerate(found, start=first):
        statement = statement.replace(slot, f"${number}::float8")
    return statement, found


def filled(statement: str, slots: Mapping[Slot, float]) -> str:
    """The statement with the tile's numbers written in, in full."""
    for slot, number in slots.items():
        # Numbers of our own making; nothing from outside is ever put in here.
        statement = statement.replace(slot, repr(float(number)))
    return statement


def run(statement: str, slots: Mapping[Slot, float]) -> bytes:
    """The tile that the statement makes, cut off in time; one way to the server and back."""
    if not statement:
        return b""
    with connection.cursor() as cursor:
        cursor.execute(_SETTINGS + filled(statement, slots))
        while cursor.nextset():
            pass
        return bytes(cursor.fetchone()[0])


_kept: Memory[str] = Memory(_MOST_KEPT)


def kept(key: Hashable, build: Callable[[], str]) -> str:
    """The text kept for ``key``, built the first time.

    The key names all that the text depends on: the scope, which changes with reach, day and data,
    and the kind of statement.
    """
    text = _kept.get(key)
    if text is None:
        text = build()
        _kept.put(key, text)
    return text
