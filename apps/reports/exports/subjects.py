"""What can be taken away: one subject a line, with who may and in which forms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import COMMUNE_ROLES, TAKER_ROLES, VILLAGE_ROLES, Role
from apps.reports.exports.assignments import assignments
from apps.reports.exports.contacts import contacts
from apps.reports.exports.extracts import AreaKind, Extract, Wish
from apps.reports.exports.households import households
from apps.reports.exports.members import members
from apps.reports.exports.outlines import groups, villages

SHEETS: Final = ("xlsx", "csv")
LAYERS: Final = ("gpkg", "geojson")
# Who has people to look at besides oneself.
PEOPLE_ROLES: Final = COMMUNE_ROLES | VILLAGE_ROLES


@dataclass(frozen=True, slots=True)
class Subject:
    """``key`` is for addresses and the log, ``stem`` begins the file's name, ``layer`` names it
    inside a GeoPackage. ``label``, ``title`` and ``counted`` are lazily translated."""

    key: str
    label: Any
    title: Any
    counted: Any
    stem: str
    select: Callable[[Wish], Extract]
    forms: tuple[str, ...]
    roles: frozenset[Role] = TAKER_ROLES
    areas: tuple[AreaKind, ...] = ("commune", "village", "group")
    layer: str = ""
    geometry: Literal["Point", "MultiPolygon", ""] = ""
    has_period: bool = False


_ALL: Final = (
    Subject(
        "households",
        _("Danh sách hộ"),
        _("DANH SÁCH HỘ"),
        _("Số hộ"),
        "danh-sach-ho",
        households,
        SHEETS + LAYERS,
        layer="ho",
        geometry="Point",
    ),
    Subject(
        "members",
        _("Danh sách đảng viên"),
        _("DANH SÁCH ĐẢNG VIÊN"),
        _("Số đảng viên"),
        "danh-sach-dang-vien",
        members,
        SHEETS,
        roles=PEOPLE_ROLES,
        areas=("commune", "village"),
    ),
    Subject(
        "assignments",
        _("Phân công đang có hiệu lực"),
        _("PHÂN CÔNG PHỤ TRÁCH HỘ"),
        _("Số hộ"),
        "phan-cong",
        assignments,
        SHEETS,
    ),
    Subject(
        "contacts",
        _("Sổ nắm tình hình"),
        _("SỔ NẮM TÌNH HÌNH HỘ"),
        _("Số lần"),
        "so-nam-tinh-hinh",
        contacts,
        SHEETS,
        has_period=True,
    ),
    Subject(
        "villages",
        _("Ranh giới thôn"),
        _("RANH GIỚI THÔN"),
        _("Số thôn"),
        "ranh-gioi-thon",
        villages,
        LAYERS,
        areas=("commune", "village"),
        layer="thon",
        geometry="MultiPolygon",
    ),
    Subject(
        "groups",
        _("Ranh giới tổ NDTQ"),
        _("RANH GIỚI TỔ NHÂN DÂN TỰ QUẢN"),
        _("Số tổ"),
        "ranh-gioi-to",
        groups,
        LAYERS,
        layer="to_ndtq",
        geometry="MultiPolygon",
    ),
)
SUBJECTS: Final[dict[str, Subject]] = {subject.key: subject for subject in _ALL}

# Closed on purpose: the log holds no free text.
PURPOSES: Final[dict[str, Any]] = {
    "meeting": _("Họp, giao ban"),
    "fieldwork": _("Đi cơ sở, thăm hộ"),
    "report": _("Báo cáo cấp trên"),
    "correction": _("Rà soát, sửa số liệu"),
}
FORM_LABELS: Final[dict[str, Any]] = {
    "xlsx": _("Excel (.xlsx)"),
    "csv": _("CSV (.csv)"),
    "gpkg": _("GeoPackage (.gpkg)"),
    "geojson": _("GeoJSON (.geojson)"),
}
