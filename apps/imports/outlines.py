"""Outlines of villages beneath the preview: those of the register, and those that a file brings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.contrib.gis.geos import MultiPolygon

from apps.accounts.actor import Actor
from apps.areas.models import Village
from apps.common.db import by_unit_name
from apps.common.text import unit_title
from apps.imports.geometry import outline
from apps.imports.models import ImportBatch, ImportUpload
from apps.imports.recognise import RecognisedLayer
from apps.imports.writers.geometry import to_multipolygon

State = ImportBatch.State
#: degrees, about five metres: nobody sees less on a map of the commune
_COARSE: Final = 5e-5
#: of one layer; no commune has so many villages, and a hostile file must not fill the page
_MOST_OUTLINES: Final = 300
_MOST_CORNERS: Final = 60_000
_LONGEST_NAME: Final = 120


def drawn(name: str, geom: MultiPolygon, *, is_new: bool) -> dict[str, Any]:
    """One outline as the page draws it: `centre` (lon, lat) lies inside."""
    centre = geom.point_on_surface
    coarse = geom.simplify(_COARSE, preserve_topology=True)
    return {
        "name": name[:_LONGEST_NAME],
        "centre": [round(centre.x, 6), round(centre.y, 6)],
        "outline": json.loads(coarse.geojson),
        "is_new": is_new,
    }


def outlines_in(layer: RecognisedLayer, srid: int | None) -> list[dict[str, Any]]:
    """What the villages of a layer look like. `srid`: what it was read in where it does not say."""
    return list(_outlines_in(layer, layer.srid or srid))


def _outlines_in(layer: RecognisedLayer, srid: int | None) -> Iterator[dict[str, Any]]:
    if srid is None:
        return
    room = _MOST_CORNERS
    for number, feature in enumerate(layer.features):
        name = layer.value(feature, "name") or layer.value(feature, "full_name")
        geom = to_multipolygon(outline(feature.wkb_hex, srid)) if feature.wkb_hex else None
        if geom is None or not name:
            continue
        made = drawn(unit_title(name), geom, is_new=True)
        room -= geom.simplify(_COARSE, preserve_topology=True).num_coords
        if room < 0 or number >= _MOST_OUTLINES:
            return
        yield made


def outlines_of(actor: Actor, batch: ImportBatch, *, at: date) -> list[dict[str, Any]]:
    """The commune's villages in force on the day `at`, then those that the batch would write."""
    villages = Village.objects.visible_to(actor).filter(commune=batch.commune_id).in_force(at=at)
    known = [
        drawn(village.name, village.geom, is_new=False)
        for village in villages.only("name", "geom").order_by(by_unit_name("name"), "pk")
    ]
    return [*known, *_planned(actor, batch)]


def _planned(actor: Actor, batch: ImportBatch) -> Iterator[dict[str, Any]]:
    if batch.state not in {State.PREVIEWED, State.COMMITTING}:
        return
    uploads = ImportUpload.objects.visible_to(actor).filter(batch=batch, kind="villages")
    for layout in uploads.order_by("pk").values_list("layout", flat=True):
        for part in layout:
            yield from part.get("outlines", ())
