"""Who drafts, and who puts in force: by the posts they hold in the cell on that day.

The role says only that somebody sits on a committee; two cells may work in one village, and then
each committee writes its own plan. Plans of tiers 1 and 2 are the commune's: its office and its
leaders draft them, its leaders put them in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.roles import AreaKind, Role
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.querysets import DRAFTER_ROLES
from apps.common.errors import DomainError
from apps.people.kinds import PostKind
from apps.people.models import Post
from apps.people.querysets import EDITOR_ROLES

_DRAFTING: Final = frozenset(
    {PostKind.CELL_SECRETARY, PostKind.CELL_DEPUTY_SECRETARY, PostKind.CELL_COMMITTEE_MEMBER}
)
_RESOLVING: Final = frozenset({PostKind.CELL_SECRETARY, PostKind.CELL_DEPUTY_SECRETARY})


def _cells(actor: Actor, kinds: frozenset[PostKind], at: date) -> frozenset[int]:
    if actor.person_id is None or not actor.has_any(DRAFTER_ROLES):
        return frozenset()
    posts = Post.objects.in_force(at=at).filter(person=actor.person_id, kind__in=sorted(kinds))
    return frozenset(posts.values_list("cell_id", flat=True))


def drafting_cells(actor: Actor, *, at: date) -> frozenset[int]:
    """Keys of the cells on whose committee the actor sits on the day ``at``."""
    return _cells(actor, _DRAFTING, at)


def resolving_cells(actor: Actor, *, at: date) -> frozenset[int]:
    """Keys of the cells whose secretary or deputy the actor is on the day ``at``."""
    return _cells(actor, _RESOLVING, at)


def require_drafter(actor: Actor, cell: int | None, *, at: date) -> None:
    if cell is None or cell not in drafting_cells(actor, at=at):
        raise DomainError(
            "role_too_low", _("Chỉ chi ủy của chi bộ này được lập và sửa kế hoạch."), status=403
        )


def require_resolver(actor: Actor, cell: int | None, *, at: date) -> None:
    if cell is None or cell not in resolving_cells(actor, at=at):
        raise DomainError(
            "role_too_low",
            _("Chỉ bí thư, phó bí thư chi bộ được ghi nghị quyết cho kế hoạch có hiệu lực."),
            status=403,
        )


def drafting_communes(actor: Actor) -> frozenset[int]:
    """Communes whose plans of tiers 1 and 2 the actor drafts: the office and the leaders."""
    return actor.areas(AreaKind.COMMUNE, EDITOR_ROLES)


def resolving_communes(actor: Actor) -> frozenset[int]:
    """Communes whose plans of tiers 1 and 2 the actor puts in force: the leaders."""
    return actor.areas(AreaKind.COMMUNE, {Role.COMMUNE_LEADER})


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do with plans on a day: by posts in cells, or by roles in the commune."""

    drafted_cells: frozenset[int]
    resolved_cells: frozenset[int]
    drafted_communes: frozenset[int]
    resolved_communes: frozenset[int]

    def drafts(self, plan: AssignmentPlan) -> bool:
        if plan.cell_id is None:
            return plan.commune_id in self.drafted_communes
        return plan.cell_id in self.drafted_cells

    def resolves(self, plan: AssignmentPlan) -> bool:
        if plan.cell_id is None:
            return plan.commune_id in self.resolved_communes
        return plan.cell_id in self.resolved_cells


def rights_of(actor: Actor, *, at: date) -> Rights:
    return Rights(
        drafting_cells(actor, at=at),
        resolving_cells(actor, at=at),
        drafting_communes(actor),
        resolving_communes(actor),
    )


def require_drafter_of(actor: Actor, plan: AssignmentPlan, *, at: date) -> None:
    """DomainError 403 for who does not draft this plan: of a cell, or of the commune."""
    if plan.cell_id is not None:
        require_drafter(actor, plan.cell_id, at=at)
    else:
        require_commune_drafter(actor, plan.commune_id)


def require_commune_drafter(actor: Actor, commune: int) -> None:
    if commune not in drafting_communes(actor):
        raise DomainError(
            "role_too_low",
            _("Chỉ lãnh đạo xã và văn phòng Đảng ủy được lập và sửa kế hoạch này."),
            status=403,
        )


def require_resolver_of(actor: Actor, plan: AssignmentPlan, *, at: date) -> None:
    if plan.cell_id is not None:
        require_resolver(actor, plan.cell_id, at=at)
    elif plan.commune_id not in resolving_communes(actor):
        raise DomainError(
            "role_too_low",
            _("Chỉ lãnh đạo xã được ghi văn bản cho kế hoạch này có hiệu lực."),
            status=403,
        )
