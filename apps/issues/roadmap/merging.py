"""The road of a household that was found to be a double goes on with the household kept."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.households.merging import Merged
from apps.issues.roadmap.kinds import TargetResult
from apps.issues.roadmap.models import (
    HouseholdSupport,
    PovertyTarget,
    PovertyYear,
    RoadStep,
)


def follow_merge(*, merged: Merged, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``households.merging.households_merged``.

    Where both have a decision for a year, the kept one's counts and the other stays readable with
    the double. Where both have an open road, the steps go on with the kept one's.
    """
    years = PovertyYear.objects.filter(household=merged.double)
    has = PovertyYear.objects.filter(household=merged.kept).values("year")
    targets = PovertyTarget.objects.filter(household=merged.double)
    kept_road = PovertyTarget.objects.open().filter(household=merged.kept).first()
    if kept_road is not None:
        RoadStep.objects.filter(target__in=targets.open()).update(target=kept_road)
        targets.open().update(ended_on=merged.at, result=TargetResult.WITHDRAWN)
    return {
        "poverty_years": years.exclude(year__in=has).update(household=merged.kept),
        "poverty_targets": targets.update(household=merged.kept),
        "supports": HouseholdSupport.objects.filter(household=merged.double).update(
            household=merged.kept
        ),
    }


def tell_years(keys: list[Any]) -> list[str]:
    """For ``households.unmerging``: decisions changed since."""
    years = PovertyYear.objects.filter(pk__in=keys).order_by("year").values_list("year", flat=True)
    return [_("diện hộ năm %(year)d") % {"year": year} for year in years]


def tell_targets(keys: list[Any]) -> list[str]:
    text = ngettext("%(n)d đăng ký thoát nghèo", "%(n)d đăng ký thoát nghèo", len(keys))
    return [text % {"n": len(keys)}]


def tell_steps(keys: list[Any]) -> list[str]:
    text = ngettext("%(n)d việc trong lộ trình", "%(n)d việc trong lộ trình", len(keys))
    return [text % {"n": len(keys)}]


def tell_supports(keys: list[Any]) -> list[str]:
    days = HouseholdSupport.objects.filter(pk__in=keys).values_list("given_on", flat=True)
    return [
        _("lần hỗ trợ ngày %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")}
        for day in days
    ]
