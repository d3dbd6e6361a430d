"""Writes communes, villages and groups with their outlines."""

from collections.abc import Iterable, Sequence

from apps.areas.models import Commune, Province, SelfManagedGroup, Village
from apps.common.text import fold, name_key, tidy, unit_title
from apps.imports.writers.context import ImportContext
from apps.imports.writers.geometry import from_geos
from apps.imports.writers.places import Places
from apps.imports.writers.unit_sheet import Sheet, UnitFeature
from apps.imports.writers.upsert import Upsert

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


def _kept_name(old: str | None, new: str) -> str:
    """The name as stored when the file writes the same one with other capitals."""
    same = old is not None and tidy(old).lower() == new.lower()
    return old if old is not None and same else new


def _first_kind(name: str, kinds: Sequence[tuple[str, str]], default: str) -> str:
    folded = fold(name)
    return next((kind for start, kind in kinds if folded.startswith(start)), default)


def write_commune(context: ImportContext, features: Iterable[UnitFeature], sheet: Sheet) -> None:
    """The commune of these files; it becomes the context's commune.

    Where somebody said which commune the files belong to, its own outline is all that is taken:
    no other commune is made or touched, nor its province. Of an outline of several nobody knows
    which of them the other files are about.
    """
    provinces = Upsert(Province, {row.code: row for row in Province.objects.all()})
    communes = Upsert(Commune, {row.code: row for row in _communes(context)})
    met: set[str] = set()
    for feature in features:
        geom = sheet.begin(feature)
        if geom is None:
            continue
        if _is_anothers(context, feature):
            sheet.reject(feature, "other_commune")
            continue
        code = _commune_code(context, feature)
        known = communes.get(code)
        name = unit_title(feature.name)
        said = feature.kind or feature.full_name or feature.name
        put = communes.put(
            code,
            code=code,
            province=_province(context, feature, provinces, known),
            name=_kept_name(known.name if known else None, _without_kind(name)),
            kind=_first_kind(said, _COMMUNE_KINDS, Commune.Kind.COMMUNE),
            geom=geom,
        )
        met.add(code)
        context.commune = put.row
        sheet.took(feature, put)
    communes.flush()
    if len(met) > 1:
        context.commune = None


def _communes(context: ImportContext) -> Iterable[Commune]:
    """Those that the files may write."""
    rows = Commune.objects.all()
    return rows if context.own is None else rows.filter(pk=context.own.pk)


def _is_anothers(context: ImportContext, feature: UnitFeature) -> bool:
    """Whether this is not the commune whose files these are said to be.

    A code that was kept as a number has lost its leading noughts; without any the name counts.
    """
    own = context.own
    if own is None:
        return False
    if feature.code:
        return feature.code.zfill(len(own.code)) != own.code
    return name_key(_without_kind(unit_title(feature.name))) != name_key(own.name)


def _commune_code(context: ImportContext, feature: UnitFeature) -> str:
    return feature.code if context.own is None else context.own.code


def _province(
    context: ImportContext,
    feature: UnitFeature,
    provinces: Upsert[Province],
    known: Commune | None,
) -> Province:
    """The province a commune's file names; one already known stays when it names none."""
    if known is not None and (context.is_given or not feature.province_code):
        return known.province
    code = feature.province_code or "00"
    old = provinces.get(code)
    name = feature.province or (old.name if old else code)
    kept = _kept_name(old.name if old else None, name)
    province = provinces.put(code, code=code, name=kept).row
    provinces.flush()
    return province


def _without_kind(name: str) -> str:
    for word in ("Xã ", "Phường ", "Đặc khu "):
        if name.startswith(word):
            return name[len(word) :]
    return name


def write_villages(context: ImportContext, features: Iterable[UnitFeature], sheet: Sheet) -> None:
    commune = context.require_commune()
    known = Village.objects.filter(commune=commune)
    rows = Upsert(Village, {village.code: village for village in known})
    parent = from_geos(commune.geom)
    for feature in features:
        geom = sheet.begin(feature)
        if geom is None:
            continue
        code = feature.code or fold(feature.name)[:20]
        old = rows.get(code)
        put = rows.put(
            code,
            commune=commune,
            code=code,
            name=_kept_name(old.name if old else None, unit_title(feature.name)),
            kind=_village_kind(feature),
            geom=geom,
        )
        sheet.check_inside(feature, from_geos(geom), parent)
        sheet.took(feature, put)
    rows.flush()
    sheet.check_datum()


def _village_kind(feature: UnitFeature) -> str:
    """What the layer calls the village, else what its name begins with."""
    by_name = _first_kind(feature.name, _VILLAGE_KINDS, Village.Kind.THON)
    return _first_kind(f"{feature.kind} ", (*_VILLAGE_KINDS, _THON), by_name)


def write_groups(context: ImportContext, features: Iterable[UnitFeature], sheet: Sheet) -> None:
    commune = context.require_commune()
    places = Places(commune, context.day)
    known = SelfManagedGroup.objects.filter(village__commune=commune)
    rows = Upsert(SelfManagedGroup, {(row.village_id, row.code): row for row in known})
    for feature in features:
        geom = sheet.begin(feature)
        if geom is None:
            continue
        village = places.village(feature.village)
        if village is None:
            sheet.reject(feature, "unknown_village")
            continue
        code = feature.code or fold(feature.name)[:30]
        key = (village.pk, code)
        old = rows.get(key)
        put = rows.put(
            key,
            village=village,
            code=code,
            name=_kept_name(old.name if old else None, unit_title(feature.name)),
            geom=geom,
        )
        sheet.check_inside(feature, from_geos(geom), from_geos(village.geom))
        sheet.took(feature, put)
    rows.flush()
    sheet.check_datum()
