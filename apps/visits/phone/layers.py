"""Outlines of the villages and groups of one's own households, for the phone's small map."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import F, Func, QuerySet, Value

from apps.accounts.actor import Actor
from apps.areas.models import SelfManagedGroup, Village
from apps.visits.phone.homes import own_homes

#: bytes of all outlines together
MOST_BYTES: Final = 60 * 1024
#: degrees; about ten metres, and twice as much each time until all fit
_FINEST: Final = 0.0001
_ROUGHEST: Final = 0.02


class _Simplified(Func):
    function = "ST_SimplifyPreserveTopology"
    output_field = GeometryField(srid=4326)


def layers(actor: Actor, *, at: date) -> dict[str, Any]:
    """A GeoJSON FeatureCollection; properties ``kind`` (village, group) and ``name``."""
    rows = own_homes(actor, at=at).order_by()
    villages = Village.objects.filter(pk__in=rows.values("village"))
    groups = SelfManagedGroup.objects.filter(pk__in=rows.exclude(group=None).values("group"))
    tolerance = _FINEST
    while True:
        features = [
            *_features("village", villages, tolerance),
            *_features("group", groups, tolerance),
        ]
        told = {"type": "FeatureCollection", "features": features}
        if tolerance > _ROUGHEST or len(json.dumps(told, ensure_ascii=False)) <= MOST_BYTES:
            return told
        tolerance *= 2


def _features(kind: str, rows: QuerySet[Any], tolerance: float) -> list[dict[str, Any]]:
    outline = AsGeoJSON(_Simplified(F("geom"), Value(tolerance)), precision=5)
    found = rows.annotate(outline=outline).order_by("pk").values_list("name", "outline")
    return [
        {
            "type": "Feature",
            "properties": {"kind": kind, "name": name},
            "geometry": json.loads(text),
        }
        for name, text in found
    ]
