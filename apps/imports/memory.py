"""How a commune said that its files are to be read, remembered by their headers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from apps.imports.models import ColumnMemory, ImportBatch, ImportUpload

_OF_COLUMNS: Final = ("kind", "columns", "name_case", "srid")


def remember(batch: ImportBatch, upload: ImportUpload, *, at: datetime) -> None:
    """Keep what the upload's columns mean for files that look the same; no choices forget it.

    How the text of this one file was written, and in which line a header stands that is found by
    itself, may differ in the next one, and in its own correction workbook.
    """
    signature = upload.guess.get("signature", "")
    if not signature:
        return
    about = {"commune": batch.commune, "kind": upload.guess.get("first_kind", "")}
    choices = _lasting(upload.choices, upload.guess)
    if not choices:
        ColumnMemory.objects.filter(**about, signature=signature).delete()
        return
    ColumnMemory.objects.update_or_create(
        **about,
        signature=signature,
        defaults={"choices": choices, "saved_at": at},
    )


def recalled(batch: ImportBatch, guess: dict[str, Any]) -> dict[str, Any]:
    """What was chosen for such a file before; {} if nothing was."""
    signature = guess.get("signature", "")
    if not signature:
        return {}
    memory = ColumnMemory.objects.filter(
        commune=batch.commune, kind=guess["first_kind"], signature=signature
    ).first()
    if memory is None:
        return {}
    return _lasting(memory.choices, guess)


def _lasting(choices: Mapping[str, Any], guess: Mapping[str, Any]) -> dict[str, Any]:
    # Of a file whose kind nobody would guess, nobody would find the header either.
    keys = _OF_COLUMNS if guess.get("first_kind") else (*_OF_COLUMNS, "header_rows")
    return {key: choices[key] for key in keys if key in choices}
