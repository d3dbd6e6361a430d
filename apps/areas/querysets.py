"""Which units somebody sees, and which are in force.

Outlines and names of places are public facts; what is limited here is the user's own area.
"""

from datetime import date
from typing import Self, TypeVar

from django.db.models import Model, Q, QuerySet

from apps.accounts.actor import Actor
from apps.accounts.roles import COMMUNE_ROLES, MAP_ROLES, VILLAGE_WIDE_ROLES, AreaKind, Role

_Row = TypeVar("_Row", bound=Model)

_WHOLE_COMMUNE = COMMUNE_ROLES | {Role.COMMUNE_POLICE}
# Who draws the boundaries inside a commune.
BOUNDARY_ROLES = frozenset({Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER})


def in_force(at: date) -> Q:
    """Units that exist on the day ``at``."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=at)) & (
        Q(valid_to__isnull=True) | Q(valid_to__gt=at)
    )


class CommuneQuerySet(QuerySet[_Row]):
    def in_force(self, *, at: date) -> Self:
        return self.filter(in_force(at))

    def visible_to(self, actor: Actor) -> Self:
        """Communes in which the actor holds any post or assignment."""
        return self.filter(
            Q(pk__in=actor.areas(AreaKind.COMMUNE, MAP_ROLES))
            | Q(province__in=actor.areas(AreaKind.PROVINCE, MAP_ROLES))
            | Q(villages__in=actor.areas(AreaKind.VILLAGE, MAP_ROLES))
            | Q(villages__groups__in=actor.areas(AreaKind.GROUP, MAP_ROLES))
        ).distinct()

    def drawn_by(self, actor: Actor) -> Self:
        """Communes inside which the actor may draw boundaries."""
        return self.filter(pk__in=actor.areas(AreaKind.COMMUNE, BOUNDARY_ROLES))

    def hold(self) -> bool:
        """Keep others from changing boundaries here until the transaction ends; whether any is.

        One change of a commune's boundaries at a time, since neighbours depend on each other. Weak
        enough to let others write households of the commune meanwhile.
        """
        return self.select_for_update(no_key=True).first() is not None


class VillageQuerySet(QuerySet[_Row]):
    def in_force(self, *, at: date) -> Self:
        return self.filter(in_force(at))

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(
            Q(commune__in=actor.areas(AreaKind.COMMUNE, _WHOLE_COMMUNE))
            | Q(commune__province__in=actor.areas(AreaKind.PROVINCE, MAP_ROLES))
            | Q(pk__in=actor.areas(AreaKind.VILLAGE, VILLAGE_WIDE_ROLES))
            | Q(groups__in=actor.areas(AreaKind.GROUP, MAP_ROLES))
        ).distinct()

    def drawn_by(self, actor: Actor) -> Self:
        return self.filter(commune__in=actor.areas(AreaKind.COMMUNE, BOUNDARY_ROLES))


class GroupQuerySet(QuerySet[_Row]):
    def in_force(self, *, at: date) -> Self:
        return self.filter(in_force(at))

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(
            Q(village__commune__in=actor.areas(AreaKind.COMMUNE, _WHOLE_COMMUNE))
            | Q(village__in=actor.areas(AreaKind.VILLAGE, VILLAGE_WIDE_ROLES))
            | Q(pk__in=actor.areas(AreaKind.GROUP, MAP_ROLES))
        )

    def drawn_by(self, actor: Actor) -> Self:
        return self.filter(village__commune__in=actor.areas(AreaKind.COMMUNE, BOUNDARY_ROLES))


class BoundaryEditQuerySet(QuerySet[_Row]):
    def drawn_by(self, actor: Actor) -> Self:
        return self.filter(commune__in=actor.areas(AreaKind.COMMUNE, BOUNDARY_ROLES))

    def standing(self) -> Self:
        """Edits that hold: neither taken back nor the taking back of another."""
        return self.filter(undoes__isnull=True, undone_by__isnull=True)
