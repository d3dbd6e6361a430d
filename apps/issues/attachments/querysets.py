"""Who sees which attachment: whoever may read the issue."""

from typing import Self, TypeVar

from django.db.models import Model, QuerySet

from apps.accounts.actor import Actor
from apps.issues.querysets import issue_reach

_Row = TypeVar("_Row", bound=Model)


class IssueAttachmentQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(issue_reach(actor, "issue__"))
