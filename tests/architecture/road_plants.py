"""Leaks to plant in the road out of poverty and in the household's right; see ``plants``."""

from typing import Any

from apps.accounts.access import only
from apps.accounts.roles import HOUSEHOLD_ROLES
from apps.households import querysets as households
from apps.issues.rights import holdings_here, querysets
from apps.issues.rights import views as rights
from apps.issues.roadmap import form_views, services, views
from apps.issues.roadmap.querysets import OfHouseholdQuerySet
from tests.architecture import road_leaks as leaks
from tests.architecture.plants import Patch, Plant


def _everything(queryset: Any, *args: Any, **kwargs: Any) -> Any:
    return queryset.all()


def _every_road(patch: Patch) -> None:
    patch.setattr(households.HouseholdQuerySet, "visible_to", _everything)
    patch.setattr(OfHouseholdQuerySet, "visible_to", _everything)


def _inspection_writes(patch: Patch) -> None:
    for view in (form_views.SupportView, form_views.FinishStepView):
        patch.setattr(view, "access", only(HOUSEHOLD_ROLES))
        patch.setattr(view, "roles", HOUSEHOLD_ROLES)
    patch.setattr(services, "ROAD_ROLES", HOUSEHOLD_ROLES)


def _committees_print(patch: Patch) -> None:
    patch.setattr(rights.RightsView, "access", only(HOUSEHOLD_ROLES))
    patch.setattr(rights, "EDITOR_ROLES", HOUSEHOLD_ROLES)
    patch.setattr(querysets, "EDITOR_ROLES", HOUSEHOLD_ROLES)


def _every_request(patch: Patch) -> None:
    patch.setattr(querysets.DataRequestQuerySet, "visible_to", _everything)


def _public_order(patch: Patch) -> None:
    patch.setattr(holdings_here, "RESTRICTED", frozenset())


def _unlogged(patch: Patch) -> None:
    patch.setattr(rights, "record_access", lambda **_kwargs: None)
    patch.setattr(views, "record_access", lambda **_kwargs: None)


ROAD_PLANTS = (
    Plant("every road", _every_road, (leaks.roads_beyond_reach,)),
    Plant("inspection writes roads", _inspection_writes, (leaks.roads_written_beyond_reach,)),
    Plant("committees print", _committees_print, (leaks.papers_beyond_reach,)),
    Plant("every request", _every_request, (leaks.papers_beyond_reach,)),
    Plant("public order on paper", _public_order, (leaks.papers_tell_of_public_order,)),
    Plant("papers unlogged", _unlogged, (leaks.papers_unlogged,)),
)
