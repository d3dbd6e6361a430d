"""What the maps of a trip's pages draw, in the shape that ``static/js/pages/trip.js`` reads."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.gis.db.models import Extent
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.areas.models import Commune
from apps.common.mapwords import map_words
from apps.planning.reading import TripPage
from apps.planning.states import Outcome


def map_of(page: TripPage) -> dict[str, Any]:
    """The stops in reach that have a place, in their order, and the start."""
    trip = page.trip
    return {
        "stops": [
            {
                "id": row.stop.pk,
                "number": row.number,
                "lon": row.spot[0],
                "lat": row.spot[1],
                "name": row.home.head_name,
                "provisional": row.is_provisional,
                "done": row.stop.outcome != Outcome.NONE,
            }
            for row in page.rows
            if row.stop is not None and row.home is not None and row.spot is not None
        ],
        "start": None
        if trip.start is None
        else {"lon": trip.start.x, "lat": trip.start.y, "name": trip.start_label},
        "returns": trip.returns,
        "strings": _strings() | {"map_label": _("Bản đồ chuyến đi: các hộ theo thứ tự")},
    }


def start_map(actor: Actor, *, at: date) -> dict[str, Any]:
    """A map to put the start on; ``bounds`` of the actor's commune."""
    communes = Commune.objects.visible_to(actor).in_force(at=at)
    bounds = communes.order_by().aggregate(extent=Extent("geom"))["extent"]
    return {
        "bounds": bounds,
        "strings": _strings()
        | {
            "map_label": _("Bản đồ đặt nơi xuất phát: chạm để đặt, kéo dấu để chỉnh."),
            "marker": _("Nơi xuất phát, kéo để chỉnh"),
        },
    }


def _strings() -> dict[str, str]:
    return {
        **map_words(),
        "show_area": _("Xem cả chuyến đi"),
        "start": _("Nơi xuất phát"),
        "provisional": _("{name} (vị trí tạm)"),
    }
