"""Split, merge, redraw: geometry, lineage, groups, stale orders, orders said twice."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.gis.geos import LineString, MultiPolygon, Polygon

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.areas import services, topology
from apps.areas.levels import Level
from apps.areas.models import BoundaryEdit, SelfManagedGroup, Village, VillageLineage
from apps.areas.outline import read_outline
from apps.areas.reshaping import Cut, Merger, Part
from apps.areas.services import Drawing, Order
from apps.areas.versions import version_of
from apps.common.errors import DomainError
from tests.factories.areas import square
from tests.factories.world import World

# Village Nà A is the square 106.0–106.05 E, 21.5–21.55 N; its groups are at its western edge.
NAN = float("nan")
ACROSS = LineString((105.99, 21.53), (106.06, 21.53), srid=4326)
HALVES = (Part("Thôn Nà A Bắc"), Part("Thôn Nà A Nam"))


def order_of(user: User, now: datetime) -> Order:
    return Order(actor_for(user, at=now), now.date(), "Nghị quyết 12", now, uuid4(), "digest")


@pytest.fixture
def order(world: World, now: datetime) -> Order:
    return order_of(world.users[Role.COMMUNE_OFFICE], now)


def split_first(world: World, order: Order) -> dict[str, object]:
    village = world.villages[0].pk
    version = version_of(Level.VILLAGE, village)
    return services.split(
        level=Level.VILLAGE, unit=village, version=version, cut=Cut(HALVES, ACROSS), order=order
    )


def code(caught: pytest.ExceptionInfo[DomainError]) -> tuple[str, int]:
    return caught.value.code, caught.value.status


@pytest.mark.django_db
def test_a_cut_village_ends_and_its_parts_are_it(world: World, order: Order) -> None:
    answer = split_first(world, order)
    old = Village.objects.get(pk=world.villages[0].pk)
    assert old.valid_to == order.at
    new = [line.after for line in VillageLineage.objects.filter(before=old, kind="split_into")]
    assert len(new) == 2
    assert sum(topology.area_m2(each.geom) for each in new) == pytest.approx(
        topology.area_m2(old.geom), rel=1e-9
    )
    # The first group lies south of the line, the second too: both follow without ending.
    assert answer["groups_moved"] == 2
    for group in SelfManagedGroup.objects.filter(pk__in=[g.pk for g in world.groups[:2]]):
        assert group.valid_to is None
        assert group.village_id in {each.pk for each in new}


@pytest.mark.django_db
def test_the_same_order_again_gets_the_same_answer(world: World, order: Order) -> None:
    village = world.villages[0].pk
    version = version_of(Level.VILLAGE, village)
    cut = Cut(HALVES, ACROSS)
    first, again = (
        services.split(level=Level.VILLAGE, unit=village, version=version, cut=cut, order=order)
        for _n in range(2)
    )
    assert first == again
    assert BoundaryEdit.objects.count() == 1
    with pytest.raises(DomainError) as caught:
        services.split(
            level=Level.VILLAGE,
            unit=village,
            version=version,
            cut=cut,
            order=replace(order, digest="another"),
        )
    assert code(caught) == ("key_used", 409)


@pytest.mark.django_db
def test_two_neighbours_become_one(world: World, order: Order) -> None:
    versions = {v.pk: version_of(Level.VILLAGE, v.pk) for v in world.villages}
    merger = Merger(name="Thôn Nà")
    answer = services.merge(level=Level.VILLAGE, versions=versions, merger=merger, order=order)
    [unit] = answer["units"]
    merged = Village.objects.get(pk=unit["id"])
    assert len(merged.geom) == 1
    assert merged.groups.count() == len(world.groups)
    assert set(merged.predecessors.values_list("before", flat=True)) == set(versions)
    ended = Village.objects.filter(pk__in=versions).values_list("valid_to", flat=True)
    assert list(ended) == [order.at, order.at]


@pytest.mark.django_db
def test_what_another_changed_meanwhile_is_not_overwritten(world: World, order: Order) -> None:
    village = world.villages[0]
    version = version_of(Level.VILLAGE, village.pk)
    Village.objects.filter(pk=village.pk).update(name="Thôn Đổi")
    with pytest.raises(DomainError) as caught:
        services.redraw_village(
            village=village.pk,
            version=version,
            drawing=Drawing(square(106.0, 21.5, 0.04)),
            order=order,
        )
    assert code(caught) == ("stale", 409)
    [change] = caught.value.detail["changes"]
    assert change["changed"] == ["name"]
    village.refresh_from_db()
    assert village.geom.equals(square(106.0, 21.5, 0.05))


@pytest.mark.django_db
def test_roles_and_communes(world: World, now: datetime) -> None:
    assert world.outsider is not None
    below = [Role.INSPECTION, Role.CELL_COMMITTEE, Role.PROVINCE_VIEWER]
    for user in (world.outsider, *(world.users[role] for role in below)):
        with pytest.raises(DomainError) as caught:
            split_first(world, order_of(user, now))
        assert code(caught) == ("not_found", 404)
    assert not BoundaryEdit.objects.exists()


@pytest.mark.django_db
def test_refused_geometry(world: World, order: Order) -> None:
    village = world.villages[0].pk
    bow_tie = MultiPolygon(
        Polygon(((106, 21.5), (106.04, 21.54), (106.04, 21.5), (106, 21.54), (106, 21.5))),
        srid=4326,
    )
    cases = {"invalid_outline": bow_tie, "outside_parent": square(105.9, 21.5, 0.15)}
    for expected, outline in cases.items():
        version = version_of(Level.VILLAGE, village)
        with pytest.raises(DomainError) as caught:
            services.redraw_village(
                village=village, version=version, drawing=Drawing(outline), order=order
            )
        assert code(caught) == (expected, 422)


@pytest.mark.django_db
def test_nothing_takes_effect_before_its_day(world: World, order: Order) -> None:
    with pytest.raises(DomainError) as caught:
        split_first(world, replace(order, at=order.at + timedelta(days=1)))
    assert code(caught) == ("not_yet", 400)


@pytest.mark.django_db
def test_overlap_and_gap_are_told_with_their_area(world: World, order: Order) -> None:
    left, right = world.villages
    setting = topology.Setting(Level.VILLAGE, world.commune.pk, world.commune.pk, left.pk)
    wider = topology.examine(square(106.0, 21.5, 0.06), setting, old=left.geom, today=order.at)
    assert [piece.units for piece in wider.overlaps] == [(right.pk,)]
    narrower = topology.examine(square(106.0, 21.5, 0.04), setting, old=left.geom, today=order.at)
    assert narrower.overlaps == []
    assert any(piece.grave and piece.units == (right.pk,) for piece in narrower.gaps)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "bad_outline"),
        ({"type": "Point", "coordinates": [106, 21]}, "wrong_type"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, NAN], [4, 5]]]}, "bad_coordinates"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, 1e999], [4, 5]]]}, "bad_coordinates"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, True], [4, 5]]]}, "bad_coordinates"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, 91], [4, 5]]]}, "bad_coordinates"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [1, 2], [1, 2]]]}, "bad_outline"),
        ({"type": "Polygon", "coordinates": [[[1, 2]] * 20_001]}, "too_many_points"),
        ({"type": "MultiPolygon", "coordinates": []}, "bad_outline"),
    ],
)  # fmt: skip
def test_what_is_no_outline_is_refused_before_any_geometry(value: object, expected: str) -> None:
    with pytest.raises(DomainError) as caught:
        read_outline(value)
    assert caught.value.code == expected
