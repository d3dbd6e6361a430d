"""Uploads laid out on the worker's disk while they are read, each in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from apps.imports.filenames import stem_of, suffix_of
from apps.imports.models import ImportBatch, ImportUpload


@dataclass(frozen=True, slots=True)
class LaidOut:
    """An upload and where it lies; the parts of a shapefile lie beside it."""

    upload: ImportUpload
    path: Path


@contextmanager
def laid_out(batch: ImportBatch, uploads: list[ImportUpload]) -> Iterator[list[LaidOut]]:
    """`uploads` of the batch as files, gone when the block is left."""
    companions = list(batch.uploads.filter(state=ImportUpload.State.COMPANION))
    with TemporaryDirectory(prefix="gandan-batch-") as root:
        found = []
        for upload in uploads:
            folder = Path(root) / str(upload.pk)
            folder.mkdir()
            found.append(LaidOut(upload, _write(upload, folder, upload.name)))
            if suffix_of(upload.name) == ".shp":
                for part in companions:
                    if stem_of(part.name) == stem_of(upload.name):
                        # The same stem to the letter, or it would not be found.
                        _write(part, folder, f"{Path(upload.name).stem}{suffix_of(part.name)}")
        yield found


def _write(upload: ImportUpload, folder: Path, name: str) -> Path:
    path = folder / name
    with path.open("wb") as file:
        for data in upload.parts.order_by("number").values_list("data", flat=True).iterator(1):
            file.write(data)
    return path
