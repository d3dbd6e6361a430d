"""Features of a boundary file as outlines in WGS84."""

from collections.abc import Iterator

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
from apps.imports.writers.units import UnitFeature, write_commune, write_groups, write_villages

_PROVINCE_NAME = frozenset({"provincename", "province", "tentinh", "tinh", "tinhthanh"})
_PROVINCE_CODE = frozenset({"provincecode", "matinh", "provinceid"})


def _attribute(feature: RawFeature, names: frozenset[str]) -> str:
    """The first attribute with one of these names, tidied; "" if there is none."""
    for name, value in feature.properties.items():
        if fold(name).replace("_", "").replace(" ", "") in names and value is not None:
            return tidy(str(value))
    return ""


def features_of(
    layer: RecognisedLayer, context: ImportContext, report: FileReport
) -> Iterator[UnitFeature]:
    """The layer's features in WGS84. Raises ``DomainError("unknown_crs")``."""
    commune = context.commune
    ground = None if commune is None else Ground(from_geos(commune.geom))
    srid = srid_of_layer(layer.layer, ground)
    if srid is None:
        raise DomainError("unknown_crs", message("unknown_crs"))
    report.crs = f"EPSG:{srid}"
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


def take_commune(context: ImportContext, source: Recognised, report: FileReport) -> None:
    for layer in source.layers:
        features = list(features_of(layer, context, report))
        write_commune(context, features, report, layer.layer.name)


def take_villages(context: ImportContext, source: Recognised, report: FileReport) -> None:
    for layer in source.layers:
        features = list(features_of(layer, context, report))
        write_villages(context, features, report, layer.layer.name)


def take_groups(context: ImportContext, source: Recognised, report: FileReport) -> None:
    for layer in source.layers:
        features = list(features_of(layer, context, report))
        write_groups(context, features, report, layer.layer.name)
