"""One layer of outlines on its way in: what is remarked on each feature, and what became of it."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import MultiPolygon
from shapely.geometry.base import BaseGeometry

from apps.imports.writers.datum import outlines_suspect_shift
from apps.imports.writers.geometry import Plane, to_multipolygon
from apps.imports.writers.rows import Account
from apps.imports.writers.upsert import Put

# A unit may stick out of its parent by slivers that come from drawing: this share of its area.
SLIVER_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class UnitFeature:
    """One feature of a boundary file; ``shape`` in WGS84 degrees, None if it has none."""

    number: int
    code: str
    name: str
    shape: BaseGeometry | None
    full_name: str = ""
    # The village that a group belongs to, as the file says it.
    village: str = ""
    province: str = ""
    province_code: str = ""
    kind: str = ""


@dataclass(slots=True)
class Sheet:
    """One layer being taken in: each feature's remarks, then what became of it."""

    account: Account
    layer: str
    srid: int
    codes: list[str] = field(default_factory=list)
    #: outlines with their parents', to be compared once all are there
    pairs: list[tuple[BaseGeometry, BaseGeometry]] = field(default_factory=list)

    def begin(self, feature: UnitFeature) -> MultiPolygon | None:
        """The outline to store; says what is wrong and counts the row when there is none."""
        self.account.step()
        self.codes = []
        if not feature.name:
            self.reject(feature, "missing_name")
            return None
        geom = None if feature.shape is None else to_multipolygon(feature.shape)
        if geom is None:
            self.reject(feature, "bad_outline")
            return None
        if feature.shape is not None and not feature.shape.is_valid:
            self.account.report.corrected += 1
            self.say(feature, "outline_mended")
        return geom

    def say(self, feature: UnitFeature, code: str) -> None:
        self.codes.append(code)
        self.account.say(self.layer, feature.number, code)

    def reject(self, feature: UnitFeature, code: str) -> None:
        codes = (*self.codes, code)
        self.account.reject(self.layer, feature.number, feature.name or feature.code, *codes)

    def took(self, feature: UnitFeature, put: Put[Any]) -> None:
        centre = put.row.geom.centroid
        self.account.took(
            self.layer,
            feature.number,
            put.outcome,
            feature.name,
            place=(centre.x, centre.y),
            changes=put.changes,
            codes=self.codes,
        )

    def check_inside(self, feature: UnitFeature, shape: BaseGeometry, parent: BaseGeometry) -> None:
        """Say so if a unit sticks out of its parent."""
        self.pairs.append((shape, parent))
        if sticks_out(shape, parent):
            self.say(feature, "outside_parent")

    def check_datum(self) -> None:
        """Say so if the whole layer fits its parents better some 225 m away."""
        if outlines_suspect_shift(self.pairs, self.srid):
            self.account.say(None, 0, "datum_shift_suspected")


def sticks_out(shape: BaseGeometry, parent: BaseGeometry) -> bool:
    """Whether more of ``shape`` lies outside ``parent`` than slivers along the border."""
    plane = Plane(shape.centroid.y)
    flat = plane.flatten(shape)
    outside = flat.difference(plane.flatten(parent)).area
    return bool(outside > SLIVER_SHARE * flat.area)
