"""Every row is imported, skipped or rejected, whatever the mix."""

from collections.abc import Callable
from contextlib import nullcontext

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.households.models import Household
from apps.imports import services
from apps.imports.readers.shapes import Cell
from apps.imports.services import import_files
from tests.conftest import NOW
from tests.imports.office import HUE, Row

Slip = dict[str, Cell]
SLIPS: tuple[Slip, ...] = (
    {},
    {"head": None},
    {"size": "ba"},
    {"born": 2099},
    {"code": None},
    {"code": "A01"},
    {"lat": 107.4, "lon": 16.3},
    {"lat": 50.0},
    {"lat": None},
    {"group": "Tổ Mây"},
    {"phone": "gọi sau"},
)
# A row of one of eight households with a slip, a blank row, or the row above once more.
PIECES = st.tuples(st.integers(1, 8), st.sampled_from(SLIPS)) | st.none() | st.just("again")
SHEETS = st.tuples(*(st.lists(PIECES, min_size=1, max_size=12) for _village in range(2)))


def rows_of(village: int, pieces: list[tuple[int, Slip] | str | None]) -> list[Row | None]:
    # Enough good rows for the table to be seen as one.
    rows: list[Row | None] = [HUE.home(village, number) for number in (9, 10)]
    for piece in pieces:
        if isinstance(piece, tuple):
            number, slip = piece
            rows.append(HUE.home(village, number) | slip)
        else:
            rows.append(rows[-1] if piece else None)
    return rows


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=SHEETS)
def test_no_row_is_lost(
    tmp_path_factory: pytest.TempPathFactory,
    pieces: tuple[list[tuple[int, Slip] | str | None], ...],
) -> None:
    sheets = {name: rows_of(village, pieces[village]) for village, name in enumerate(HUE.villages)}
    path = tmp_path_factory.getbasetemp() / "so ho.xlsx"
    path.touch()
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "opened", answer(sheets))
        commune = HUE.plant()
        (report,) = import_files([path], at=NOW, commune=commune).reports
        filled = sum(row is not None for rows in sheets.values() for row in rows)
        assert report.rows == filled
        assert report.imported + report.skipped + report.rejected == report.rows
        assert Household.objects.count() == report.imported
        assert Household.objects.filter(position=None).count() == report.unlocated
        said_of = {(remark.sheet, remark.row) for remark in report.messages}
        assert len(said_of) >= report.skipped + report.rejected
        (again,) = import_files([path], at=NOW, commune=commune).reports
        assert again.unchanged == again.imported == report.imported
        transaction.set_rollback(True)


def answer(sheets: dict[str, list[Row | None]]) -> Callable[..., object]:
    """Stands for the reading process, which takes longer than all the rest."""
    return lambda _path, _choices: nullcontext(HUE.raw_homes(sheets))
