"""What a user still owes this month, in numbers: of one's own households, and of those one heads.

Counted for whoever asks or is written to: through the actor's own reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.actor import Actor
from apps.accounts.roles import Role
from apps.households.models import Household
from apps.households.querysets import HouseholdQuerySet
from apps.visits.desk.reading import Month, keepers, months
from apps.visits.expressions import keeps_rule

_MINE = frozenset({Role.MEMBER_IN_CHARGE})
#: who looks after the people of a cell; a whole commune's leaders have their list of villages
_HEADS = frozenset({Role.CELL_COMMITTEE})


@dataclass(frozen=True, slots=True)
class Owed:
    """``homes``: own households whose month is not done; ``people``: of the cell's villages those
    who have such households. ``days_left`` counts today. ``is_near``: the month's end is as near as
    the commune's rule says.
    """

    homes: int = 0
    people: int = 0
    days_left: int = 0
    is_near: bool = False

    @property
    def is_due(self) -> bool:
        return self.is_near and bool(self.homes or self.people)

    @property
    def sentences(self) -> list[str]:
        return [*self._own(), *self._cells()]

    def _own(self) -> list[str]:
        if not self.homes:
            return []
        told = ngettext(
            "Bạn còn %(n)d hộ chưa đủ lần nắm tình hình trong tháng, %(left)s.",
            "Bạn còn %(n)d hộ chưa đủ lần nắm tình hình trong tháng, %(left)s.",
            self.homes,
        )
        return [told % {"n": self.homes, "left": self._left()}]

    def _cells(self) -> list[str]:
        if not self.people:
            return []
        told = ngettext(
            "%(n)d người còn nợ lần nắm tình hình trong tháng, %(left)s.",
            "%(n)d người còn nợ lần nắm tình hình trong tháng, %(left)s.",
            self.people,
        )
        return [told % {"n": self.people, "left": self._left()}]

    def _left(self) -> str:
        if self.days_left <= 1:
            return _("hôm nay là ngày cuối")
        told = ngettext("còn %(n)d ngày", "còn %(n)d ngày", self.days_left)
        return told % {"n": self.days_left}


def own_homes(actor: Actor) -> HouseholdQuerySet[Household]:
    """Households that the actor is in charge of."""
    return Household.objects.reached_by(actor, _MINE)


def owed_by(actor: Actor, *, at: date) -> Owed:
    """Counted whenever it is asked for; whether it is time to say so, ``is_due`` tells."""
    homes, people, left, near = 0, 0, 0, False
    rows = own_homes(actor).living(at=at)
    for month in months(actor, rows, at=at):
        here = rows.filter(commune=month.rule.commune_id)
        homes += here.exclude(keeps_rule(month.rule, month.start, month.end)).count()
        left, near = month.days_left, near or _is_near(month)
    if actor.has_any(_HEADS):
        for row in keepers(actor, at=at):
            people += bool(row.standing.behind and row.pk != actor.person_id)
            left, near = row.month.days_left, near or _is_near(row.month)
    return Owed(homes, people, left, near)


def _is_near(month: Month) -> bool:
    return month.days_left <= month.rule.remind_days
