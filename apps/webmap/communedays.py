"""Figures of whole communes on a day, counted once for each version of their data.

A page compares today with the same day last month. Counting goes through every household of a
commune; reading what was counted does not, so that a province opens as quickly as a village.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import F

from apps.accounts.actor import Actor, Grant
from apps.accounts.roles import COMMUNE_ROLES, AreaKind, Role
from apps.areas.models import Commune
from apps.households.querysets import counted_provinces
from apps.reports.selectors import AreaFigures, Figures, area_figures
from apps.webmap.figures import versions_of
from apps.webmap.models import CommuneDay

# As ``Figures`` has them; the households by days since the last contact come after these.
_COUNTS = (
    "households",
    "covered",
    "unlocated",
    "kept",
    "near_poor",
    "poor",
    "waiting",
    "waiting_late",
)
_Stored = Mapping[str, Mapping[str, list[Any]]]


def same_day_last_month(at: date) -> date:
    """The day to compare with; the last one of a shorter month."""
    last = at.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(at.day, last.day))


def counts_whole(actor: Actor) -> set[int]:
    """Communes of which the actor counts every household."""
    viewed = Commune.objects.filter(province__in=counted_provinces(actor))
    own = actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES)
    return set(own) | set(viewed.values_list("pk", flat=True))


def figures_on(
    actor: Actor, *, at: date, told_on: date, communes: Collection[int], units: bool
) -> AreaFigures:
    """What ``area_figures`` gives, from what is kept as far as the actor counts whole communes.

    ``units``: also of villages and groups; without, only of communes.
    """
    whole = counts_whole(actor) & set(communes)
    found = _kept(whole, at=at, told_on=told_on, units=units)
    rest = set(communes) - whole
    if rest:
        counted = area_figures(actor, at=at, communes=rest, told_on=told_on)
        found = AreaFigures(
            {**found.communes, **counted.communes},
            {**found.villages, **counted.villages},
            {**found.groups, **counted.groups},
        )
    return found


def keep_days(communes: Collection[int], *, at: date) -> None:
    """Count what a page of the day ``at`` will ask for, and forget the days that none asks for."""
    days = (at, same_day_last_month(at))
    for day in days:
        _bring_up(communes, at=day, told_on=at)
    CommuneDay.objects.filter(commune__in=communes).exclude(day__in=days).delete()


def _kept(communes: Collection[int], *, at: date, told_on: date, units: bool) -> AreaFigures:
    _bring_up(communes, at=at, told_on=told_on)
    rows = CommuneDay.objects.filter(commune__in=communes, day=at)
    if not units:
        # Villages and groups stay in the database: of a province they are megabytes.
        return AreaFigures(_read(rows.values_list(F("figures__communes"), flat=True)), {}, {})
    stored: list[_Stored] = list(rows.values_list("figures", flat=True))
    return AreaFigures(
        _read(part["communes"] for part in stored),
        _read(part["villages"] for part in stored),
        _read(part["groups"] for part in stored),
    )


def _bring_up(communes: Collection[int], *, at: date, told_on: date) -> None:
    """Count anew where the data, or the day in whose units it is told, is another by now.

    The version is read first: a change meanwhile makes what is counted stale again.
    """
    versions = versions_of(communes)
    known = {
        row.commune_id: (row.version, row.told_on)
        for row in CommuneDay.objects.filter(commune__in=communes, day=at).only(
            "commune_id", "version", "told_on"
        )
    }
    for pk, version in versions.items():
        if known.get(pk) != (version, told_on):
            _count(pk, version, at=at, told_on=told_on)


def _count(commune: int, version: int, *, at: date, told_on: date) -> None:
    """As somebody counts who sees the whole commune."""
    leader = Actor(grants=frozenset({Grant(Role.COMMUNE_LEADER, AreaKind.COMMUNE, commune)}))
    found = area_figures(leader, at=at, communes={commune}, told_on=told_on)
    figures = {
        "communes": _written(found.communes),
        "villages": _written(found.villages),
        "groups": _written(found.groups),
    }
    CommuneDay.objects.bulk_create(
        [CommuneDay(commune_id=commune, day=at, told_on=told_on, version=version, figures=figures)],
        update_conflicts=True,
        unique_fields=["commune", "day"],
        update_fields=["told_on", "version", "figures"],
    )


def _written(found: Mapping[int, Figures]) -> dict[str, list[Any]]:
    """``[households, covered, …, [[days, n], …]]`` by the unit's key."""
    return {
        str(pk): [*(getattr(one, name) for name in _COUNTS), list(one.by_days.items())]
        for pk, one in found.items()
    }


def _read(parts: Iterable[Mapping[str, list[Any]]]) -> dict[int, Figures]:
    found: dict[int, Figures] = {}
    for part in parts:
        for pk, (*counts, by_days) in part.items():
            one = Figures(**dict(zip(_COUNTS, counts, strict=True)))
            one.by_days.update(by_days)
            found[int(pk)] = one
    return found
