"""Outlines and their neighbours: gaps given away, faults repaired, ends of the ground."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.areas import services, topology
from apps.areas.drawing import Manner, NeighbourChange, setting_of
from apps.areas.levels import Level
from apps.areas.models import Village
from apps.areas.services import Drawing, Order
from apps.areas.versions import version_of
from apps.common.errors import DomainError
from apps.households.models import Household
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(world: World, now: datetime) -> Order:
    actor = actor_for(world.users[Role.COMMUNE_OFFICE], at=now)
    return Order(actor, now.date(), "Nghị quyết 12", now, uuid4())


def box(west: float, south: float, east: float, north: float) -> MultiPolygon:
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)


def redraw(village: Village, drawing: Drawing, order: Order) -> dict[str, object]:
    version = version_of(Level.VILLAGE, village.pk)
    return services.redraw_village(
        village=village.pk, version=version, drawing=drawing, order=order
    )


def test_ground_given_up_goes_to_the_neighbour_named(world: World, order: Order) -> None:
    left, right = world.villages
    narrower = box(106.0, 21.5, 106.04, 21.55)
    found = topology.examine(narrower, setting_of(left), old=left.geom, today=order.at)
    [gap] = [piece for piece in found.gaps if piece.grave]
    assert right.pk in gap.units
    version = version_of(Level.VILLAGE, right.pk)
    change = NeighbourChange(right.pk, version, Manner.FILL, (gap.at,))
    told = redraw(left, Drawing(narrower, (change,)), order)
    left.refresh_from_db()
    right.refresh_from_db()
    assert left.geom.equals(narrower)
    # The gap reaches to the end of the commune above the villages, and that is no village's.
    assert right.geom.covers(box(106.0401, 21.5001, 106.0999, 21.5499))
    assert right.geom.intersection(left.geom).area == pytest.approx(0, abs=1e-12)
    assert told["households_moved"] == 0


def test_a_gap_that_is_gone_is_given_to_nobody(world: World, order: Order) -> None:
    left, right = world.villages
    version = version_of(Level.VILLAGE, right.pk)
    change = NeighbourChange(right.pk, version, Manner.FILL, ((106.01, 21.51),))
    same = Drawing(left.geom, (change,))
    Village.objects.filter(pk=right.pk).update(geom=box(106.06, 21.5, 106.1, 21.55))
    with pytest.raises(DomainError) as caught:
        redraw(left, same, order)
    assert caught.value.code == "stale"


def test_a_neighbour_is_not_swallowed(world: World, order: Order) -> None:
    left, right = world.villages
    change = NeighbourChange(right.pk, version_of(Level.VILLAGE, right.pk), Manner.CUT)
    with pytest.raises(DomainError) as caught:
        redraw(left, Drawing(box(106.0, 21.5, 106.1, 21.55), (change,)), order)
    assert (caught.value.code, caught.value.status) == ("neighbour_swallowed", 422)


def test_a_crossing_is_repaired_only_with_consent(world: World, order: Order) -> None:
    left = world.villages[0]
    ring = ((106.0, 21.5), (106.04, 21.54), (106.04, 21.5), (106.0, 21.54), (106.0, 21.5))
    bow_tie = MultiPolygon(Polygon(ring), srid=4326)
    with pytest.raises(DomainError) as caught:
        redraw(left, Drawing(bow_tie), order)
    assert caught.value.detail["repairable"] is True
    redraw(left, Drawing(bow_tie, repair=True), order)
    left.refresh_from_db()
    assert left.geom.valid
    assert len(left.geom) == 2


def test_old_overlaps_may_shrink_but_not_grow(world: World, order: Order) -> None:
    left = world.villages[0]
    Village.objects.filter(pk=left.pk).update(geom=box(106.0, 21.5, 106.06, 21.55))
    redraw(left, Drawing(box(106.0, 21.5, 106.055, 21.55)), order)
    with pytest.raises(DomainError) as caught:
        redraw(left, Drawing(box(106.0, 21.5, 106.07, 21.55)), replace(order, key=uuid4()))
    assert caught.value.code == "overlaps"


def test_a_group_takes_only_its_own_village_s_households(world: World, order: Order) -> None:
    group = world.groups[0]
    stranger = world.households[6]
    # It stands here, but is written down next door: a disagreement that stays.
    Household.objects.filter(pk=stranger.pk).update(position=world.households[3].position)
    version = version_of(Level.GROUP, group.pk)
    other = world.groups[1]
    change = NeighbourChange(other.pk, version_of(Level.GROUP, other.pk), Manner.CUT)
    drawing = Drawing(box(106.0, 21.5, 106.02, 21.53), (change,))
    told = services.redraw_group(group=group.pk, version=version, drawing=drawing, order=order)
    assert told["households_moved"] == 3
    stranger.refresh_from_db()
    assert stranger.village_id == world.villages[1].pk
