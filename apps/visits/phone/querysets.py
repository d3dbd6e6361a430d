"""Verbs on phones."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db.models import Model, Q, QuerySet

from apps.accounts.actor import Actor
from apps.accounts.roles import AreaKind, Role

_Row = TypeVar("_Row", bound=Model)

# Who may have somebody else's phone wiped: the office for its own commune's people.
WIPER_ROLES = frozenset({Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER})


class PhoneQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own phones, those of one's commune's people, all for the administrator."""
        if Role.SYSTEM_ADMIN in actor.roles:
            return self
        communes = actor.areas(AreaKind.COMMUNE, WIPER_ROLES)
        own = Q(user=actor.user_id) if actor.user_id is not None else Q(pk__in=[])
        return self.filter(own | Q(user__person__commune__in=communes))
