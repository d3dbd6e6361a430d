"""Which levels have somebody for a household, and who that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from apps.assignments.models import Assignment, Tier
from apps.households.models import Household
from apps.issues.kinds import KindSpec
from apps.issues.levels import ROLES_OF_LEVEL, Level
from apps.issues.machine import UNTOLD, State
from apps.people.kinds import ROLE_OF_POST, PostKind
from apps.people.models import CellVillage, Person, Post

# The commune always has somebody; with it lies what lies with the tier above.
_ALWAYS: Final = frozenset({Level.COMMUNE, Level.UPPER})


def post_kinds(level: Level) -> tuple[PostKind, ...]:
    """The posts that sit at a level."""
    return tuple(kind for kind, role in ROLE_OF_POST.items() if role in ROLES_OF_LEVEL[level])


def next_level(route: Sequence[Level], level: Level, manned: Collection[Level]) -> Level | None:
    """The next level above ``level`` that has somebody; None at the top of the route."""
    order = list(Level)
    above = (step for step in route if order.index(step) > order.index(level))
    return next((step for step in above if step in manned), None)


def first_level(route: Sequence[Level], level: Level, manned: Collection[Level]) -> Level:
    """``level`` itself if it is on the route and has somebody, or the next one above."""
    if level in route and level in manned:
        return level
    return next_level(route, level, manned) or route[-1]


def beginning(
    spec: KindSpec, origin: Level, manned: Collection[Level], *, pass_on: bool = False
) -> Level:
    """Where what somebody at ``origin`` reports lies first.

    With them, or with the next level above that has somebody: where nobody sits at theirs, or if
    they pass it on at once. What a kind says of itself goes before both.
    """
    if spec.begins_with in spec.route and spec.begins_with in manned:
        return spec.begins_with
    above = next_level(spec.route, origin, manned) if pass_on else None
    return above or first_level(spec.route, origin, manned)


def way_up(route: Sequence[Level], state: State) -> tuple[Level, ...]:
    """The levels to which an issue in ``state`` may still be passed.

    An answer that waits to be told is nothing for the tier above: the commune tells the household.
    """
    return tuple(level for level in route if state not in UNTOLD or level != Level.UPPER)


def manned_levels(households: Iterable[Household], *, at: date) -> dict[int, frozenset[Level]]:
    """By the key of each household, the levels that have somebody on the day ``at``."""
    homes = list(households)
    in_force = Assignment.objects.in_force(at=at)
    members = set(
        in_force.filter(tier=Tier.HOUSEHOLD, household__in=[home.pk for home in homes]).values_list(
            "household", flat=True
        )
    )
    groups = {home.group_id for home in homes if home.group_id is not None}
    officers = set(
        in_force.filter(tier=Tier.OFFICER, group__in=groups).values_list("group", flat=True)
    )
    cells = _villages_with_somebody({home.village_id for home in homes}, at=at)
    police = set(
        Post.objects.in_force(at=at)
        .filter(kind__in=post_kinds(Level.POLICE), commune__in={home.commune_id for home in homes})
        .values_list("commune", flat=True)
    )
    found: dict[int, set[Level]] = defaultdict(lambda: set(_ALWAYS))
    for home in homes:
        levels = {
            Level.MEMBER: home.pk in members,
            Level.CELL: home.village_id in cells,
            Level.OFFICER: home.group_id in officers,
            Level.POLICE: home.commune_id in police,
        }
        found[home.pk] |= {level for level, is_manned in levels.items() if is_manned}
    return {key: frozenset(levels) for key, levels in found.items()}


def _villages_with_somebody(villages: Collection[int], *, at: date) -> frozenset[int]:
    """Those with a cell committee, or with a head."""
    posts = Post.objects.in_force(at=at).filter(kind__in=post_kinds(Level.CELL))
    served = CellVillage.objects.filter(village__in=villages, cell__in=posts.values("cell"))
    headed = posts.filter(village__in=villages).values_list("village", flat=True)
    return frozenset(served.values_list("village", flat=True).union(headed))


#: a level, a household, and a person (a key) who is said to sit there for it
Seat = tuple[Level, Household, int]


def empty_seats(seats: Collection[Seat], *, at: date) -> frozenset[tuple[Level, int, int]]:
    """Of ``seats`` those on which the person no longer sits on the day ``at``: level, keys of
    household and person.
    """
    people = {person for _level, _home, person in seats}
    charges = Assignment.objects.in_force(at=at).filter(person__in=people)
    members = set(charges.filter(tier=Tier.HOUSEHOLD).values_list("household", "person"))
    officers = set(charges.filter(tier=Tier.OFFICER).values_list("group", "person"))
    posts = Post.objects.in_force(at=at).filter(person__in=people)
    in_villages = posts.filter(kind__in=post_kinds(Level.CELL))
    cells = set(
        in_villages.filter(cell__isnull=False)
        .values_list("cell__villages", "person")
        .union(in_villages.filter(village__isnull=False).values_list("village", "person"))
    )
    in_communes = {
        level: set(posts.filter(kind__in=post_kinds(level)).values_list("commune", "person"))
        for level in (Level.POLICE, Level.COMMUNE)
    }
    in_communes[Level.UPPER] = in_communes[Level.COMMUNE]

    def sits(level: Level, home: Household, person: int) -> bool:
        if level == Level.MEMBER:
            return (home.pk, person) in members
        if level == Level.OFFICER:
            return (home.group_id, person) in officers
        if level == Level.CELL:
            return (home.village_id, person) in cells
        return (home.commune_id, person) in in_communes[level]

    return frozenset(
        (level, home.pk, person) for level, home, person in seats if not sits(level, home, person)
    )


def people_at(level: Level, household: Household, *, at: date) -> QuerySet[Person]:
    """Who sits at ``level`` for the household on the day ``at``."""
    charged = Assignment.objects.in_force(at=at)
    if level == Level.MEMBER:
        return Person.objects.filter(
            pk__in=charged.filter(tier=Tier.HOUSEHOLD, household=household).values("person")
        )
    if level == Level.OFFICER:
        return Person.objects.filter(
            pk__in=charged.filter(
                tier=Tier.OFFICER, group=household.group_id, group__isnull=False
            ).values("person")
        )
    posts = Post.objects.in_force(at=at).filter(kind__in=post_kinds(level))
    cells = CellVillage.objects.filter(village=household.village_id).values("cell")
    of_village = Q(cell__in=cells) | Q(village=household.village_id)
    where = of_village if level == Level.CELL else Q(commune=household.commune_id)
    return Person.objects.filter(pk__in=posts.filter(where).values("person"))
