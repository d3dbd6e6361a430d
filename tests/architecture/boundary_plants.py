"""Leaks to plant in the boundary editor; see ``plants``."""

from typing import Any

from apps.accounts.access import PUBLIC, only
from apps.accounts.roles import MAP_ROLES
from apps.areas import querysets as areas
from apps.households.models import Household
from apps.webmap.boundaries import api, selectors
from tests.architecture import boundary_leaks as leaks
from tests.architecture.plants import Patch, Plant, keep_answers


def _every_commune(patch: Patch) -> None:
    for owner in (areas.CommuneQuerySet, areas.VillageQuerySet, areas.GroupQuerySet):
        patch.setattr(owner, "drawn_by", lambda rows, actor: rows.all())


def _any_map_role(patch: Patch) -> None:
    patch.setattr(api._BoundaryView, "access", only(MAP_ROLES))


def _names_in_the_preview(patch: Patch) -> None:
    real = selectors.preview

    def leaky(*args: Any, **kwargs: Any) -> dict[str, Any]:
        names = list(Household.objects.values_list("head_name", flat=True))
        return {**real(*args, **kwargs), "names": names}

    patch.setattr(selectors, "preview", leaky)


def _opened_and_cached(patch: Patch) -> None:
    keep_answers(patch)
    patch.setattr(api.HistoryView, "access", PUBLIC)


BOUNDARY_PLANTS = (
    Plant("boundaries of every commune", _every_commune, (leaks.boundaries_beyond_reach,)),
    Plant("every map role draws", _any_map_role, (leaks.boundaries_beyond_reach,)),
    Plant(
        "heads of households in previews",
        _names_in_the_preview,
        (leaks.households_named_to_drawers,),
    ),
    Plant(
        "boundaries for strangers and caches",
        _opened_and_cached,
        (leaks.boundaries_kept_by_caches,),
    ),
)
