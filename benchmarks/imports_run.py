"""One measured run, in a process of its own: `python -m benchmarks.imports_run WHAT FILE`.

Prints what it took as JSON: seconds, and the most memory of this process.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import django

PEER_TABLE = "bench_layer"


def prepare() -> None:
    """A commune with its villages and no household."""
    from django.contrib.gis.geos import MultiPolygon, Polygon
    from django.db import connection

    from apps.areas.models import Commune, Province, Village
    from benchmarks.imports_files import SOUTH, VILLAGES, WEST, WIDTH, village_box

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE households_household, households_householdevent CASCADE")
        cursor.execute(
            "TRUNCATE imports_importedfile, imports_importbatch, webmap_maptally CASCADE"
        )
    province, _made = Province.objects.get_or_create(code="20", defaults={"name": "Lạng Sơn"})
    if Commune.objects.exists():
        return
    box = Polygon.from_bbox((WEST, SOUTH, WEST + WIDTH, SOUTH + WIDTH))
    commune = Commune.objects.create(
        province=province, code="06436", name="Mây Trắng", geom=MultiPolygon(box, srid=4326)
    )
    for index in range(VILLAGES):
        box = Polygon.from_bbox(village_box(index))
        Village.objects.create(
            commune=commune,
            code=f"T{index + 1}",
            name=f"Thôn {index + 1}",
            geom=MultiPolygon(box, srid=4326),
        )


def ours(path: Path) -> None:
    """Read in the sandbox, recognised, checked, committed with history and marks."""
    from apps.common import clock
    from apps.imports.services import import_files

    result = import_files([path], at=clock.now())
    if not result.reports:
        raise SystemExit(f"not read: {[left.code for left in result.unreadable]}")
    (report,) = result.reports
    if report.imported != report.rows or not report.is_clean:
        raise SystemExit(f"not all rows came in: {report.as_json() | {'messages': []}}")


def assistant(path: Path) -> None:
    """As an office brings it in: recognised, previewed and committed, every row planned."""
    from apps.common import clock
    from apps.imports import batches
    from apps.imports.models import ImportBatch

    batch = _batch_of(path)
    for state, work in (("previewing", "preview_batch"), ("committing", "commit_batch")):
        ImportBatch.objects.filter(pk=batch.pk).update(state=state)
        getattr(batches, work)(batch.pk, _tell_nobody, at=clock.now())
    batch.refresh_from_db()
    if batch.state != ImportBatch.State.COMMITTED:
        raise SystemExit(f"not committed: {batch.error}")
    upload = batch.uploads.get()
    planned, expected = upload.rows.filter(outcome="new").count(), upload.guess.get("rows")
    if planned != expected:
        raise SystemExit(f"{planned} rows of {expected} came in {upload.error_code}")


def _batch_of(path: Path) -> Any:
    """A batch with the file in it, recognised."""
    from uuid import uuid4

    from apps.accounts.models import User
    from apps.areas.models import Commune
    from apps.common import clock
    from apps.imports import batches
    from apps.imports.models import PART_BYTES, ImportBatch, UploadPart

    now = clock.now()
    user, _made = User.objects.get_or_create(username="bench-clerk")
    batch = ImportBatch.objects.create(
        key=uuid4(), commune=Commune.objects.get(), created_by=user, created_at=now
    )
    upload = batch.uploads.create(
        key=uuid4(), name=path.name, size=path.stat().st_size, sha256="", uploaded_at=now
    )
    with path.open("rb") as file:
        for number, data in enumerate(iter(lambda: file.read(PART_BYTES), b"")):
            UploadPart.objects.create(upload=upload, number=number, data=data)
    batches.recognise_batch(batch.pk, _tell_nobody)
    return batch


def _tell_nobody(file: str, done: int, total: int) -> None:
    """How far it is, nobody wants to know here."""


def layer_mapping(path: Path) -> None:
    """GeoDjango's own way, into a bare table of the same columns: no check, no history."""
    from django.contrib.gis.db import models
    from django.contrib.gis.utils import LayerMapping
    from django.db import connection

    fields: dict[str, Any] = {
        "ma_ho": models.CharField(max_length=30),
        "chu_ho": models.CharField(max_length=120),
        "nam_sinh": models.IntegerField(null=True),
        "so_khau": models.IntegerField(null=True),
        "dien_ho": models.CharField(max_length=20),
        "dien_thoai": models.CharField(max_length=20),
        "dia_chi": models.CharField(max_length=200),
        "thon": models.CharField(max_length=120),
        "geom": models.PointField(srid=4326),
    }
    meta = type("Meta", (), {"app_label": "imports", "db_table": PEER_TABLE, "managed": False})
    attributes: dict[str, Any] = {"__module__": __name__, "Meta": meta, **fields}
    model: Any = type("BenchLayer", (models.Model,), attributes)
    with connection.schema_editor() as editor:
        editor.create_model(model)
    mapping = {name: name for name in fields if name != "geom"} | {"geom": "POINT"}
    layer = LayerMapping(model, str(path), mapping, transform=False, encoding="utf-8")
    layer.save(strict=True, silent=True)
    if model.objects.count() == 0:
        raise SystemExit("LayerMapping wrote nothing")


def ogr2ogr(path: Path) -> None:
    """GDAL's own way, bare."""
    from django.db import connection

    settings = connection.settings_dict
    words = {"dbname": settings["NAME"], "host": settings["HOST"], "user": settings["USER"],
             "port": settings["PORT"], "password": settings["PASSWORD"]}  # fmt: skip
    address = " ".join(f"{key}={value}" for key, value in words.items() if value)
    command = ["ogr2ogr", "-f", "PostgreSQL", f"PG:{address}", str(path), "-nln", PEER_TABLE]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def openpyxl_cells(path: Path) -> None:
    """Every cell of a workbook, and nothing done with it."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            for _cell in row:
                pass
    book.close()


def reading_process(path: Path) -> None:
    """What the sandbox starts, alone, so that its memory can be seen."""
    from apps.imports.readers.worker import main as read

    # Once it has shut itself in, it may write in this folder only, and not remove it.
    folder = path.parent / "reading"
    folder.mkdir(exist_ok=True)
    copy = folder / f"input{path.suffix}"
    shutil.copyfile(path, copy)
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        read(copy)
    copy.unlink()


def most_memory() -> float:
    """MiB. Not `getrusage`: its figure is inherited from whoever started this process."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


WHAT = {
    "reading_process": reading_process,
    "ours": ours,
    "assistant": assistant,
    "layer_mapping": layer_mapping,
    "ogr2ogr": ogr2ogr,
    "openpyxl": openpyxl_cells,
}


def main(what: str, file: str) -> None:
    if what not in ("openpyxl", "reading_process"):
        django.setup()
        from django.db import connection

        prepare()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {PEER_TABLE}")
            cursor.execute("CHECKPOINT")
    start = time.perf_counter()
    WHAT[what](Path(file))
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "mib": most_memory()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
