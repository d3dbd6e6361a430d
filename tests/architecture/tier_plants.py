"""Leaks to plant in plans of tiers 1 and 2; see ``plants``."""

from typing import Any

from apps.accounts.access import only
from apps.accounts.roles import MAP_ROLES
from apps.areas.models import Commune
from apps.assignments.models import AssignmentPlan
from apps.assignments.papers import api as papers_api
from apps.assignments.papers import reading
from apps.assignments.papers import views as papers_views
from apps.assignments.plans import api, roles
from apps.assignments.plans.querysets import PlanQuerySet
from apps.assignments.plans.units import querysets
from apps.people.models import Person
from tests.architecture import tier_leaks as leaks
from tests.architecture.plants import Patch, Plant


def _everything(queryset: Any, *args: Any, **kwargs: Any) -> Any:
    return queryset.all()


def _unscoped(patch: Patch) -> None:
    for owner in (
        querysets.SeatQuerySet,
        querysets.SeatBanQuerySet,
        querysets.PlanSecretaryQuerySet,
        querysets.TeamSecretaryQuerySet,
    ):
        patch.setattr(owner, "visible_to", _everything)


def _drafts_as_decided(patch: Patch) -> None:
    patch.setattr(querysets, "_RESOLVED", [*querysets._RESOLVED, "draft"])


def _every_plan(patch: Patch) -> None:
    _unscoped(patch)
    patch.setattr(PlanQuerySet, "visible_to", _everything)
    patch.setattr(PlanQuerySet, "read_whole_by", _everything)
    patch.setattr(type(Person.objects.all()), "visible_to", _everything)


def _anybody_drafts(patch: Patch) -> None:
    def every(_actor: Any) -> frozenset[int]:
        return frozenset(Commune.objects.values_list("pk", flat=True))

    patch.setattr(roles, "drafting_communes", every)
    patch.setattr(PlanQuerySet, "visible_to", _everything)
    patch.setattr(PlanQuerySet, "read_whole_by", _everything)
    for view in (api.SecretaryView, api.BansView, api.SubmitView):
        patch.setattr(view, "access", only(MAP_ROLES))


def _every_paper(patch: Patch) -> None:
    """Whoever sees a line of a plan has all its papers."""

    def leaky(actor: Any, pk: int) -> reading.ReadablePlan:
        return reading.ReadablePlan(AssignmentPlan.objects.get(pk=pk), True)

    for module in (papers_api, papers_views):
        patch.setattr(module, "find_papers", leaky)


TIER_PLANTS = (
    Plant("papers of tiers to everybody", _every_paper, (leaks.papers_of_tiers_beyond_reach,)),
    Plant("papers of seats of everybody", _unscoped, (leaks.papers_of_tiers_beyond_reach,)),
    Plant("seats of everybody", _unscoped, (leaks.seats_beyond_reach,)),
    Plant("drafts of tiers told as decided", _drafts_as_decided, (leaks.seats_beyond_reach,)),
    Plant("plans of tiers told to everybody", _every_plan, (leaks.tiers_told_beyond_reach,)),
    Plant("anybody writes plans of tiers", _anybody_drafts, (leaks.tiers_written_by_others,)),
)
