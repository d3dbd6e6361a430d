"""Who sees which people: commune-wide roles their commune, a cell committee its own cells."""

from datetime import date
from typing import Final, Self, TypeVar

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Now

from apps.accounts.actor import Actor
from apps.accounts.roles import COMMUNE_ROLES, VILLAGE_ROLES, AreaKind, Role
from apps.common.db import LocalDay, by_person_name
from apps.common.text import fold, tidy

_Row = TypeVar("_Row", bound=Model)

# Who writes about people: the office and the leaders, each in their own commune.
EDITOR_ROLES = frozenset({Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER})


def edited_communes(actor: Actor) -> frozenset[int]:
    """Keys of the communes whose people and rules the actor may change."""
    return actor.areas(AreaKind.COMMUNE, EDITOR_ROLES)


def in_force(at: date, prefix: str = "") -> Q:
    """Rows whose period holds the day ``at``."""
    return (Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": at})) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": at})
    )


# What makes somebody one of a village's people, and where the village stands.
_SERVING: Final = (
    ("memberships", "cell__villages"),
    ("village_work", "village"),
    ("posts", "village"),
)


def _people_in_reach(actor: Actor, prefix: str) -> Q:
    """Oneself, the people of one's commune, and those who serve in one's villages today: members of
    their cells, who works there, their heads.

    Who has left a cell or ended the work in a village is history, for commune-wide roles only.
    """
    communes = actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES)
    villages = actor.areas(AreaKind.VILLAGE, VILLAGE_ROLES)
    oneself = Q(**{f"{prefix}pk": actor.person_id}) if actor.person_id is not None else Q(pk__in=[])
    rule = oneself | Q(**{f"{prefix}commune__in": communes})
    for duty, village in _SERVING:
        here = Q(**{f"{prefix}{duty}__{village}__in": villages})
        not_ended = Q(**{f"{prefix}{duty}__valid_to__isnull": True}) | Q(
            **{f"{prefix}{duty}__valid_to__gt": LocalDay(Now())}
        )
        rule |= here & not_ended
    return rule


class PersonQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Oneself, and the people of one's commune or cells."""
        return self.filter(_people_in_reach(actor, "")).distinct()

    def edited_by(self, actor: Actor) -> Self:
        """People whom the actor may write about."""
        return self.filter(commune__in=edited_communes(actor))

    def without_account(self) -> Self:
        """People for whom a log-in can be opened; the administrator sees their names only."""
        return self.filter(user__isnull=True).order_by(*by_person_name())


class ScopedByPersonQuerySet(QuerySet[_Row]):
    """Rows about a person are seen by whoever sees the person."""

    def in_force(self, *, at: date) -> Self:
        return self.filter(in_force(at))

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(_people_in_reach(actor, "person__")).distinct()

    def edited_by(self, actor: Actor) -> Self:
        return self.filter(person__commune__in=edited_communes(actor))

    def named(self, search: str) -> Self:
        """Rows about people with these letters in their names, accents and case aside."""
        wanted = fold(tidy(search))
        return self.filter(person__full_name__unaccent__icontains=wanted) if wanted else self


class CellQuerySet(QuerySet[_Row]):
    def in_force(self, *, at: date) -> Self:
        return self.filter(in_force(at))

    def visible_to(self, actor: Actor) -> Self:
        """Cells of one's commune, and those that work in one's villages."""
        return self.filter(
            Q(commune__in=actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES))
            | Q(villages__in=actor.areas(AreaKind.VILLAGE, VILLAGE_ROLES))
        ).distinct()

    def edited_by(self, actor: Actor) -> Self:
        return self.filter(commune__in=edited_communes(actor))


class OfCommuneQuerySet(QuerySet[_Row]):
    """Rules and terms of a commune: no personal data, changed by its office and leaders."""

    def edited_by(self, actor: Actor) -> Self:
        return self.filter(commune__in=edited_communes(actor))
