"""Whatever is cut, merged and taken back, in any order: nothing and nobody is lost."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pghistory
import pytest
from django.apps import apps
from django.contrib.gis.geos import LineString, Point
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.areas import services, topology, undoing
from apps.areas.levels import Level, parent_of, unit_model
from apps.areas.models import SelfManagedGroup, Village
from apps.areas.reshaping import Cut, Merger, Part
from apps.areas.services import Order
from apps.areas.versions import version_of
from apps.assignments.models import Assignment
from apps.common.errors import DomainError
from apps.households.models import Household
from apps.visits.models import Contact
from tests.factories.households import HouseholdFactory
from tests.factories.world import World

# Refusals that are answers, not faults, for steps drawn at random.
FAIR = {
    *("line_does_not_cut", "parts_differ", "too_many_parts", "not_neighbours"),
    *("too_few_units", "nothing_to_undo"),
}
# Degrees; the two villages of the world fill 106.0–106.1 E, 21.5–21.55 N.
lons = st.floats(105.999, 106.101)
lats = st.floats(21.499, 21.551)
shares = st.floats(0.02, 0.98)
steps = st.one_of(
    st.tuples(
        st.just("split"), st.sampled_from(Level), st.integers(0, 9), st.booleans(), shares, shares
    ),
    st.tuples(st.just("merge"), st.sampled_from(Level), st.integers(0, 9), st.integers(0, 9)),
    st.tuples(st.just("undo")),
)
homes = st.lists(st.tuples(lons, lats) | st.none(), min_size=1, max_size=8)


class Territory:
    """The world's commune, edited a day at a time."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world, self.now = world, now

    def living(self, level: Level) -> list[Any]:
        rows = unit_model(level)._default_manager.filter(valid_to__isnull=True)
        path = "commune" if level is Level.VILLAGE else "village__commune"
        return list(rows.filter(**{path: self.world.commune}).order_by("pk"))

    def order(self) -> Order:
        # What ends today began before today.
        self.now += timedelta(days=1)
        user = self.world.users[Role.COMMUNE_OFFICE]
        return Order(actor_for(user, at=self.now), self.now.date(), "thử", self.now, uuid4())

    def split(self, level: Level, which: int, upright: bool, one: float, two: float) -> None:
        """Across the unit, from a place on one side of it to a place on the other."""
        units = self.living(level)
        unit = units[which % len(units)]
        west, south, east, north = unit.geom.extent
        if upright:
            lons = [west + share * (east - west) for share in (one, two)]
            ends = [(lons[0], south - 0.001), (lons[1], north + 0.001)]
        else:
            lats = [south + share * (north - south) for share in (one, two)]
            ends = [(west - 0.001, lats[0]), (east + 0.001, lats[1])]
        services.split(
            level=level,
            unit=unit.pk,
            version=version_of(level, unit.pk),
            cut=Cut((Part("Một"), Part("Hai")), LineString(ends, srid=4326)),
            order=self.order(),
        )

    def merge(self, level: Level, which: int, other: int) -> None:
        units = self.living(level)
        first = units[which % len(units)]
        others = [each for each in units if parent_of(each) == parent_of(first)]
        keys = {first.pk, others[other % len(others)].pk}
        versions = {key: version_of(level, key) for key in keys}
        services.merge(
            level=level, versions=versions, merger=Merger(name="Chung"), order=self.order()
        )

    def undo(self) -> None:
        last = undoing.last_edit(self.world.commune.pk)
        edit = last.pk if last else 0
        undoing.undo(commune=self.world.commune.pk, edit=edit, order=self.order())


def whole(territory: Territory) -> None:
    """What must hold after every step."""
    today = territory.now.date()
    commune = territory.world.commune
    villages = {unit.pk: unit for unit in territory.living(Level.VILLAGE)}
    groups = {unit.pk: unit for unit in territory.living(Level.GROUP)}
    rows = Household.objects.filter(commune=commune)
    for home in rows:
        assert home.village_id in villages, "every household lives in one living village"
        assert home.group_id is None or home.group_id in groups
        if home.group_id is not None:
            assert groups[home.group_id].village_id == home.village_id
    assert all(group.village_id in villages for group in groups.values())
    # In square degrees: on the spheroid a long side bulges, and a corner set into it takes that.
    covered = topology.union([unit.geom for unit in villages.values()])
    parts = sum(unit.geom.area for unit in villages.values())
    assert covered.area == pytest.approx(parts, rel=1e-6), "nowhere twice"
    assert parts == pytest.approx(commune.geom.area / 2, rel=1e-6), "no ground is lost"
    for row in Assignment.objects.in_force(at=today).filter(tier__in=(1, 2)):
        unit = row.village or row.group
        assert unit is not None
        assert unit.valid_to is None or unit.valid_to > today


def traces() -> Counter[str]:
    """How many rows of history there are of each model."""
    models = [m for m in apps.get_models() if issubclass(m, pghistory.models.Event)]
    return Counter({m.__name__: m._default_manager.count() for m in models})


@pytest.mark.django_db
@settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, min_size=1, max_size=6), homes)
def test_nothing_and_nobody_is_lost(
    world: World, now: datetime, plan: list[tuple[Any, ...]], places: list[Any]
) -> None:
    with transaction.atomic():
        _run(world, now, plan, places)
        transaction.set_rollback(True)


def _run(world: World, now: datetime, plan: list[tuple[Any, ...]], places: list[Any]) -> None:
    for number, place in enumerate(places):
        HouseholdFactory.create(
            group=world.groups[number % 4] if number % 3 else None,
            village=world.groups[number % 4].village,
            code=f"THU-{number}",
            position=Point(place[0], place[1], srid=4326) if place else None,
        )
    territory = Territory(world, now)
    before = _kept()
    for verb, *rest in plan:
        history = traces()
        refused = _step(territory, verb, rest)
        event(f"{verb}: {refused or 'done'}")
        if refused:
            assert refused in FAIR
            assert traces() == history, "what is refused leaves nothing behind"
        whole(territory)
        assert _kept() == before
        assert not history - traces(), "history only grows"
    _undo_all(territory)


def _step(territory: Territory, verb: str, rest: list[Any]) -> str:
    """Do it; the code of the refusal, or "" when it is done."""
    try:
        getattr(territory, verb)(*rest)
    except DomainError as error:
        return error.code
    return ""


def _kept() -> list[Any]:
    """Households and contacts, but for the unit; the same rows after every edit."""
    apart = {"village_id", "group_id"}
    names = {field.attname for field in Household._meta.concrete_fields} - apart
    rows = Household.objects.order_by("pk").values(*sorted(names))
    return [list(rows), list(Contact.objects.order_by("pk").values())]


def _undo_all(territory: Territory) -> None:
    """Back to the beginning, one step at a time, as if there had been none."""
    while undoing.last_edit(territory.world.commune.pk) is not None:
        territory.undo()
        whole(territory)
    world = territory.world
    assert [unit.pk for unit in territory.living(Level.VILLAGE)] == [v.pk for v in world.villages]
    assert [unit.pk for unit in territory.living(Level.GROUP)] == [g.pk for g in world.groups]
    assert Village.objects.filter(commune=world.commune).count() == 2
    assert SelfManagedGroup.objects.filter(village__commune=world.commune).count() == 4
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
