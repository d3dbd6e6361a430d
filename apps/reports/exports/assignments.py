"""Who is in charge of which household today."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from apps.assignments.models import Assignment
from apps.common.db import by_unit_name
from apps.people.models import Membership
from apps.reports.exports.extracts import Extract, Wish, limited
from apps.reports.exports.sheets import Column, Value


def list_numbers(people: Collection[int], *, at: date) -> dict[int, int]:
    """The number of each person in the commune's list of members, where there is one.

    Only for people whose names the reader sees already with the households.
    """
    numbered = Membership.objects.in_force(at=at).filter(
        person__in=people, list_number__isnull=False
    )
    return {row.person_id: row.list_number or 0 for row in numbered.only("person", "list_number")}


def _columns() -> list[Column]:
    return [
        Column(_("STT"), 6),
        Column(_("Mã hộ"), 16),
        Column(_("Chủ hộ"), 26),
        Column(_("Thôn"), 22),
        Column(_("Tổ NDTQ"), 14),
        Column(_("STT người phụ trách"), 10),
        Column(_("Người phụ trách"), 26),
        Column(_("Từ ngày"), 12),
    ]


def assignments(wish: Wish) -> Extract:
    """Assignments of households in force on the day (tier 3)."""
    found = limited(
        Assignment.objects.visible_to(wish.actor)
        .for_households()
        .in_force(at=wish.at)
        .filter(wish.of_household("household__"))
        .select_related("person", "household__commune", "household__village", "household__group")
        .defer("household__commune__geom", "household__village__geom", "household__group__geom")
        .order_by(by_unit_name("household__village__name"), "household__village", "household__code")
    )
    numbers = list_numbers({row.person_id for row in found}, at=wish.at)
    rows: list[list[Value]] = [
        [
            number,
            row.household.code,
            row.household.head_name,
            row.household.village.name,
            row.household.group.name if row.household.group else None,
            numbers.get(row.person_id),
            row.person.full_name,
            row.period.lower,
        ]
        for number, row in enumerate(found, start=1)
    ]
    communes = sorted({row.household.commune.full_name for row in found})
    return Extract(_columns(), rows, communes)
