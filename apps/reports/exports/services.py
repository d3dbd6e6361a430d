"""Making a file: rows within reach → bytes with a mark, and an entry in the log."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from apps.accounts.models import AccessLog
from apps.accounts.services import record_access
from apps.common import clock
from apps.common.errors import DomainError
from apps.people.makers import moment_text
from apps.reports.exports.extracts import Extract, Wish
from apps.reports.exports.grids import DEGREES, Grid
from apps.reports.exports.layers import Layer, geojson_bytes, gpkg_bytes
from apps.reports.exports.marks import Mark
from apps.reports.exports.sheets import Column, Sheet, Value, csv_bytes, xlsx_bytes
from apps.reports.exports.subjects import PURPOSES, Subject

_SHEET_WRITERS: Final = {"xlsx": xlsx_bytes, "csv": csv_bytes}
_LAYER_WRITERS: Final = {"gpkg": gpkg_bytes, "geojson": geojson_bytes}
_MEDIA_TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "gpkg": "application/geopackage+sqlite3",
    "geojson": "application/geo+json",
}
FORMS: Final = frozenset(_MEDIA_TYPES)


@dataclass(frozen=True, slots=True)
class ExportFile:
    """``name`` says what and when, and nothing of anybody."""

    name: str
    media_type: str
    body: bytes
    count: int


def make_export(
    *,
    wish: Wish,
    subject: Subject,
    form: str,
    grid: Grid,
    who: str,
    now: datetime,
    purpose: str = "",
) -> ExportFile:
    """The rows of ``wish`` as a file; logged with their number. ``who`` goes into the mark.

    Raises ``DomainError``: ``role_too_low`` (403), ``bad_request`` (422) for a form the subject
    has not, ``too_many`` (422), ``not_found`` (404) when nothing is left within reach.
    """
    if not wish.actor.has_any(subject.roles):
        raise DomainError("role_too_low", _("Chức vụ của bạn không xuất loại này."), status=403)
    if form not in subject.forms or (purpose and purpose not in PURPOSES):
        raise DomainError("bad_request", _("Yêu cầu xuất dữ liệu không hợp lệ."), status=422)
    if not subject.geometry:
        grid = DEGREES
    with translation.override("vi"):
        extract = subject.select(wish)
        if not extract.rows:
            raise DomainError("not_found", "", status=404)
        mark = _mark(extract, subject, grid, who, now, purpose)
        body = _written(extract, subject, form, grid, mark)
    record_access(
        actor=wish.actor,
        action=AccessLog.Action.EXPORT,
        count=len(extract.rows),
        detail=_detail(subject, form, grid, purpose, is_narrowed=wish.listed is not None),
        at=now,
    )
    name = f"{subject.stem}-{now.astimezone(clock.ZONE):%Y%m%d-%H%M}.{form}"
    return ExportFile(name, _MEDIA_TYPES[form], body, len(extract.rows))


def _mark(
    extract: Extract, subject: Subject, grid: Grid, who: str, now: datetime, purpose: str
) -> Mark:
    return Mark(
        title=str(subject.title),
        communes=extract.communes,
        who=who,
        when=moment_text(now),
        counted=str(subject.counted),
        count=len(extract.rows),
        purpose=str(PURPOSES[purpose]) if purpose else "",
        system=grid.label if subject.geometry else "",
    )


def _written(extract: Extract, subject: Subject, form: str, grid: Grid, mark: Mark) -> bytes:
    if form in _SHEET_WRITERS:
        return _SHEET_WRITERS[form](_sheet(extract, grid, mark))
    layer = Layer(
        name=subject.layer,
        geometry="Point" if subject.geometry == "Point" else "MultiPolygon",
        columns=extract.columns,
        rows=extract.rows,
        shapes=extract.shapes,
        grid=grid,
        notes=mark.entries(),
    )
    return _LAYER_WRITERS[form](layer)


def _sheet(extract: Extract, grid: Grid, mark: Mark) -> Sheet:
    """The rows with words where a value is missing, and two columns for the place."""
    columns = [*extract.columns, *(_place_columns(grid) if extract.shapes else ())]
    missing = [column.missing for column in columns]
    rows = [_with_words(row, missing) for row in _with_places(extract, grid)]
    return Sheet(mark.lines(), columns, rows)


def _with_places(extract: Extract, grid: Grid) -> list[list[Value]]:
    if not extract.shapes:
        return [list(row) for row in extract.rows]
    return [
        [*row, *((None, None) if shape is None else grid.pair(shape))]
        for row, shape in zip(extract.rows, extract.shapes, strict=True)
    ]


def _with_words(row: Sequence[Value], missing: Sequence[str | None]) -> list[Value]:
    return [word if value is None else value for value, word in zip(row, missing, strict=True)]


def _place_columns(grid: Grid) -> tuple[Column, Column]:
    """The first says so where a row has no place; X is the northing on Vietnam's grid."""
    titles = (_("X (Bắc)"), _("Y (Đông)")) if grid.is_metric else (_("Kinh độ"), _("Vĩ độ"))
    first, second = (Column(title, 14) for title in titles)
    return replace(first, missing=_("Chưa có toạ độ")), second


def _detail(subject: Subject, form: str, grid: Grid, purpose: str, *, is_narrowed: bool) -> str:
    """For the log: plain words only; of a list that was narrowed that it was, not by what."""
    system = f"epsg{grid.srid}" if grid.is_metric else ""
    return " ".join(
        filter(None, (subject.key, form, system, "narrowed" if is_narrowed else "", purpose))
    )
