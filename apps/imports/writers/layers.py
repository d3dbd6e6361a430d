"""Features of a boundary file as outlines in WGS84."""

from collections.abc import Callable, Iterable, Iterator

from apps.areas.models import Commune
from apps.common.errors import DomainError
from apps.common.text import fold, tidy
from apps.imports.geometry import outline, srid_of_layer
from apps.imports.messages import message
from apps.imports.readers.shapes import RawFeature
from apps.imports.recognise import Recognised, RecognisedLayer
from apps.imports.reporting import FileReport
from apps.imports.rows.position import Ground
from apps.imports.writers.context import ImportContext
from apps.imports.writers.geometry import from_geos
from apps.imports.writers.rows import Account
from apps.imports.writers.unit_sheet import Sheet, UnitFeature
from apps.imports.writers.units import write_commune, write_groups, write_villages
from apps.imports.zones import zone_groups

WriteUnits = Callable[[ImportContext, Iterable[UnitFeature], Sheet], None]
_PROVINCE_NAME = frozenset({"provincename", "province", "tentinh", "tinh", "tinhthanh"})
_PROVINCE_CODE = frozenset({"provincecode", "matinh", "provinceid"})


def _attribute(feature: RawFeature, names: frozenset[str]) -> str:
    """The first attribute with one of these names, tidied; "" if there is none."""
    for name, value in feature.properties.items():
        if fold(name).replace("_", "").replace(" ", "") in names and value is not None:
            return tidy(str(value))
    return ""


def layer_srid(layer: RecognisedLayer, commune: Commune | None) -> int | None:
    """The layer's coordinate system: as chosen, as it says, or as it fits the commune."""
    if layer.srid is not None:
        return layer.srid
    if commune is None:
        return srid_of_layer(layer.layer)
    groups = zone_groups(commune.province.code)
    return srid_of_layer(layer.layer, Ground(from_geos(commune.geom)), groups)


def srid_of(layer: RecognisedLayer, context: ImportContext) -> int:
    """``layer_srid``, or ``DomainError("unknown_crs")``."""
    found = layer_srid(layer, context.commune)
    if found is None:
        raise DomainError("unknown_crs", message("unknown_crs"))
    return found


def features_of(layer: RecognisedLayer, srid: int) -> Iterator[UnitFeature]:
    """The layer's features in WGS84, one after the other."""
    for feature in layer.features:
        yield UnitFeature(
            number=feature.number,
            code=layer.value(feature, "code"),
            name=layer.value(feature, "name") or layer.value(feature, "full_name"),
            full_name=layer.value(feature, "full_name"),
            shape=outline(feature.wkb_hex, srid) if feature.wkb_hex else None,
            village=layer.value(feature, "village") or layer.value(feature, "village_code"),
            province=_attribute(feature, _PROVINCE_NAME),
            province_code=_attribute(feature, _PROVINCE_CODE),
            kind=layer.value(feature, "kind"),
        )


def _take(
    write: WriteUnits, context: ImportContext, source: Recognised, report: FileReport
) -> None:
    account = Account(context, source, report)
    for layer in source.layers:
        srid = srid_of(layer, context)
        report.crs = f"EPSG:{srid}"
        write(context, features_of(layer, srid), Sheet(account, layer.layer.name, srid))


def take_commune(context: ImportContext, source: Recognised, report: FileReport) -> None:
    _take(write_commune, context, source, report)


def take_villages(context: ImportContext, source: Recognised, report: FileReport) -> None:
    _take(write_villages, context, source, report)


def take_groups(context: ImportContext, source: Recognised, report: FileReport) -> None:
    _take(write_groups, context, source, report)
