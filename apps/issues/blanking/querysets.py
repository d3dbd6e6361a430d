"""Who reads that something was blanked: whoever reads the issue."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db.models import Model, QuerySet

from apps.accounts.actor import Actor
from apps.issues.querysets import issue_reach

_Row = TypeVar("_Row", bound=Model)


class IssueBlankingQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(issue_reach(actor, "issue__"))
