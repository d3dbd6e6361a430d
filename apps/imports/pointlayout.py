"""A layer of points as a sheet: its attributes are the columns, and each place is written beside.

Every header must be understood by the recognition of workbooks as the layer's attribute was, and
places are in degrees of WGS 84, whatever the layer was in: a sheet cannot say its system.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, Final

from django.utils import translation

from apps.common.geo.vn2000 import ZONES
from apps.imports.geometry import many_to_wgs84
from apps.imports.readers.crs import VN2000_DEGREES, WGS84
from apps.imports.readers.shapes import Cell
from apps.imports.recognise import RecognisedTable
from apps.imports.recognise.fields import match_fields
from apps.imports.recognise.headers import is_header_text
from apps.imports.wording import COLUMN_LABELS

_DEGREES: Final = ("Vĩ độ", "Kinh độ")
#: where nobody could tell the zone, the numbers stay as they are
_METRES: Final = ("Toạ độ X (Bắc)", "Toạ độ Y (Đông)")
#: digits after the point: about a centimetre
_DIGITS: Final = 7


def written_in(found: RecognisedTable, srid: int | None) -> int | None:
    """What the places of a layer are in as its rows have them; None where nobody could tell.

    `srid`: the system that the import found.
    """
    if "grid_x" in found.columns:
        return next((known for known in (srid, found.srid) if known in ZONES), None)
    return VN2000_DEGREES if found.srid == VN2000_DEGREES else WGS84


def header_of_points(found: RecognisedTable, srid: int | None) -> tuple[list[str], dict[str, int]]:
    """The header and field → column. `srid`: see ``written_in``."""
    width = len(found.headers)
    columns = {name: at for name, at in found.columns.items() if at < width}
    in_metres = "grid_x" in found.columns and srid is None
    places = ("grid_x", "grid_y") if in_metres else ("lat", "lon")
    columns |= {places[0]: width, places[1]: width + 1}
    header = [*found.headers, *(_METRES if in_metres else _DEGREES)]
    return understood(header, columns), columns


def understood(header: Sequence[str], columns: Mapping[str, int]) -> list[str]:
    """The header with our own words wherever the attribute's would mean something else."""
    texts = [text if is_header_text(text) else _number(at) for at, text in enumerate(header)]
    for field, at in columns.items():
        if match_fields([texts[at]]) != {field: 0}:
            texts[at] = label_of(field)
    for field, at in match_fields(texts).items():
        if columns.get(field) != at:
            texts[at] = _number(at)
    return texts


def label_of(field: str) -> str:
    # Recognition reads Vietnamese, whoever asks.
    with translation.override("vi"):
        return str(COLUMN_LABELS[field])


def _number(at: int) -> str:
    """The header of a column without a meaning."""
    return f"Cột {at + 1} của tệp"


def with_degrees(rows: Sequence[Sequence[Cell]], srid: int | None) -> list[list[Any]]:
    """Rows of a layer, whose last two cells are northing and easting, or latitude and longitude
    as the system `srid` has them: with latitude and longitude of WGS 84 in their place.
    """
    made: list[list[Any]] = [list(row) for row in rows]
    placed = [row for row in made if _is_placed(row)]
    if srid is None or not placed:
        return made
    pairs = many_to_wgs84([(row[-1], row[-2]) for row in placed], srid)
    for row, (lon, lat) in zip(placed, pairs, strict=True):
        known = isfinite(lon) and isfinite(lat)
        row[-2] = round(lat, _DIGITS) if known else None
        row[-1] = round(lon, _DIGITS) if known else None
    return made


def _is_placed(row: Sequence[Cell]) -> bool:
    return all(isinstance(cell, int | float) and isfinite(cell) for cell in row[-2:])
