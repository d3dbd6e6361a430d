"""Verbs on what users chose for themselves."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db.models import Model, QuerySet

from apps.accounts.actor import Actor

_Row = TypeVar("_Row", bound=Model)


class OwnQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, whatever the role."""
        return self.none() if actor.user_id is None else self.filter(user=actor.user_id)
