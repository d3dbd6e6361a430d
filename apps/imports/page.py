"""The configuration of the batch page, as ``static/js/pages/imports.js`` reads it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.common.mapwords import map_words
from apps.imports.batch_states import CHANGEABLE
from apps.imports.models import ImportBatch, PlannedRow
from apps.imports.status import Status
from apps.imports.uploads import MOST_BYTES

#: stands in the address of an upload until the page has made a key
_NO_KEY: Final = UUID(int=0)
#: what the file button offers; whatever else is dropped is looked at all the same
ACCEPTED: Final = (
    *(".xlsx", ".xls", ".csv", ".gpkg", ".geojson", ".json", ".zip", ".kml", ".kmz", ".gpx"),
    *(".shp", ".dbf", ".shx", ".prj", ".cpg"),
)


def batch_config(batch: ImportBatch, status: Status) -> dict[str, Any]:
    """Addresses, limits and words; no data."""
    here = {"key": batch.key}
    return {
        "urls": {
            "upload": reverse("imports:upload", kwargs=here | {"file": _NO_KEY}),
            "progress": reverse("imports:progress", kwargs=here),
            "points": reverse("imports:points", kwargs=here),
            "outlines": reverse("imports:outlines", kwargs=here),
        },
        "no_key": str(_NO_KEY),
        "most_bytes": MOST_BYTES,
        "busy": status.is_busy,
        "may_send": batch.state in CHANGEABLE,
        "bounds": list(batch.commune.geom.extent),
        "outcomes": dict(PlannedRow.Outcome.choices),
        "strings": _strings(),
    }


def _strings() -> dict[str, str]:
    return {
        "sending": _("Đang gửi {name}: {percent}%"),
        "sent": _("Đã gửi {name}."),
        "all_sent": _("Đã gửi xong {n} tệp."),
        "too_big": _("Tệp lớn hơn 50 MB; tách nhỏ rồi nạp từng phần."),
        "empty": _("Tệp rỗng, hoặc là một thư mục; hãy chọn các tệp bên trong."),
        "not_sent": _("Chưa gửi được. Kiểm tra mạng rồi bấm Gửi lại."),
        "send_again": _("Gửi lại"),
        "session_ended": _("Phiên làm việc đã hết. Hãy đăng nhập lại."),
        "progress": _("{note}: {done}/{total} dòng"),
        **map_words(),
        "show_area": _("Xem toàn bộ địa bàn"),
        "map_label": _("Bản đồ vị trí các dòng trong tệp"),
        "no_points": _("Không có dòng nào mang toạ độ."),
        "points_cut": _("Chỉ vẽ {n} điểm đầu, ưu tiên dòng bị trả lại và dòng thay đổi."),
        "points_failed": _("Chưa tải được các điểm. Hãy tải lại trang."),
        "village_outlines": _("Ranh giới thôn đang có"),
        "new_outlines": _("Ranh giới thôn trong tệp"),
        "outlines_failed": _("Chưa tải được ranh giới thôn."),
        "legend": _("Chọn loại điểm cần xem"),
        "open_row": _("Xem dòng này trong danh sách"),
        "legend_item": _("{name} ({n})"),
    }
