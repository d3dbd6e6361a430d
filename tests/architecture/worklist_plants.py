"""Leaks to plant in the data desk's worklists; see ``plants``."""

from typing import Any

from apps.accounts.access import only
from apps.accounts.roles import HOUSEHOLD_ROLES
from apps.households import doubles_views, positions_views
from apps.households import querysets as households
from tests.architecture import worklist_leaks as leaks
from tests.architecture.plants import Patch, Plant, keep_answers


def _everything(queryset: Any, *args: Any, **kwargs: Any) -> Any:
    return queryset.all()


def _every_household(patch: Patch) -> None:
    patch.setattr(households.HouseholdQuerySet, "reached_by", _everything)


def _every_pair(patch: Patch) -> None:
    for owner in (households.HouseholdMergeQuerySet, households.NotDoubleQuerySet):
        patch.setattr(owner, "visible_to", _everything)
        patch.setattr(owner, "reached_by", _everything)
    _every_household(patch)


def _any_reader_merges(patch: Patch) -> None:
    """Whoever reads households may open the lists, and their rows come without a scope."""
    for view in (doubles_views.DoublesView, doubles_views.MergesView, doubles_views.ApartListView):
        patch.setattr(view, "access", only(HOUSEHOLD_ROLES))
    _every_pair(patch)


def _unlogged(patch: Patch) -> None:
    for views in (doubles_views, positions_views):
        patch.setattr(views, "record_access", lambda **_kwargs: None)


WORKLIST_PLANTS = (
    Plant("pairs of every commune", _every_pair, (leaks.pairs_beyond_reach,)),
    Plant("every reader sees every pair", _any_reader_merges, (leaks.pairs_beyond_reach,)),
    Plant("every household is placed", _every_household, (leaks.positions_beyond_reach,)),
    Plant("readings at the desk unlogged", _unlogged, (leaks.worklist_readings_unlogged,)),
    Plant("worklists kept by caches", keep_answers, (leaks.worklists_kept_by_caches,)),
)
