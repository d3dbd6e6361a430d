"""Writes communes, villages and groups with their outlines."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from apps.areas.models import Commune, Province, SelfManagedGroup, Village
from apps.common.text import fold, name_key, tidy, unit_title
from apps.imports.writers.context import ImportContext
from apps.imports.writers.geometry import from_geos
from apps.imports.writers.places import Places
from apps.imports.writers.unit_names import GROUP_SIGNS, VILLAGE_SIGNS, Unit, UnitNames, letters_of
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
        if code in met:
            sheet.reject(feature, "unit_taken")
            continue
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
    known = list(Village.objects.filter(commune=commune))
    names = UnitNames(known, context.day, VILLAGE_SIGNS)
    rows = Upsert(Village, {village.pk: village for village in known})
    parent = from_geos(commune.geom)
    for feature in features:
        geom = sheet.begin(feature)
        if geom is None:
            continue
        old, refused = names.find(feature.code, feature.name)
        if refused is not None:
            sheet.reject(feature, refused)
            continue
        code = _code(feature, old, names, letters_of(Village))
        put = rows.put(
            old.pk if old is not None else code,
            commune=commune,
            code=code,
            name=_unit_name(feature, old),
            kind=_village_kind(feature, old),
            geom=geom,
        )
        names.take(put.row)
        sheet.check_inside(feature, from_geos(geom), parent)
        sheet.took(feature, put)
    rows.flush()
    sheet.check_datum()


def _code(feature: UnitFeature, old: Unit | None, names: UnitNames[Unit], letters: int) -> str:
    """The code as the file gives it, else as it is known, else one made of the name."""
    if feature.code and (old is None or fold(old.code) != fold(feature.code)):
        return feature.code
    return old.code if old is not None else names.code_for(feature.name, letters)


def _unit_name(feature: UnitFeature, old: Unit | None) -> str:
    """As the file writes it; a unit found by its name keeps it as it is known."""
    if old is not None and not feature.code:
        return old.name
    return _kept_name(old.name if old else None, unit_title(feature.name))


def _village_kind(feature: UnitFeature, old: Village | None) -> str:
    """What the layer calls the village, else what its name begins with, else what is known."""
    kinds = (*_VILLAGE_KINDS, _THON)
    said = _first_kind(f"{feature.kind} ", kinds, "") or _first_kind(feature.name, kinds, "")
    return said or (old.kind if old is not None else Village.Kind.THON)


def write_groups(context: ImportContext, features: Iterable[UnitFeature], sheet: Sheet) -> None:
    commune = context.require_commune()
    places = Places(commune, context.day)
    known = list(SelfManagedGroup.objects.filter(village__commune=commune))
    rows = Upsert(SelfManagedGroup, {group.pk: group for group in known})
    names = _names_of_groups(known, context.day)
    for feature in features:
        geom = sheet.begin(feature)
        if geom is None:
            continue
        village = places.village(feature.village)
        if village is None:
            sheet.reject(feature, "unknown_village")
            continue
        old, refused = names[village.pk].find(feature.code, feature.name)
        if refused is not None:
            sheet.reject(feature, refused)
            continue
        code = _code(feature, old, names[village.pk], letters_of(SelfManagedGroup))
        put = rows.put(
            old.pk if old is not None else (village.pk, code),
            village=village,
            code=code,
            name=_unit_name(feature, old),
            geom=geom,
        )
        names[village.pk].take(put.row)
        sheet.check_inside(feature, from_geos(geom), from_geos(village.geom))
        sheet.took(feature, put)
    rows.flush()
    sheet.check_datum()


def _names_of_groups(
    known: Iterable[SelfManagedGroup], day: date
) -> defaultdict[int, UnitNames[SelfManagedGroup]]:
    """By village."""
    groups: defaultdict[int, list[SelfManagedGroup]] = defaultdict(list)
    for group in known:
        groups[group.village_id].append(group)
    names = {village: UnitNames(units, day, GROUP_SIGNS) for village, units in groups.items()}
    return defaultdict(lambda: UnitNames((), day, GROUP_SIGNS), names)
