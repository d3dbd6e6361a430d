"""Verbs on what comes with a check-in."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db.models import Model, QuerySet

from apps.accounts.actor import Actor
from apps.accounts.roles import Role
from apps.households.querysets import household_reach

_Row = TypeVar("_Row", bound=Model)

# Who looks through what is odd, each within reach; nobody looks through their own alone: a member
# in charge has no such list.
REVIEW_ROLES = frozenset(
    {
        Role.COMMUNE_LEADER,
        Role.COMMUNE_OFFICE,
        Role.INSPECTION,
        Role.COMMITTEE_MEMBER,
        Role.CELL_COMMITTEE,
    }
)
# Who decides on a proposed position: who may place households, but for the one who proposes.
DECIDER_ROLES = frozenset(
    {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.CELL_COMMITTEE, Role.GROUP_OFFICER}
)


class CompanionQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Companions of contacts with the households within reach."""
        return self.filter(household_reach(actor, "contact__household__"))


class FlagQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Flags of contacts with the households that the actor reviews."""
        return self.filter(household_reach(actor, "contact__household__", roles=REVIEW_ROLES))

    def waiting(self) -> Self:
        """Those nobody has looked at yet."""
        return self.filter(reviewed_at__isnull=True)


class ProposalQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Proposals for the households that the actor decides on."""
        return self.filter(household_reach(actor, "household__", roles=DECIDER_ROLES))

    def waiting(self) -> Self:
        return self.filter(state="waiting")
