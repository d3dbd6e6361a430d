"""Leaks to plant in trips; see ``plants``."""

from typing import Any

from apps.accounts.roles import HOUSEHOLD_ROLES
from apps.households.models import Household
from apps.planning import asks, reading, stops, views
from apps.planning.querysets import FieldTripQuerySet, TripStopQuerySet
from tests.architecture import planning_leaks as leaks
from tests.architecture.plants import Patch, Plant


def _everything(queryset: Any, *args: Any, **kwargs: Any) -> Any:
    return queryset.all()


def _every_trip(patch: Patch) -> None:
    patch.setattr(FieldTripQuerySet, "visible_to", _everything)


def _every_stop(patch: Patch) -> None:
    patch.setattr(TripStopQuerySet, "visible_to", _everything)


def _order_for_all(patch: Patch) -> None:
    """What is kept from paper is forgotten."""
    patch.setattr(asks, "RESTRICTED", frozenset())


def _any_household(patch: Patch) -> None:
    """The plan trusts the keys that the page sends."""

    def found(actor: Any, keys: Any, *, at: Any) -> list[Household]:
        return list(Household.objects.filter(pk__in=keys))

    patch.setattr(stops, "households_for", found)
    patch.setattr("apps.planning.services.households_for", found)


def _phones_for_inspection(patch: Patch) -> None:
    patch.setattr(reading, "PHONE_ROLES", HOUSEHOLD_ROLES)


def _unlogged(patch: Patch) -> None:
    patch.setattr(views, "record_access", lambda **_kwargs: None)


def _anybody_changes(patch: Patch) -> None:
    """Whoever reads a trip is taken for one who planned it."""

    def changed_by(queryset: Any, actor: Any) -> Any:
        return queryset.all()

    patch.setattr(FieldTripQuerySet, "visible_to", _everything)
    patch.setattr(FieldTripQuerySet, "changed_by", changed_by)


PLANNING_PLANTS = (
    Plant("every trip", _every_trip, (leaks.trips_beyond_reach,)),
    Plant("every stop of a trip", _every_stop, (leaks.stops_beyond_reach,)),
    Plant("public order on a trip's sheet", _order_for_all, (leaks.public_order_on_trips,)),
    Plant("anybody changes trips", _anybody_changes, (leaks.changes_beyond_hands,)),
    Plant("trips to any household", _any_household, (leaks.households_planned_beyond_reach,)),
    Plant("inspection rings up from a trip", _phones_for_inspection, (leaks.stops_beyond_reach,)),
    Plant("trip sheets without a trace", _unlogged, (leaks.trip_sheets_unlogged,)),
)
