"""Writes communes, villages and groups with their outlines."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.gis.geos import MultiPolygon
from shapely.geometry.base import BaseGeometry

from apps.areas.models import Commune, Province, SelfManagedGroup, Village
from apps.common.text import fold, tidy, unit_title
from apps.imports.messages import message
from apps.imports.reporting import FileReport
from apps.imports.writers.context import ImportContext
from apps.imports.writers.geometry import Plane, from_geos, to_multipolygon
from apps.imports.writers.places import Places
from apps.imports.writers.upsert import Upsert

# A unit may stick out of its parent by slivers that come from drawing: this share of its area.
SLIVER_SHARE = 0.02
_COMMUNE_KINDS = (
    ("phuong", Commune.Kind.WARD),
    ("dac khu", Commune.Kind.SPECIAL_ZONE),
)
_THON = ("thon ", Village.Kind.THON)
_VILLAGE_KINDS = (
    ("to dan pho", Village.Kind.RESIDENTIAL_GROUP),
    ("tdp", Village.Kind.RESIDENTIAL_GROUP),
    ("khu pho", Village.Kind.RESIDENTIAL_GROUP),
    ("ban ", Village.Kind.BAN),
    ("ap ", Village.Kind.AP),
)


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


def _outline(feature: UnitFeature, report: FileReport, layer: str) -> MultiPolygon | None:
    """The outline to store; says what is wrong and counts the row when there is none."""
    if not feature.name:
        _reject(feature, report, layer, "missing_name")
        return None
    geom = None if feature.shape is None else to_multipolygon(feature.shape)
    if geom is None:
        _reject(feature, report, layer, "bad_outline")
        return None
    if feature.shape is not None and not feature.shape.is_valid:
        report.corrected += 1
        _say(feature, report, layer, "outline_mended")
    return geom


def _say(feature: UnitFeature, report: FileReport, layer: str, code: str) -> None:
    report.say(sheet=layer, row=feature.number, code=code, message=message(code))


def _reject(feature: UnitFeature, report: FileReport, layer: str, code: str) -> None:
    report.rejected += 1
    _say(feature, report, layer, code)


def _kept_name(old: str | None, new: str) -> str:
    """The name as stored when the file writes the same one with other capitals."""
    same = old is not None and tidy(old).lower() == new.lower()
    return old if old is not None and same else new


def _first_kind(name: str, kinds: Sequence[tuple[str, str]], default: str) -> str:
    folded = fold(name)
    return next((kind for start, kind in kinds if folded.startswith(start)), default)


def write_commune(
    context: ImportContext, features: Sequence[UnitFeature], report: FileReport, layer: str
) -> None:
    """The commune of these files; it becomes the context's commune."""
    provinces = Upsert(Province, {row.code: row for row in Province.objects.all()})
    communes = Upsert(Commune, {row.code: row for row in Commune.objects.all()})
    for feature in features:
        geom = _outline(feature, report, layer)
        if geom is None:
            continue
        known = communes.get(feature.code)
        province = _province(feature, provinces, known)
        name = unit_title(feature.name)
        said = feature.kind or feature.full_name or feature.name
        kind = _first_kind(said, _COMMUNE_KINDS, Commune.Kind.COMMUNE)
        context.commune = communes.put(
            feature.code,
            code=feature.code,
            province=province,
            name=_kept_name(known.name if known else None, _without_kind(name)),
            kind=kind,
            geom=geom,
        )
    report.count(communes.flush())


def _province(feature: UnitFeature, provinces: Upsert[Province], known: Commune | None) -> Province:
    """The province a commune's file names; one already known stays when it names none."""
    if not feature.province_code and known is not None:
        return known.province
    code = feature.province_code or "00"
    old = provinces.get(code)
    name = feature.province or (old.name if old else code)
    province = provinces.put(code, code=code, name=_kept_name(old.name if old else None, name))
    provinces.flush()
    return province


def _without_kind(name: str) -> str:
    for word in ("Xã ", "Phường ", "Đặc khu "):
        if name.startswith(word):
            return name[len(word) :]
    return name


def write_villages(
    context: ImportContext, features: Sequence[UnitFeature], report: FileReport, layer: str
) -> None:
    commune = context.require_commune()
    known = Village.objects.filter(commune=commune)
    rows = Upsert(Village, {village.code: village for village in known})
    parent = from_geos(commune.geom)
    for done, feature in enumerate(features, start=1):
        geom = _outline(feature, report, layer)
        if geom is None:
            continue
        code = feature.code or fold(feature.name)[:20]
        old = rows.get(code)
        rows.put(
            code,
            commune=commune,
            code=code,
            name=_kept_name(old.name if old else None, unit_title(feature.name)),
            kind=_village_kind(feature),
            geom=geom,
        )
        if sticks_out(from_geos(geom), parent):
            _say(feature, report, layer, "outside_parent")
        context.progress(done, len(features))
    report.count(rows.flush())


def _village_kind(feature: UnitFeature) -> str:
    """What the layer calls the village, else what its name begins with."""
    by_name = _first_kind(feature.name, _VILLAGE_KINDS, Village.Kind.THON)
    return _first_kind(f"{feature.kind} ", (*_VILLAGE_KINDS, _THON), by_name)


def write_groups(
    context: ImportContext, features: Sequence[UnitFeature], report: FileReport, layer: str
) -> None:
    commune = context.require_commune()
    places = Places(commune, context.day)
    known = SelfManagedGroup.objects.filter(village__commune=commune)
    rows = Upsert(SelfManagedGroup, {(row.village_id, row.code): row for row in known})
    for done, feature in enumerate(features, start=1):
        geom = _outline(feature, report, layer)
        if geom is None:
            continue
        village = places.village(feature.village)
        if village is None:
            _reject(feature, report, layer, "unknown_village")
            continue
        code = feature.code or fold(feature.name)[:30]
        key = (village.pk, code)
        old = rows.get(key)
        rows.put(
            key,
            village=village,
            code=code,
            name=_kept_name(old.name if old else None, unit_title(feature.name)),
            geom=geom,
        )
        if sticks_out(from_geos(geom), from_geos(village.geom)):
            _say(feature, report, layer, "outside_parent")
        context.progress(done, len(features))
    report.count(rows.flush())


def sticks_out(shape: BaseGeometry, parent: BaseGeometry) -> bool:
    """Whether more of ``shape`` lies outside ``parent`` than slivers along the border."""
    plane = Plane(shape.centroid.y)
    flat = plane.flatten(shape)
    outside = flat.difference(plane.flatten(parent)).area
    return bool(outside > SLIVER_SHARE * flat.area)
