"""What the page that places one household needs: outlines around it, words, where it stands."""

from __future__ import annotations

import json
from typing import Any, Final

from django.contrib.gis.geos import MultiPolygon
from django.utils.translation import gettext as _

from apps.common.mapwords import map_words
from apps.households.models import Household, PositionSource
from apps.households.placing import ROUGHEST

#: degrees, about 5 m: outlines are there to find the way by
_COARSE: Final = 0.00005


def position_config(household: Household) -> dict[str, Any]:
    """As ``static/js/pages/positions.js`` reads it; outlines are GeoJSON geometries."""
    group = household.group
    point = household.position
    return {
        "outlines": {
            "commune": _outline(household.commune.geom),
            "village": _outline(household.village.geom),
            "group": _outline(group.geom) if group is not None else None,
        },
        "position": None if point is None else [point.x, point.y],
        "provisional": household.position_source == PositionSource.GROUP_CENTRE,
        "roughest": ROUGHEST,
        "strings": _strings(),
    }


def _outline(geom: MultiPolygon) -> Any:
    return json.loads(geom.simplify(_COARSE, preserve_topology=True).geojson)


def _strings() -> dict[str, str]:
    return {
        **map_words(),
        "map_label": _("Bản đồ đặt vị trí hộ: chạm để đặt, kéo dấu để chỉnh."),
        "marker": _("Vị trí của hộ, kéo để chỉnh"),
        "locating": _("Đang định vị…"),
        "located": _("Vị trí điện thoại, sai số {n} m. Xem lại trên bản đồ rồi bấm Lưu."),
        "too_rough": _(
            "Sai số {n} m là quá lớn (cho phép tới 100 m). Ra chỗ thoáng rồi thử lại,"
            " hoặc chạm vào bản đồ."
        ),
        "denied": _("Trình duyệt không được phép định vị. Hãy cho phép rồi thử lại."),
        "unavailable": _("Điện thoại chưa biết vị trí. Hãy ra chỗ thoáng rồi thử lại."),
        "timeout": _("Định vị lâu quá. Hãy thử lại."),
        "unsupported": _("Trình duyệt này không định vị được. Hãy chạm vào bản đồ."),
        "placed": _("Đã đặt dấu. Bấm Lưu để ghi lại."),
    }
