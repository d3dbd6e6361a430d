"""Whose batches somebody sees: those of the own commune, for whoever may bring files in."""

from collections.abc import Iterable
from typing import Self, TypeVar

from django.db.models import Count, Model, Q, QuerySet

from apps.accounts.actor import Actor
from apps.accounts.roles import AreaKind, Role

_Row = TypeVar("_Row", bound=Model)

# Who brings a commune's files in.
IMPORT_ROLES = frozenset({Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER})


def communes_of(actor: Actor) -> frozenset[int]:
    """Keys of the communes into which the actor may bring files."""
    return actor.areas(AreaKind.COMMUNE, IMPORT_ROLES)


class BatchQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(commune__in=communes_of(actor))


class UploadQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(batch__commune__in=communes_of(actor))


class OfUploadQuerySet(QuerySet[_Row]):
    """Rows that belong to an upload: its bytes, what becomes of its rows."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(upload__batch__commune__in=communes_of(actor))


class PlannedRowQuerySet(OfUploadQuerySet[_Row]):
    def remarked(self) -> Self:
        """Rows of which something is said."""
        return self.exclude(notes=[])

    def counted(self) -> dict[str, int]:
        """Outcome → rows."""
        return dict(self.order_by().values_list("outcome").annotate(Count("pk")))

    def located(self, outcomes: Iterable[str]) -> Self:
        return self.filter(~Q(lon=None), ~Q(lat=None), outcome__in=outcomes)
