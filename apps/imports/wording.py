"""The app's own words for what a file's columns mean and for what is stored."""

from __future__ import annotations

from datetime import date
from math import cos, radians
from typing import Any, Final

from django.contrib.gis.geos import MultiPolygon, Point
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: what a column of a table, or an attribute of points, may mean
COLUMN_LABELS: Final[dict[str, Any]] = {
    "ordinal": gettext_lazy("Số thứ tự"),
    "household_code": gettext_lazy("Mã hộ"),
    "head_name": gettext_lazy("Chủ hộ"),
    "person_name": gettext_lazy("Họ và tên"),
    "member_name": gettext_lazy("Đảng viên phụ trách"),
    "member_number": gettext_lazy("Số thứ tự đảng viên"),
    "birth_year": gettext_lazy("Năm sinh"),
    "birth_date": gettext_lazy("Ngày sinh"),
    "size": gettext_lazy("Số khẩu"),
    "group": gettext_lazy("Tổ"),
    "village": gettext_lazy("Thôn"),
    "status": gettext_lazy("Diện hộ"),
    "phone": gettext_lazy("Điện thoại"),
    "address": gettext_lazy("Địa chỉ"),
    "lat": gettext_lazy("Vĩ độ"),
    "lon": gettext_lazy("Kinh độ"),
    "latlon": gettext_lazy("Toạ độ trong một ô"),
    "grid_x": gettext_lazy("X VN-2000 (bắc)"),
    "grid_y": gettext_lazy("Y VN-2000 (đông)"),
    "cell": gettext_lazy("Chi bộ"),
    "post": gettext_lazy("Chức vụ"),
    "member_kind": gettext_lazy("Loại đảng viên"),
    "health": gettext_lazy("Sức khoẻ công tác"),
    "joined_on": gettext_lazy("Ngày vào Đảng"),
    "from_date": gettext_lazy("Từ ngày"),
    "to_date": gettext_lazy("Đến ngày"),
    "date": gettext_lazy("Ngày nắm tình hình"),
    "channel": gettext_lazy("Hình thức"),
    "content": gettext_lazy("Nội dung"),
    "record_key": gettext_lazy("Mã ghi nhận"),
    "decision_number": gettext_lazy("Số quyết định"),
    "decision_date": gettext_lazy("Ngày quyết định"),
    "review_year": gettext_lazy("Năm rà soát"),
    "deprivations": gettext_lazy("Chỉ số thiếu hụt"),
    "note": gettext_lazy("Ghi chú"),
}
#: what an attribute of a layer of outlines may mean
ATTRIBUTE_LABELS: Final[dict[str, Any]] = {
    "code": gettext_lazy("Mã"),
    "name": gettext_lazy("Tên"),
    "full_name": gettext_lazy("Tên đầy đủ"),
    "kind": gettext_lazy("Loại"),
    "village": gettext_lazy("Thôn"),
    "village_code": gettext_lazy("Mã thôn"),
    "group": gettext_lazy("Tổ"),
    "group_code": gettext_lazy("Mã tổ"),
    "commune": gettext_lazy("Xã"),
    "commune_code": gettext_lazy("Mã xã"),
}
#: a change of a stored row (`ledger.Change.field`)
FIELD_LABELS: Final[dict[str, Any]] = {
    "code": gettext_lazy("Mã"),
    "name": gettext_lazy("Tên"),
    "kind": gettext_lazy("Loại"),
    "geom": gettext_lazy("Ranh giới"),
    "province": gettext_lazy("Tỉnh"),
    "commune": gettext_lazy("Xã"),
    "village": gettext_lazy("Thôn"),
    "group": gettext_lazy("Tổ"),
    "head_name": gettext_lazy("Chủ hộ"),
    "head_birth_year": gettext_lazy("Năm sinh"),
    "size": gettext_lazy("Số khẩu"),
    "phone": gettext_lazy("Điện thoại"),
    "address": gettext_lazy("Địa chỉ"),
    "poverty_status": gettext_lazy("Diện hộ"),
    "is_policy_family": gettext_lazy("Gia đình chính sách"),
    "position": gettext_lazy("Vị trí"),
    "position_source": gettext_lazy("Nguồn vị trí"),
    "position_missing": gettext_lazy("Lý do chưa có toạ độ"),
    "full_name": gettext_lazy("Họ và tên"),
    "birth_date": gettext_lazy("Ngày sinh"),
    "birth_year": gettext_lazy("Năm sinh"),
    "home": gettext_lazy("Chỗ ở"),
    "household": gettext_lazy("Hộ"),
    "person": gettext_lazy("Người phụ trách"),
    "cell": gettext_lazy("Chi bộ"),
    "post": gettext_lazy("Chức vụ"),
    "list_number": gettext_lazy("Số thứ tự"),
    "health": gettext_lazy("Sức khoẻ công tác"),
    "joined_on": gettext_lazy("Ngày vào Đảng"),
    "channel": gettext_lazy("Hình thức"),
    "since": gettext_lazy("Từ ngày"),
    "until": gettext_lazy("Đến ngày"),
    "date": gettext_lazy("Ngày nắm tình hình"),
    # A list of poor households against the year before; see ``issues.roadmap.differences``.
    "poverty_new": gettext_lazy("Mới vào diện"),
    "poverty_fallen_back": gettext_lazy("Rơi lại"),
    "poverty_escaped": gettext_lazy("Thoát nghèo, cận nghèo"),
    "poverty_better": gettext_lazy("Khá hơn"),
    "poverty_worse": gettext_lazy("Khó hơn"),
    "poverty_same": gettext_lazy("Giữ nguyên diện"),
    "poverty_decision": gettext_lazy("Quyết định"),
}
_SQUARE_METRES_PER_SQUARE_DEGREE: Final = 111_195.0**2


def words_for(value: Any, field: models.Field[Any, Any] | None = None) -> str:
    """A stored value as people read it; "" for nothing. `field`: whose choices have names."""
    if value is None or value == "":
        return ""
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, Point):
        return place_words(value.x, value.y)
    if isinstance(value, MultiPolygon):
        return _area_words(value)
    return str(value)


def place_words(lon: float | None, lat: float | None) -> str:
    """Latitude first, as people say it: "21,559200; 106,211030"."""
    if lon is None or lat is None:
        return ""
    return f"{lat:.6f}; {lon:.6f}".replace(".", ",")


def _area_words(outline: MultiPolygon) -> str:
    """The area to tell two outlines apart by, in hectares."""
    flat = outline.area * _SQUARE_METRES_PER_SQUARE_DEGREE * cos(radians(outline.centroid.y))
    return _("%(area)s ha") % {"area": f"{flat / 10_000:.1f}".replace(".", ",")}
