"""Batches of the import assistant as they lie in the database."""

from datetime import datetime
from uuid import uuid4

from apps.accounts.models import User
from apps.areas.models import Commune
from apps.imports.models import ImportBatch, ImportUpload, PlannedRow, UploadPart

HEADER = ["Mã hộ", "Chủ hộ", "Số khẩu"]


def planned_batch(
    commune: Commune, user: User, at: datetime, *, head: str = "Lò Thị Trả Lại"
) -> ImportBatch:
    """A batch that was previewed: one household list with a new, a changed and a rejected row."""
    batch = ImportBatch.objects.create(
        key=uuid4(),
        commune=commune,
        created_by=user,
        created_at=at,
        state=ImportBatch.State.PREVIEWED,
    )
    upload = ImportUpload.objects.create(
        batch=batch,
        key=uuid4(),
        name=f"so ho {commune.code}.xlsx",
        size=3,
        sha256="0" * 64,
        uploaded_at=at,
        state=ImportUpload.State.RECOGNISED,
        kind="households",
        guess={"kind": "households", "rows": 3, "tables": [], "layers": [], "alternatives": []},
        layout=[
            {
                "sheet": "Thôn Thử",
                "above": [[1, HEADER]],
                "last": 1,
                "merged": [],
                "columns": {"household_code": 0, "head_name": 1, "size": 2},
            }
        ],
    )
    UploadPart.objects.create(upload=upload, number=0, data=b"abc")
    west, south, _east, _north = commune.geom.extent
    for number, outcome in enumerate(("new", "changed", "rejected"), start=2):
        PlannedRow.objects.create(
            upload=upload,
            sheet="Thôn Thử",
            number=number,
            outcome=outcome,
            key=f"{commune.code}-{number}",
            lon=west + 0.001 * number,
            lat=south + 0.001,
            changes=[["head_name", "Cũ", head]] if outcome == "changed" else [],
            notes=["size_not_a_number"] if outcome == "rejected" else [],
            raw=[f"{commune.code}-4", head, "hai"] if outcome == "rejected" else None,
        )
    return batch
