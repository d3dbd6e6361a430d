"""The households that a phone names: where they lead, and whether the person may report on them.

A phone that was out of reach does not know what happened meanwhile. A household merged away leads
to the one that is kept; whoever was in charge on the day may still bring what they did that day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from django.db.models import Q

from apps.accounts.actor import Actor
from apps.accounts.roles import PHONE_ROLES
from apps.assignments.models import Assignment, Tier
from apps.households.models import Household, PositionSource
from apps.households.querysets import reaches
from apps.visits.checkins.flags import Home, Spot

_COLUMNS = (
    *("pk", "commune", "village", "group", "left_on", "merged_into_id"),
    *("position", "position_source", "position_accuracy"),
)
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """``pk``: the household that is kept. ``charges``: when the person was in charge of it."""

    pk: int
    commune: int
    home: Home
    in_reach: bool
    charges: tuple[Any, ...] = ()

    def may_report(self, day: date) -> bool:
        """Whether the person reaches it now or was in charge on ``day``."""
        return self.in_reach or any(_holds(period, day) for period in self.charges)


def _holds(period: Any, day: date) -> bool:
    return bool(period.lower <= day and (period.upper is None or day < period.upper))


@dataclass(frozen=True, slots=True)
class Homes:
    """By the key that the phone knows."""

    by_key: dict[int, Known] = field(default_factory=dict)

    @classmethod
    def named(cls, actor: Actor, keys: Collection[int]) -> Self:
        """Two questions, and one more for each remove at which households were merged."""
        rows = _with_kept(actor, keys)
        chains = {key: list(_chain(rows, key)) for key in keys if key in rows}
        beyond = {
            key: chain for key, chain in chains.items() if not any(row["in_reach"] for row in chain)
        }
        charges = _charges(actor, beyond)
        return cls(
            {
                key: Known(
                    pk=chain[-1]["pk"],
                    commune=chain[-1]["commune"],
                    home=_home(chain[-1]),
                    in_reach=key not in beyond,
                    charges=tuple(charges.get(key, ())),
                )
                for key, chain in chains.items()
            }
        )


def _with_kept(actor: Actor, keys: Collection[int]) -> dict[int, _Row]:
    is_reached = reaches(actor, roles=PHONE_ROLES)
    rows: dict[int, _Row] = {}
    wanted = set(keys)
    while wanted:
        found = Household.objects.filter(pk__in=wanted).values(*_COLUMNS)
        rows |= {row["pk"]: {**row, "in_reach": is_reached(row)} for row in found}
        wanted = {row["merged_into_id"] for row in rows.values()} - rows.keys() - {None}
    return rows


def _chain(rows: Mapping[int, _Row], key: int | None) -> Iterable[_Row]:
    while key is not None:
        yield rows[key]
        key = rows[key]["merged_into_id"]


def _home(row: _Row) -> Home:
    """A centre of a group is where the household is looked for, not where it is."""
    point = row["position"]
    if point is None or row["position_source"] == PositionSource.GROUP_CENTRE:
        return Home(None, row["left_on"])
    return Home(Spot(point.x, point.y, row["position_accuracy"] or 0.0), row["left_on"])


def _charges(actor: Actor, chains: Mapping[int, list[_Row]]) -> dict[int, list[Any]]:
    """When the person was in charge of these households or their groups."""
    if not chains or actor.person_id is None:
        return {}
    homes = {row["pk"] for chain in chains.values() for row in chain}
    groups = {row["group"] for chain in chains.values() for row in chain} - {None}
    own = Assignment.objects.filter(
        Q(tier=Tier.HOUSEHOLD, household__in=homes) | Q(tier=Tier.OFFICER, group__in=groups),
        person=actor.person_id,
    )
    rows = list(own.values_list("household_id", "group_id", "period"))
    found: dict[int, list[Any]] = {}
    for key, chain in chains.items():
        mine = {row["pk"] for row in chain}
        places = {row["group"] for row in chain} - {None}
        found[key] = [p for home, group, p in rows if home in mine or group in places]
    return found
