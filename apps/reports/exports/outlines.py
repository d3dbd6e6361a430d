"""Outlines of villages and groups in force, as layers."""

from django.utils.translation import gettext as _

from apps.areas.models import SelfManagedGroup, Village
from apps.common.db import by_unit_name
from apps.reports.exports.extracts import Extract, Wish, limited, shape_of
from apps.reports.exports.sheets import Column, Value


def villages(wish: Wish) -> Extract:
    """Villages within reach."""
    found = Village.objects.visible_to(wish.actor).in_force(at=wish.at).select_related("commune")
    if wish.area is not None:
        within = {"commune": "commune", "village": "pk", "group": "groups"}[wish.area.kind]
        found = found.filter(**{within: wish.area.pk})
    chosen = limited(found.defer("commune__geom").order_by(by_unit_name(), "pk"))
    columns = [
        Column(_("Mã"), key="ma"),
        Column(_("Tên"), key="ten"),
        Column(_("Loại"), key="loai"),
    ]
    rows: list[list[Value]] = [[row.code, row.name, str(row.get_kind_display())] for row in chosen]
    communes = sorted({row.commune.full_name for row in chosen})
    return Extract(columns, rows, communes, [shape_of(row.geom) for row in chosen])


def groups(wish: Wish) -> Extract:
    """Groups within reach, each with its village."""
    found = (
        SelfManagedGroup.objects.visible_to(wish.actor)
        .in_force(at=wish.at)
        .select_related("village__commune")
    )
    if wish.area is not None:
        within = {"commune": "village__commune", "village": "village", "group": "pk"}
        found = found.filter(**{within[wish.area.kind]: wish.area.pk})
    chosen = limited(
        found.defer("village__geom", "village__commune__geom").order_by(
            by_unit_name("village__name"), "village_id", by_unit_name(), "pk"
        )
    )
    columns = [
        Column(_("Mã tổ"), key="ma_to"),
        Column(_("Tên tổ"), key="ten_to"),
        Column(_("Mã thôn"), key="ma_thon"),
        Column(_("Tên thôn"), key="ten_thon"),
    ]
    rows: list[list[Value]] = [
        [row.code, row.name, row.village.code, row.village.name] for row in chosen
    ]
    communes = sorted({row.village.commune.full_name for row in chosen})
    return Extract(columns, rows, communes, [shape_of(row.geom) for row in chosen])
