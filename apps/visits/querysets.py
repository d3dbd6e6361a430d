"""Verbs on contacts."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

from apps.accounts.actor import Actor
from apps.households.querysets import household_reach

if TYPE_CHECKING:
    pass


class ContactQuerySet(QuerySet["Contact"]):
    def visible_to(self, actor: Actor) -> Self:
        """Contacts with the households within reach."""
        return self.filter(household_reach(actor, "household__"))

    def up_to(self, day: date) -> Self:
        """Contacts that had happened by the end of ``day``."""
        return self.filter(day__lte=day)

    def between(self, start: date, end: date) -> Self:
        """Contacts from ``start`` up to, not including, ``end``."""
        return self.filter(day__gte=start, day__lt=end)
