"""The ledger of a batch: collects what becomes of every row, and stores it in bulk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from apps.imports.ledger import Change, Note, RowOutcome
from apps.imports.models import ImportUpload, PlannedRow

_BATCH: Final = 2000
_LONGEST: Final = 200
#: characters of a value shown before and after a change
_LONGEST_VALUE: Final = 300


class Planner:
    """Is told every row once (``ledger.Ledger``), by the name of its file."""

    def __init__(self, uploads: Sequence[ImportUpload]) -> None:
        self._uploads = {upload.name: upload for upload in uploads}
        self._rows: dict[str, list[PlannedRow]] = {upload.name: [] for upload in uploads}

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
        self._rows[file].append(
            PlannedRow(
                upload=self._uploads[file],
                sheet=(sheet or "")[:_LONGEST],
                number=number,
                outcome=outcome,
                key=key[:_LONGEST],
                lon=lon,
                lat=lat,
                changes=[
                    [each.field, each.old[:_LONGEST_VALUE], each.new[:_LONGEST_VALUE]]
                    for each in changes
                ],
                notes=list(dict.fromkeys(note.code for note in notes)),
            )
        )

    def rejected(self, file: str) -> set[tuple[str, int]]:
        """Sheet and number of the rows that come back."""
        return {(row.sheet, row.number) for row in self._rows[file] if row.outcome == "rejected"}

    def add_raw(self, file: str, cells: Mapping[tuple[str, int], list[Any]]) -> None:
        """Give the rejected rows their cells, by sheet and number."""
        for row in self._rows[file]:
            if row.outcome == "rejected":
                row.raw = cells.get((row.sheet, row.number))

    def store(self, file: str, sheets: Sequence[str]) -> None:
        """Write the file's rows in its own order, in place of what was planned before."""
        place = {sheet: at for at, sheet in enumerate(sheets)}
        rows = sorted(
            self._rows[file], key=lambda row: (place.get(row.sheet, len(place)), row.number)
        )
        PlannedRow.objects.filter(upload=self._uploads[file]).delete()
        PlannedRow.objects.bulk_create(rows, batch_size=_BATCH)
