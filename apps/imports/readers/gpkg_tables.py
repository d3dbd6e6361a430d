"""Which layers of a GeoPackage are plain tables. Runs in the sandbox.

GDAL would read views and virtual tables too: SQL of the file's own, which may run for ever.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from apps.imports.readers.shapes import ReaderError


def plain_tables(path: Path) -> frozenset[str]:
    """Names of ordinary tables. Nothing of the file's SQL is run to find them."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            found = database.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table'"
                " AND sql NOT LIKE 'CREATE VIRTUAL%'"
            )
            return frozenset(str(name) for (name,) in found)
    except (sqlite3.Error, UnicodeError):
        raise ReaderError("unreadable") from None
