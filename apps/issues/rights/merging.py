"""What the household of a double asked for is asked for by the household that is kept."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.households.merging import Merged
from apps.issues.rights.models import DataRequest


def follow_merge(*, merged: Merged, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``households.merging.households_merged``.

    Their clocks run on as they were counted. What has ended stays with the double, and is told on
    the paper of the household kept.
    """
    rows = DataRequest.objects.open().filter(household=merged.double)
    return {"data_requests": rows.update(household=merged.kept)}


def tell_requests(keys: list[Any]) -> list[str]:
    """For ``households.unmerging``: requests changed since, by the day on which they came in."""
    rows = DataRequest.objects.filter(pk__in=keys).order_by("received_on", "pk")
    return [
        _("yêu cầu về dữ liệu nhận ngày %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")}
        for day in rows.values_list("received_on", flat=True)
    ]
