"""Households near each other that wait for the same thing: perhaps for one reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Final

from django.contrib.gis.db.models.functions import Transform
from django.db.models import F, Func, IntegerField, Value, Window

from apps.accounts.actor import Actor
from apps.issues.kinds import RESTRICTED, IssueKind
from apps.issues.machine import PENDING
from apps.issues.models import Issue

NEAREST_METRES, FURTHEST_METRES, USUAL_METRES = 50, 2_000, 300
FEWEST_HOUSEHOLDS, MOST_HOUSEHOLDS, USUAL_HOUSEHOLDS = 2, 20, 3
# More issues of one kind than a commune has; they are looked through village by village.
_MOST_ISSUES: Final = 5_000
_METRES_A_DEGREE: Final = 111_320.0
# UTM 48N, whose metres are true to half a thousandth from Điện Biên to Khánh Hòa.
_METRIC_SRID: Final = 32648


@dataclass(frozen=True, slots=True)
class Near:
    """One issue with its household's place in degrees; ``group``: of its cluster, None for none.

    ``cause``: key and title of the cause it was given already.
    """

    issue: int
    household: int
    village: int
    group: int | None
    lon: float
    lat: float
    cause: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """``lon``, ``lat``: the middle; ``metres``: from there to the household furthest away.

    ``causes``: those that some of its issues have already. ``free``: issue and household of the
    others, which may still be given one.
    """

    village: int
    lon: float
    lat: float
    metres: int
    households: list[int]
    issues: list[int]
    causes: list[tuple[int, str]]
    free: list[tuple[int, int]]


class _ClusterDBSCAN(Func):
    function = "ST_ClusterDBSCAN"
    window_compatible = True
    output_field = IntegerField()


def issue_clusters(
    actor: Actor,
    kind: IssueKind,
    *,
    village: int | None = None,
    metres: int = USUAL_METRES,
    least: int = USUAL_HOUSEHOLDS,
) -> list[Cluster]:
    """Clusters of pending issues of a kind among the households the actor reaches.

    Each lies within one village; neighbours in it are at most ``metres`` apart, and ``least``
    households are around one another. Restricted kinds have no clusters: they have no joint cause.
    """
    if kind in RESTRICTED:
        return []
    rows = Issue.objects.visible_to(actor).filter(
        kind=kind, state__in=sorted(PENDING), household__position__isnull=False
    )
    if village is not None:
        rows = rows.filter(household__village=village)
    place = Transform("household__position", _METRIC_SRID)
    group = Window(
        _ClusterDBSCAN(place, Value(float(metres)), Value(least)),
        partition_by=[F("household__village")],
    )
    found = (
        rows.annotate(cluster=group)
        .order_by("household__village", "household", "pk")
        .values_list(
            "pk",
            "household",
            "household__village",
            "cluster",
            "household__position",
            "cause",
            "cause__title",
        )[:_MOST_ISSUES]
    )
    near = [
        Near(pk, home, within, cluster, point.x, point.y, (cause, title) if cause else None)
        for pk, home, within, cluster, point, cause, title in found
        if point is not None
    ]
    return gathered(near, least=least)


def gathered(near: Iterable[Near], *, least: int) -> list[Cluster]:
    """The clusters of at least ``least`` households, the largest first. Pure.

    Two issues of one household are one neighbour of others, not two.
    """
    groups: dict[tuple[int, int], list[Near]] = {}
    for each in near:
        if each.group is not None:
            groups.setdefault((each.village, each.group), []).append(each)
    made = [
        _cluster(members)
        for members in groups.values()
        if len({each.household for each in members}) >= least
    ]
    return sorted(made, key=lambda each: (-len(each.households), each.village, each.issues))


def _cluster(members: list[Near]) -> Cluster:
    homes = {each.household: each for each in members}
    lon = sum(each.lon for each in homes.values()) / len(homes)
    lat = sum(each.lat for each in homes.values()) / len(homes)
    across = cos(radians(lat))
    furthest = max(hypot((each.lon - lon) * across, each.lat - lat) for each in homes.values())
    return Cluster(
        village=members[0].village,
        lon=round(lon, 6),
        lat=round(lat, 6),
        metres=round(furthest * _METRES_A_DEGREE),
        households=sorted(homes),
        issues=sorted(each.issue for each in members),
        causes=sorted({each.cause for each in members if each.cause is not None}),
        free=sorted((each.issue, each.household) for each in members if each.cause is None),
    )
