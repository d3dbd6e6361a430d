"""A layer of points as a table: attributes are columns, and each point gives its place.

Everything after recognition is then shared with workbooks. Where the layer is in metres of
VN-2000, or does not say what it is in, the place is written as a VN-2000 pair, and the rules for
such pairs find the zone; else as longitude and latitude.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import shapely
from shapely.errors import ShapelyError

from apps.common.geo.vn2000 import ZONES
from apps.imports.choices import NO_CHOICES, Choices
from apps.imports.geometry import many_to_wgs84
from apps.imports.kinds import HOUSEHOLDS, FileKind
from apps.imports.readers.blocks import blocks_of
from apps.imports.readers.crs import VN2000_DEGREES, WGS84
from apps.imports.readers.shapes import RawLayer, RawRow
from apps.imports.recognise.fields import FIELDS, match_fields
from apps.imports.recognise.headers import adopt_aliases, kind_of_columns
from apps.imports.recognise.layers import Look, attribute_words, chosen_attributes, match_attributes
from apps.imports.recognise.tables import Columns, DataRows, RecognisedTable

POINT_TYPES: Final = frozenset({1, 4})
_PLACES: Final = frozenset({"lat", "lon", "latlon", "grid_x", "grid_y"})
_CHUNK: Final = 500
#: how a point of two little-endian numbers begins, and how long it is
_POINT: Final = "0101000000"
_POINT_DIGITS: Final = 42
_NOWHERE: Final = (float("nan"), float("nan"))
Pair = tuple[float, float]


def _glued() -> dict[str, str]:
    """ "machuho" → "ma chu ho": how ten letters of a dbf write what a header says in words."""
    phrases = [p.lstrip("=") for synonyms in FIELDS.values() for p in synonyms.any_of]
    return {phrase.replace(" ", ""): phrase for phrase in phrases if " " in phrase}


_GLUED: Final = _glued()


def recognise_points(
    layer: RawLayer, look: Look, choices: Choices = NO_CHOICES
) -> RecognisedTable | None:
    """The layer as a table of a known kind, or of nothing but codes with their places; else None.

    `look.types` must be those of points.
    """
    columns, kind, positions_only = _meaning(layer, look, choices)
    if kind is None:
        return None
    metres = _in_metres(layer, choices)
    # The drawn place is the row's, whatever numbers stand beside it.
    columns = {name: at for name, at in columns.items() if name not in _PLACES}
    width = len(layer.fields)
    columns |= dict(zip(("grid_x", "grid_y") if metres else ("lat", "lon"), (width, width + 1)))  # noqa: B905 - two and two
    encodings = list(look.encodings.values())
    named = {name: layer.fields[at] for name, at in columns.items() if at < width}
    readers = look.readers(named, choices)
    rows = PointRows(layer, _source_srid(layer, choices), metres)
    return RecognisedTable(
        kind=kind,
        sheet=layer.name,
        titles=(),
        header_rows=(),
        headers=layer.fields,
        columns=columns,
        encodings={name: encodings[at] for name, at in columns.items() if at < width},
        rows=DataRows(rows, (*readers, str, str), columns, len(layer.features)),
        encoding=layer.encoding,
        srid=_source_srid(layer, choices),
        of_layer=True,
        positions_only=positions_only,
    )


def _meaning(
    layer: RawLayer, look: Look, choices: Choices
) -> tuple[dict[str, int], FileKind | None, bool]:
    """(field → column, kind, only positions)."""
    place = {"lat": -1, "lon": -1}
    index = {field: column for column, field in enumerate(layer.fields)}
    chosen = {name: index[at] for name, at in chosen_attributes(choices, layer.fields).items()}
    words = [_words(field) if field in look.filled else "" for field in layer.fields]
    columns = chosen or match_fields(words)
    kind = kind_of_columns(frozenset(columns | place), choices)
    if kind is not None:
        adopt_aliases(columns, kind)
        nameless = kind is HOUSEHOLDS and "head_name" not in columns
        if not nameless:
            return columns, kind, False
    if kind not in (None, HOUSEHOLDS):
        return columns, None, False
    code = _code_column(layer, look, columns)
    return ({"household_code": code}, HOUSEHOLDS, True) if code is not None else ({}, None, False)


def _code_column(layer: RawLayer, look: Look, columns: dict[str, int]) -> int | None:
    if "household_code" in columns:
        return columns["household_code"]
    found = match_attributes(layer.fields, look.filled)
    own = found.get("code") or found.get("name")
    return layer.fields.index(own) if own else None


def _words(field: str) -> str:
    """An attribute's name as a header: "TEN_CHU_HO", "tenChuHo" and "TENCHUHO" say the same."""
    words = " ".join(attribute_words(field))
    return _GLUED.get(words, words)


def _source_srid(layer: RawLayer, choices: Choices) -> int | None:
    return choices.srid or layer.srid


def _in_metres(layer: RawLayer, choices: Choices) -> bool:
    """The numbers are to be read as pairs of VN-2000: they are, or nothing else is known."""
    srid = _source_srid(layer, choices)
    if srid is not None:
        return srid in ZONES
    for feature in layer.head(_CHUNK):
        x, y = point_of(feature.wkb_hex)
        if x == x:  # not NaN
            return abs(x) > 180 or abs(y) > 180
    return False


def point_of(wkb: str | None) -> Pair:
    """(x, y) of a point, or of a multipoint of one; NaN where there is none."""
    if not wkb:
        return _NOWHERE
    if wkb.startswith(_POINT) and len(wkb) == _POINT_DIGITS:
        x, y = struct.unpack("<dd", bytes.fromhex(wkb[len(_POINT) :]))
        return x, y
    try:
        shape = shapely.from_wkb(wkb)
    except ShapelyError:
        return _NOWHERE
    corners = shapely.get_coordinates(shape)
    return (float(corners[0][0]), float(corners[0][1])) if len(corners) == 1 else _NOWHERE


def _points_of(wkbs: Sequence[str | None]) -> list[Pair]:
    """``point_of`` of each, taken apart together where all are plain points."""
    digits = [wkb or "" for wkb in wkbs]
    if not all(len(wkb) == _POINT_DIGITS and wkb.startswith(_POINT) for wkb in digits):
        return list(map(point_of, wkbs))
    numbers = bytes.fromhex("".join([wkb[len(_POINT) :] for wkb in digits]))
    return list(struct.iter_unpack("<dd", numbers))


@dataclass(frozen=True, slots=True)
class PointRows:
    """The features as rows: their values, then northing and easting, or latitude and longitude."""

    layer: RawLayer
    srid: int | None
    metres: bool

    def __len__(self) -> int:
        return len(self.layer.features)

    def columns(self) -> Iterator[Columns]:
        """Some hundred rows side by side."""
        for block in blocks_of(self.layer.features, self.layer.fields):
            places = self._places(_points_of(block.wkbs))
            xs = [x if x == x else None for x, _y in places]  # NaN is not itself
            ys = [None if x is None else y for x, (_x, y) in zip(xs, places, strict=True)]
            yield block.numbers, [*block.columns, ys, xs]

    def __iter__(self) -> Iterator[RawRow]:
        for numbers, columns in self.columns():
            yield from map(RawRow, numbers, zip(*columns, strict=True))

    def __getitem__(self, index: int, /) -> RawRow:
        return next(islice(iter(self), index, None))

    def _places(self, pairs: list[Pair]) -> list[Pair]:
        # VN-2000 in degrees is shifted where all degrees are (`rows.position`).
        if self.metres or self.srid in (None, WGS84, VN2000_DEGREES):
            return pairs
        return many_to_wgs84(pairs, self.srid)
