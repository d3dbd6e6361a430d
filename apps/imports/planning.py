"""The ledger of a batch: takes down what becomes of every row, and stores it in bulk.

However many rows there are, only some thousand are in memory. They wait on disk, in a nameless
file, since what is written to the database while a preview runs is rolled back with it.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any, BinaryIO, Final, cast

from django.db import connection

from apps.imports.ledger import Change, Note, RowOutcome
from apps.imports.models import ImportUpload, PlannedRow
from apps.imports.writers import copy_text as as_text

#: rows that are in memory before they go to disk
_TOGETHER: Final = 2000
#: bytes that go from disk to the database at a time
_PIECE: Final = 256 * 1024
_LONGEST: Final = 200
#: characters of a value shown before and after a change
_LONGEST_VALUE: Final = 300

_MOST_SUM: Final = 1 << 128

_ROWS, _CELLS = "import_plan", "import_plan_cells"
# The line keeps rows apart that a file numbers alike.
_CREATE = f"""
DROP TABLE IF EXISTS {_ROWS}, {_CELLS};
CREATE TEMPORARY TABLE {_ROWS} (
    line bigint GENERATED ALWAYS AS IDENTITY (CACHE 1000), sheet text, number integer,
    outcome text, key text, lon double precision, lat double precision, changes jsonb, notes jsonb
) ON COMMIT DROP;
CREATE TEMPORARY TABLE {_CELLS} (sheet text, number integer, raw jsonb) ON COMMIT DROP
"""
_COPY_ROWS = f"COPY {_ROWS} (sheet, number, outcome, key, lon, lat, changes, notes) FROM STDIN"
_COPY_CELLS = f"COPY {_CELLS} (sheet, number, raw) FROM STDIN"
_STORE = f"""
INSERT INTO imports_plannedrow (
    upload_id, sheet, number, outcome, key, lon, lat, changes, notes, raw)
SELECT %(upload)s, plan.sheet, plan.number, plan.outcome, plan.key, plan.lon, plan.lat,
    plan.changes, plan.notes, cells.raw
FROM {_ROWS} AS plan LEFT JOIN {_CELLS} AS cells
    ON plan.outcome = 'rejected' AND cells.sheet = plan.sheet AND cells.number = plan.number
ORDER BY array_position(%(sheets)s::text[], plan.sheet), plan.number, plan.line
"""  # noqa: S608 - our own names


class _Spool:
    """Rows that wait on disk, as the text that COPY reads."""

    def __init__(self) -> None:
        self._file = cast(BinaryIO, tempfile.TemporaryFile(prefix="gandan-plan-"))  # noqa: SIM115
        self._waiting: list[Sequence[Any]] = []

    def add(self, row: Sequence[Any]) -> None:
        self._waiting.append(row)
        if len(self._waiting) >= _TOGETHER:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            columns = list(zip(*self._waiting, strict=True))
            self._file.write(as_text.lines(map(_column, columns)).encode())
            self._waiting.clear()

    def pieces(self) -> Iterator[bytes]:
        """All of it, from the beginning."""
        self._flush()
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece

    def close(self) -> None:
        self._file.close()


def _column(values: Sequence[Any]) -> Sequence[str]:
    """Text, numbers, or what is JSON."""
    first = next((value for value in values if value is not None), None)
    if isinstance(first, str):
        return as_text.texts(values, nothing="")
    if isinstance(first, list):
        return as_text.texts([_json(value) for value in values])
    return as_text.numbers(values)


def _json(value: list[Any] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _sum_of(title: str, number: int, outcome: str, told: list[list[str]]) -> int:
    """What a row adds to the file's sum: where it is, its outcome, and what it changes."""
    # A new household has what the file says; of one that is known, it depends on the register.
    changed = told if outcome == "changed" else ()
    about = repr((title, number, outcome, changed)).encode()
    return int.from_bytes(blake2b(about, digest_size=16).digest())


class Planner:
    """Is told every row once (``ledger.Ledger``), by the name of its file. Close it."""

    def __init__(self, uploads: Sequence[ImportUpload]) -> None:
        self._uploads = {upload.name: upload for upload in uploads}
        self._rows = {upload.name: _Spool() for upload in uploads}
        self._cells = {upload.name: _Spool() for upload in uploads}
        self._rejected: dict[str, set[tuple[str, int]]] = defaultdict(set)

        self._sums = {upload.name: 0 for upload in uploads}

    def close(self) -> None:
        """Let go of what waits on disk."""
        for spool in (*self._rows.values(), *self._cells.values()):
            spool.close()

    def row(
        self,
        *,
        file: str,
        sheet: str | None,
        number: int,
        outcome: RowOutcome,
        key: str,
        lon: float | None = None,
        lat: float | None = None,
        changes: Sequence[Change] = (),
        notes: Sequence[Note] = (),
    ) -> None:
        """One row of one file; see ``Ledger.row``."""
        title = (sheet or "")[:_LONGEST]
        told = [
            [each.field, each.old[:_LONGEST_VALUE], each.new[:_LONGEST_VALUE]] for each in changes
        ]
        codes = list(dict.fromkeys(note.code for note in notes))
        self._rows[file].add((title, number, outcome, key[:_LONGEST], lon, lat, told, codes))
        self._sums[file] = (self._sums[file] + _sum_of(title, number, outcome, told)) % _MOST_SUM
        if outcome == "rejected":
            self._rejected[file].add((title, number))

    def digest(self, file: str) -> str:
        """Of what becomes of each of the file's rows, in whatever order it was told."""
        return f"{self._sums[file]:032x}"

    def rejected(self, file: str) -> set[tuple[str, int]]:
        """Sheet and number of the rows that come back."""
        return self._rejected[file]

    def add_raw(self, file: str, cells: Iterable[tuple[tuple[str, int], list[Any]]]) -> None:
        """Give the rejected rows their cells, by sheet and number."""
        for (sheet, number), raw in cells:
            self._cells[file].add((sheet, number, raw))

    def store(self, file: str, sheets: Sequence[str]) -> None:
        """Write the file's rows in its own order, in place of what was planned before."""
        upload = self._uploads[file]
        PlannedRow.objects.filter(upload=upload).delete()
        with connection.wrap_database_errors, connection.cursor() as cursor:
            cursor.execute(_CREATE)
            for statement, spool in (
                (_COPY_ROWS, self._rows[file]),
                (_COPY_CELLS, self._cells[file]),
            ):
                with cursor.copy(statement) as copy:
                    for piece in spool.pieces():
                        copy.write(piece)
            cursor.execute(_STORE, {"upload": upload.pk, "sheets": list(sheets)})
