"""Leaks to plant in a plan's papers; see ``plants``."""

from typing import Any

from apps.accounts.access import PUBLIC
from apps.assignments.models import AssignmentPlan, PlanPair
from apps.assignments.papers import making, reading, views
from apps.households.models import Household
from tests.architecture import paper_leaks as leaks
from tests.architecture.plants import Patch, Plant, keep_answers


def _every_pair(patch: Patch) -> None:
    patch.setattr(reading, "_pairs", lambda actor, plan: PlanPair.objects.filter(plan=plan))


def _households_without_scope(patch: Patch) -> None:
    """The pairs are narrowed, and then every household of the plan is told all the same."""
    patch.setattr(type(PlanPair.objects.all()), "visible_to", lambda rows, actor: rows.all())
    patch.setattr(type(Household.objects.all()), "visible_to", lambda rows, actor: rows.all())


def _every_plan(patch: Patch) -> None:
    def leaky(actor: Any, pk: int) -> reading.ReadablePlan:
        return reading.ReadablePlan(AssignmentPlan.objects.get(pk=pk), True)

    patch.setattr(views, "find_papers", leaky)


def _all_whole(patch: Patch) -> None:
    """Whoever sees something of a plan has the resolution too."""
    real = reading.find_papers

    def leaky(actor: Any, pk: int) -> reading.ReadablePlan:
        return reading.ReadablePlan(real(actor, pk).plan, True)

    patch.setattr(views, "find_papers", leaky)
    patch.setattr(reading, "find_papers", leaky)


def _every_phone(patch: Patch) -> None:
    def leaky(actor: Any, plan: AssignmentPlan) -> frozenset[int]:
        return frozenset(plan.pairs.values_list("household_id", flat=True))

    patch.setattr(reading, "_rung", leaky)


def _opened(patch: Patch) -> None:
    """Nobody is asked who they are, and everybody finds every plan."""
    patch.setattr(views.DownloadView, "access", PUBLIC)
    _every_plan(patch)


def _every_home(patch: Patch) -> None:
    patch.setattr(reading, "_home_shown", lambda actor, papers, people: set(people))


PAPER_PLANTS = (
    Plant("papers of every pair of a plan", _every_pair, (leaks.papers_beyond_reach,)),
    Plant(
        "papers of households out of reach",
        _households_without_scope,
        (leaks.papers_beyond_reach,),
    ),
    Plant("papers of every plan", _every_plan, (leaks.papers_beyond_reach,)),
    Plant(
        "the resolution for who sees a line of it",
        _all_whole,
        (leaks.papers_beyond_reach,),
    ),
    Plant("telephone numbers in every paper", _every_phone, (leaks.phones_in_papers,)),
    Plant(
        "where everybody lives in every paper",
        lambda patch: patch.setattr(
            reading, "_home_shown", lambda actor, papers, people: {*people}
        ),
        (leaks.homes_in_papers,),
    ),
    Plant(
        "papers without a trace",
        lambda patch: patch.setattr(making, "record_access", lambda **kwargs: None),
        (leaks.papers_unlogged,),
    ),
    Plant("papers kept by caches", keep_answers, (leaks.papers_kept_by_caches,)),
    Plant("papers without log-in", _opened, (leaks.papers_open_to_strangers,)),
)
