"""How far somebody, a group or a village is with the month's contacts. Pure: numbers only.

What is counted is contacts with households, whoever made them: the household is what the rule is
about. Nothing here rates a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from apps.visits.keeping import Rule, is_kept, lacking_in_person


@dataclass(frozen=True, slots=True)
class Home:
    """One household that somebody is in charge of, in the commune's month so far.

    ``days``, ``in_person``: days with a contact, with one in person. ``since``: days since the last
    contact ever, None where there was none.
    """

    days: int
    in_person: int
    since: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Of several households: how many there are and are kept, and what the rest still lacks.

    ``owed``: days of contact that the month still lacks, over all households. ``unmet``: households
    that lack one in person. ``never``: households never contacted. ``longest``: most days since the
    last contact, among those contacted; None where there are none.
    """

    homes: int = 0
    kept: int = 0
    owed: int = 0
    unmet: int = 0
    never: int = 0
    longest: int | None = None

    @classmethod
    def of(cls, rule: Rule, homes: Iterable[Home]) -> Self:
        rows = list(homes)
        return cls(
            homes=len(rows),
            kept=sum(is_kept(rule, days=row.days, in_person=row.in_person) for row in rows),
            owed=sum(owed_days(rule, row) for row in rows),
            unmet=sum(lacking_in_person(rule, row.in_person) > 0 for row in rows),
            never=sum(row.since is None for row in rows),
            longest=max((row.since for row in rows if row.since is not None), default=None),
        )

    @property
    def behind(self) -> int:
        """Households whose month is not done."""
        return self.homes - self.kept

    @property
    def percent(self) -> int | None:
        """Whole percents, down: it is 100 only when nothing is left."""
        return 100 * self.kept // self.homes if self.homes else None

    def needs_help(self, *, days_left: int) -> bool:
        """More is owed than there are days left: one contact a day would not do it."""
        return self.owed > days_left

    @property
    def weakness(self) -> tuple[float, int, int]:
        """Sorts the weakest first: the lowest share kept, then the longest without a contact."""
        share = self.kept / self.homes if self.homes else 1.0
        return share, -self.never, -(self.longest or 0)


def owed_days(rule: Rule, home: Home) -> int:
    """Days of contact that the household's month still lacks; one in person counts for both."""
    return max(rule.per_month - home.days, lacking_in_person(rule, home.in_person), 0)
