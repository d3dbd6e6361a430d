"""Verbs on requests about data."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db.models import Model, QuerySet

from apps.accounts.actor import Actor
from apps.households.querysets import EDITOR_ROLES, household_reach
from apps.issues.rights.kinds import OPEN

_Row = TypeVar("_Row", bound=Model)


class DataRequestQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Only who answers for the commune's register: its office and its leaders."""
        return self.filter(household_reach(actor, "household__", roles=EDITOR_ROLES))

    def open(self) -> Self:
        return self.filter(state__in=sorted(OPEN))
