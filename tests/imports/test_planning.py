"""What becomes of the rows of a batch waits on disk, not in memory."""

import tracemalloc
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from apps.areas.models import Commune
from apps.imports.ledger import Change, Note
from apps.imports.models import ImportBatch, ImportUpload, PlannedRow
from apps.imports.planning import _TOGETHER, Planner
from tests.conftest import NOW
from tests.imports.desk import clerk

pytestmark = pytest.mark.django_db
FILE = "so ho.xlsx"


@pytest.fixture
def upload(commune: Commune) -> ImportUpload:
    batch = ImportBatch.objects.create(
        key="8c1f6f0a-2a5b-4a52-9a0d-2d2a7c1a0001",
        commune=commune,
        created_by=clerk(commune),
        created_at=NOW,
    )
    return ImportUpload.objects.create(
        batch=batch,
        key="8c1f6f0a-2a5b-4a52-9a0d-2d2a7c1a0002",
        name=FILE,
        size=1,
        sha256="0",
        uploaded_at=NOW,
    )


@contextmanager
def planner_of(upload: ImportUpload) -> Iterator[Planner]:
    with closing(Planner([upload])) as planner:
        yield planner


def tell_rows(planner: Planner, first: int, last: int) -> None:
    for number in range(first, last):
        planner.row(
            file=FILE,
            sheet="Thôn Một",
            number=number,
            outcome="new",
            key=f"A{number}",
            lon=107.4,
            lat=16.3,
            changes=[Change("head_name", "", f"Lò Thị {number}"), Change("size", "", "4")],
        )


def test_however_many_rows_there_are_it_holds_as_many(upload: ImportUpload) -> None:
    with planner_of(upload) as planner:
        tell_rows(planner, 1, 2 * _TOGETHER)
        tracemalloc.start()
        try:
            tell_rows(planner, 2 * _TOGETHER, 10 * _TOGETHER)
            _now, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        planner.store(FILE, ["Thôn Một"])
    # All those rows would be some twenty times as much.
    assert most < 5 * 1024 * 1024
    assert PlannedRow.objects.count() == 10 * _TOGETHER - 1


def test_rows_are_stored_in_the_order_of_the_file(upload: ImportUpload) -> None:
    with planner_of(upload) as planner:
        for sheet, number in (("Hai", 3), ("Một", 9), ("Lạ", 1), ("Hai", 2), ("Một", 8)):
            planner.row(file=FILE, sheet=sheet, number=number, outcome="unchanged", key="")
        planner.store(FILE, ["Một", "Hai"])
        found = PlannedRow.objects.order_by("pk").values_list("sheet", "number")
        assert list(found) == [("Một", 8), ("Một", 9), ("Hai", 2), ("Hai", 3), ("Lạ", 1)]
        # Once more, in place of what was there.
        planner.store(FILE, ["Hai"])
    assert PlannedRow.objects.count() == 5
    first = PlannedRow.objects.order_by("pk").first()
    assert first is not None
    assert (first.sheet, first.number, first.upload) == ("Hai", 2, upload)


def test_a_row_comes_out_as_it_went_in(upload: ImportUpload) -> None:
    with planner_of(upload) as planner:
        planner.row(
            file=FILE,
            sheet=None,
            number=4,
            outcome="rejected",
            key="A\\N\t1\n",
            lon=107.25,
            changes=[Change("head_name", 'Lò "Thị" \\ Mai', "Lò\tMai" + "ă" * 400)],
            notes=[Note.of("unknown_status"), Note.of("bad_phone"), Note.of("unknown_status")],
        )
        planner.row(file=FILE, sheet="", number=5, outcome="rejected", key="")
        planner.row(file=FILE, sheet="", number=6, outcome="skipped", key="")
        assert planner.rejected(FILE) == {("", 4), ("", 5)}
        raw = [1, None, "a\\b\t'\"", {"$date": "2026-11-16"}]
        planner.add_raw(FILE, [(("", 4), raw), (("", 6), ["x"])])
        planner.store(FILE, [""])
    row, without, skipped = PlannedRow.objects.order_by("pk")
    assert (row.sheet, row.number, row.outcome, row.key) == ("", 4, "rejected", "A\\N\t1\n")
    assert (row.lon, row.lat, row.raw) == (107.25, None, raw)
    assert row.changes == [["head_name", 'Lò "Thị" \\ Mai', "Lò\tMai" + "ă" * 294]]
    assert row.notes == ["unknown_status", "bad_phone"]
    assert (without.raw, without.changes, without.notes) == (None, [], [])
    assert (skipped.key, skipped.raw) == ("", None)
