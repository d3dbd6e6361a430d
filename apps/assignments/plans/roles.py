"""Who drafts, and who puts in force: by the posts they hold in the cell on that day.

The role says only that somebody sits on a committee; two cells may work in one village, and then
each committee writes its own plan.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.assignments.plans.querysets import DRAFTER_ROLES
from apps.common.errors import DomainError
from apps.people.kinds import PostKind
from apps.people.models import Post

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
