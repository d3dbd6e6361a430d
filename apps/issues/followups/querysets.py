"""Who reads and who tunes a commune's rules; they hold no personal data."""

from __future__ import annotations

from typing import Final, Self, TypeVar

from django.db.models import Model, QuerySet

from apps.accounts.actor import Actor
from apps.accounts.roles import COMMUNE_ROLES, VILLAGE_ROLES
from apps.people.querysets import EDITOR_ROLES, edited_communes

_Row = TypeVar("_Row", bound=Model)
READER_ROLES: Final = COMMUNE_ROLES | VILLAGE_ROLES
TUNER_ROLES: Final = EDITOR_ROLES


class RuleQuerySet(QuerySet[_Row]):
    def edited_by(self, actor: Actor) -> Self:
        return self.filter(commune__in=edited_communes(actor))

    def on(self) -> Self:
        return self.filter(is_on=True)
