"""Leaks to plant in the plans of assignment; see ``plants``."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from apps.accounts.access import PUBLIC, only
from apps.accounts.roles import MAP_ROLES, Role
from apps.assignments.plans import api, querysets, roles
from apps.households.models import Household
from apps.people.models import PartyCell, Person
from tests.architecture import plan_leaks as leaks
from tests.architecture.plants import Patch, Plant, keep_answers


def _everything(queryset: Any, *args: Any, **kwargs: Any) -> Any:
    return queryset.all()


def _unscoped(*owners: type) -> Callable[[Patch], None]:
    def plant(patch: Patch) -> None:
        for owner in owners:
            patch.setattr(owner, "visible_to", _everything)

    return plant


def _drafts_as_decided(patch: Patch) -> None:
    """What the committee only thinks of is told to those it is about."""
    patch.setattr(querysets, "_RESOLVED", [*querysets._RESOLVED, "draft", "submitted"])


def _officer_reads_the_village(patch: Patch) -> None:
    real = querysets.PairQuerySet.visible_to

    def leaky(rows: Any, actor: Any) -> Any:
        if actor.has_any({Role.GROUP_OFFICER}):
            return rows.all()
        return real(rows, actor)

    patch.setattr(querysets.PairQuerySet, "visible_to", leaky)


def _next_cell(patch: Patch) -> None:
    """Cells are told apart by their commune only."""
    real = querysets._of_cells

    def leaky(actor: Any, prefix: str, wanted: Any) -> Q:
        found = real(actor, prefix, wanted)
        return found | Q(**{f"{prefix}cell__isnull": False}) if actor.has_any(wanted) else found

    patch.setattr(querysets, "_of_cells", leaky)


def _every_plan(patch: Patch) -> None:
    """Plans and pairs come without a scope, and so do the households in them."""
    patch.setattr(querysets.PlanQuerySet, "visible_to", _everything)
    patch.setattr(querysets.PlanQuerySet, "read_whole_by", _everything)
    patch.setattr(querysets.PairQuerySet, "visible_to", _everything)
    for model in (Household, Person):
        patch.setattr(type(model.objects.all()), "visible_to", _everything)


def _any_committee_drafts(patch: Patch) -> None:
    def leaky(actor: Any, kinds: Any, at: Any) -> frozenset[int]:
        return frozenset(PartyCell.objects.values_list("pk", flat=True))

    patch.setattr(roles, "_cells", leaky)
    patch.setattr(querysets.PlanQuerySet, "visible_to", _everything)
    patch.setattr(querysets.PlanQuerySet, "read_whole_by", _everything)
    for view in (api.PairsView, api.SubmitView, api.DropView):
        patch.setattr(view, "access", only(MAP_ROLES))


def _opened(patch: Patch) -> None:
    patch.setattr(api.PlansView, "access", PUBLIC)


PLAN_PLANTS = (
    Plant(
        "planned pairs of everybody",
        _unscoped(querysets.PairQuerySet),
        (leaks.planned_rows_beyond_reach, leaks.resolved_rows_beyond_reach),
    ),
    Plant(
        "bans of everybody", _unscoped(querysets.BanQuerySet), (leaks.planned_rows_beyond_reach,)
    ),
    Plant(
        "duties of everybody", _unscoped(querysets.DutyQuerySet), (leaks.planned_rows_beyond_reach,)
    ),
    Plant("drafts told as decided", _drafts_as_decided, (leaks.planned_rows_beyond_reach,)),
    Plant(
        "a group's officer reads the whole plan",
        _officer_reads_the_village,
        (leaks.resolved_rows_beyond_reach,),
    ),
    Plant(
        "edits and proposals of everybody",
        _unscoped(querysets.EditQuerySet, querysets.ProposalQuerySet, querysets.RunQuerySet),
        (leaks.edits_and_runs_beyond_reach,),
    ),
    Plant("a committee reads the next cell", _next_cell, (leaks.edits_and_runs_beyond_reach,)),
    Plant(
        "plans told to everybody", _every_plan, (leaks.told_beyond_reach, leaks.shown_beyond_reach)
    ),
    Plant("any committee writes any plan", _any_committee_drafts, (leaks.written_by_others,)),
    Plant("plans kept by caches", keep_answers, (leaks.plans_kept_by_caches,)),
    Plant("plans without log-in", _opened, (leaks.plans_open_to_strangers,)),
)
