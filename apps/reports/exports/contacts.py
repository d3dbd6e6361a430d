"""The log of contacts of a period.

Where a contact took place stays here: put together, places would be the track of whoever visited.
"""

from datetime import timedelta

from django.utils.translation import gettext as _

from apps.reports.exports.assignments import list_numbers
from apps.reports.exports.extracts import Extract, Wish, limited
from apps.reports.exports.sheets import Column, Value
from apps.visits.models import Contact


def _columns() -> list[Column]:
    return [
        Column(_("STT"), 6),
        Column(_("Ngày"), 12),
        Column(_("Mã hộ"), 16),
        Column(_("Chủ hộ"), 26),
        Column(_("STT đảng viên"), 10),
        Column(_("Người thực hiện"), 26),
        Column(_("Hình thức"), 14),
        Column(_("Nội dung"), 50),
        # Brought in again, a line is known by it.
        Column(_("Mã ghi nhận"), 38),
    ]


def contacts(wish: Wish) -> Extract:
    """Contacts from the first up to and including the last day of the wish, oldest first."""
    found = Contact.objects.visible_to(wish.actor).filter(wish.of_household("household__"))
    if wish.period is not None:
        first, last = wish.period
        found = found.between(first, last + timedelta(days=1))
    chosen = limited(
        found.select_related("person", "household__commune")
        .defer("household__commune__geom")
        .order_by("day", "happened_at", "pk")
    )
    numbers = list_numbers({row.person_id for row in chosen}, at=wish.at)
    rows: list[list[Value]] = [
        [
            number,
            row.day,
            row.household.code,
            row.household.head_name,
            numbers.get(row.person_id),
            row.person.full_name,
            str(row.get_channel_display()),
            row.note or None,
            str(row.client_uuid),
        ]
        for number, row in enumerate(chosen, start=1)
    ]
    communes = sorted({row.household.commune.full_name for row in chosen})
    return Extract(_columns(), rows, communes)
