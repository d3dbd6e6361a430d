"""Contacts with a double, and positions proposed for it, are those of the household kept."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.households.merging import Merged
from apps.visits.models import Contact, PositionProposal


def follow_merge(*, merged: Merged, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``households.merging.households_merged``."""
    contacts = Contact.objects.filter(household=merged.double)
    # What is odd about them and who went along hang on the contacts; proposals on the household.
    proposals = PositionProposal.objects.filter(household=merged.double)
    return {
        "contacts": contacts.update(household=merged.kept),
        "position_proposals": proposals.update(household=merged.kept),
    }


def tell_contacts(keys: list[Any]) -> list[str]:
    """For ``households.unmerging``: contacts changed since."""
    days = Contact.objects.filter(pk__in=keys).order_by("day").values_list("day", flat=True)
    return [
        _("lần nắm tình hình ngày %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")}
        for day in days
    ]


def tell_proposals(keys: list[Any]) -> list[str]:
    """For ``households.unmerging``: proposed positions decided since."""
    text = ngettext("%(n)d vị trí đề nghị", "%(n)d vị trí đề nghị", len(keys))
    return [text % {"n": len(keys)}]
