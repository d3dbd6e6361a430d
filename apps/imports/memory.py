"""How a commune said that its files are to be read, remembered by their headers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from apps.imports.models import ColumnMemory, ImportBatch, ImportUpload


def remember(batch: ImportBatch, upload: ImportUpload, *, at: datetime) -> None:
    """Keep the upload's choices for files that look the same; no choices forget them."""
    signature = upload.guess.get("signature", "")
    if not signature:
        return
    about = {"commune": batch.commune, "kind": upload.guess.get("first_kind", "")}
    if not upload.choices:
        ColumnMemory.objects.filter(**about, signature=signature).delete()
        return
    ColumnMemory.objects.update_or_create(
        **about,
        signature=signature,
        defaults={"choices": upload.choices, "saved_at": at},
    )


def recalled(batch: ImportBatch, guess: dict[str, Any]) -> dict[str, Any]:
    """What was chosen for such a file before; {} if nothing was."""
    signature = guess.get("signature", "")
    if not signature:
        return {}
    memory = ColumnMemory.objects.filter(
        commune=batch.commune, kind=guess["first_kind"], signature=signature
    ).first()
    return {} if memory is None else dict(memory.choices)
