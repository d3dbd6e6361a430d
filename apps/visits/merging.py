"""Contacts with a double are contacts with the household that is kept."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.households.merging import Merged
from apps.visits.models import Contact


def follow_merge(*, merged: Merged, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``households.merging.households_merged``."""
    contacts = Contact.objects.filter(household=merged.double)
    return {"contacts": contacts.update(household=merged.kept)}


def tell_contacts(keys: list[Any]) -> list[str]:
    """For ``households.unmerging``: contacts changed since."""
    days = Contact.objects.filter(pk__in=keys).order_by("day").values_list("day", flat=True)
    return [
        _("lần nắm tình hình ngày %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")}
        for day in days
    ]
