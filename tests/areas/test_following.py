"""What belongs to a unit follows it: households, posts, cells, workers, people in charge."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pghistory
import pytest
from django.contrib.gis.geos import LineString, Point
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import AreaKind, Role
from apps.areas import services, topology, undoing
from apps.areas.drawing import Manner, NeighbourChange
from apps.areas.levels import Level
from apps.areas.models import (
    BoundaryEdit,
    GroupLineage,
    SelfManagedGroup,
    Village,
    VillageLineage,
)
from apps.areas.reshaping import Cut, Merger, Part
from apps.areas.services import Drawing, Order
from apps.areas.versions import events, version_of
from apps.assignments.models import Assignment
from apps.common.errors import DomainError
from apps.households.models import Household, MissingReason
from apps.people.kinds import PostKind
from apps.people.models import CellVillage, Post, VillageWorker
from apps.webmap.models import HouseholdMark, MapUnit
from tests.factories.areas import square
from tests.factories.households import HouseholdFactory
from tests.factories.people import PersonFactory, PostFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db

# Village Nà A is 106.0–106.05 E, 21.5–21.55 N; its groups 106.0–106.02 E, 21.5–21.52 and
# 21.52–21.54 N; households stand at (106.005, 21.505) and (106.005, 21.525).
BETWEEN = LineString((105.99, 21.521), (106.06, 21.521), srid=4326)
THROUGH = LineString((105.99, 21.51), (106.06, 21.51), srid=4326)
TOUCHED = (
    *(Village, SelfManagedGroup, Household, Assignment, Post, VillageWorker, CellVillage),
    *(VillageLineage, GroupLineage, MapUnit),
)
HALVES = (Part("Thôn Nà A Bắc"), Part("Thôn Nà A Nam"))


def order_of(user: User, now: datetime) -> Order:
    return Order(actor_for(user, at=now), now.date(), "Nghị quyết 12", now, uuid4(), "digest")


@pytest.fixture
def order(world: World, now: datetime) -> Order:
    return order_of(world.users[Role.COMMUNE_OFFICE], now)


def again(order: Order) -> Order:
    return replace(order, key=uuid4())


def split_village(world: World, order: Order, line: LineString = BETWEEN) -> dict[str, Any]:
    village = world.villages[0].pk
    return services.split(
        level=Level.VILLAGE,
        unit=village,
        version=version_of(Level.VILLAGE, village),
        cut=Cut(HALVES, line),
        order=order,
    )


def everything() -> list[object]:
    """All that an edit may touch, as it stands."""
    return [list(model._default_manager.order_by("pk").values()) for model in TOUCHED]


def test_households_go_with_their_group_to_where_it_lies(world: World, order: Order) -> None:
    told = split_village(world, order)
    assert told["households_moved"] == 6
    assert told["undecided_count"] == 0
    for home in Household.objects.filter(pk__in=[h.pk for h in world.households[:6]]):
        assert home.group is not None
        assert home.group.village_id == home.village_id
        assert home.village.valid_to is None
        assert home.position is not None
        assert home.village.geom.covers(home.position)
        mark = HouseholdMark.objects.get(pk=home.pk)
        assert (mark.village_id, mark.group_id) == (home.village_id, home.group_id)


def test_who_had_left_is_told_where_its_group_is(world: World, order: Order) -> None:
    gone = world.households[0]
    Household.objects.filter(pk=gone.pk).update(left_on=order.at, left_reason="moved")
    told = split_village(world, order)
    assert told["households_moved"] == 5
    gone.refresh_from_db()
    assert gone.group is not None
    assert gone.village_id == gone.group.village_id != world.villages[0].pk
    commune = world.commune.pk
    last = undoing.last_edit(commune)
    assert last is not None
    undoing.undo(commune=commune, edit=last.pk, order=again(order))
    gone.refresh_from_db()
    assert gone.village_id == world.villages[0].pk


def test_a_group_with_homes_on_both_sides_is_split_as_well(world: World, order: Order) -> None:
    group = world.groups[0]
    north = world.households[0]
    Household.objects.filter(pk=north.pk).update(position=Point(106.005, 21.515, srid=4326))
    lost = HouseholdFactory.create(group=group, code="KHONG-TOA-DO", position=None)
    told = split_village(world, order, THROUGH)
    assert told["groups_split"] == 1
    group.refresh_from_db()
    assert group.valid_to == order.at
    parts = [line.after for line in group.successors.all()]
    assert len(parts) == 2
    north.refresh_from_db()
    assert north.group in parts
    assert north.position is not None
    assert north.group.geom.covers(north.position)
    assert north.group.village_id == north.village_id
    # Nobody knows where it is, so it goes with the larger part and is told.
    lost.refresh_from_db()
    assert lost.position_missing == MissingReason.NOT_GIVEN
    assert told["undecided"] == [{"id": lost.pk, "code": lost.code, "unit": lost.group_id}]
    officer = Assignment.objects.filter(tier=2, person=world.users[Role.GROUP_OFFICER].person)
    assert {row.group for row in officer.in_force(at=order.at)} == set(parts)


def test_who_was_in_charge_still_is_and_nobody_sees_more(
    world: World, order: Order, now: datetime
) -> None:
    roles = [Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE, Role.GROUP_OFFICER, Role.MEMBER_IN_CHARGE]

    def reach(role: Role) -> set[int]:
        rows = Household.objects.visible_to(actor_for(world.users[role], at=now))
        return set(rows.values_list("pk", flat=True))

    before = {role: reach(role) for role in roles}
    split_village(world, order)
    assert {role: reach(role) for role in roles} == before
    successors = set(Village.objects.in_force(at=order.at).values_list("pk", flat=True))
    actor = actor_for(world.users[Role.COMMITTEE_MEMBER], at=now)
    assert actor.areas(AreaKind.VILLAGE, {Role.COMMITTEE_MEMBER}) < successors


def test_posts_and_workers_end_and_go_on(world: World, order: Order) -> None:
    village, person = world.villages[0], PersonFactory.create(commune=world.commune)
    head = PostFactory.create(person=person, kind=PostKind.VILLAGE_HEAD, village=village)
    worker = VillageWorker.objects.create(person=person, village=village, work="Y tế thôn")
    told = split_village(world, order)
    assert (told["posts"], told["workers"], told["cells"]) == (2, 1, 2)
    for row in (head, worker):
        row.refresh_from_db()
        assert row.valid_to == order.at
        rows = type(row)._default_manager.filter(person=person, valid_from=order.at)
        assert rows.count() == 2


def test_the_same_person_is_not_in_charge_twice_after_a_merger(world: World, order: Order) -> None:
    person = world.users[Role.COMMITTEE_MEMBER].person
    Assignment.objects.create(
        tier=1,
        person=person,
        village=world.villages[1],
        period=(order.at - timedelta(days=10), order.at + timedelta(days=30)),
    )
    versions = {v.pk: version_of(Level.VILLAGE, v.pk) for v in world.villages}
    told = services.merge(
        level=Level.VILLAGE, versions=versions, merger=Merger(name="Thôn Nà"), order=order
    )
    merged = told["units"][0]["id"]
    periods = Assignment.objects.filter(village=merged).values_list("period", flat=True)
    spans = sorted((p.lower, p.upper or date.max) for p in periods)
    assert spans[0][0] == order.at
    assert spans[-1][1] == date.max
    assert all(one[1] == two[0] for one, two in pairwise(spans))
    assert Household.objects.filter(village=merged).count() == 12


def test_a_border_drawn_anew_takes_the_households_behind_it(world: World, order: Order) -> None:
    left, right = world.villages
    moved = world.households[6]
    assert moved.village_id == right.pk
    Household.objects.filter(pk=moved.pk).update(position=Point(106.052, 21.549, srid=4326))
    told = services.redraw_village(
        village=left.pk,
        version=version_of(Level.VILLAGE, left.pk),
        drawing=Drawing(
            topology.union([square(106.0, 21.5, 0.05), square(106.05, 21.545, 0.005)]),
            (NeighbourChange(right.pk, version_of(Level.VILLAGE, right.pk), Manner.CUT),),
        ),
        order=order,
    )
    assert told["households_moved"] == 1
    moved.refresh_from_db()
    # No group of its new village lies there.
    assert (moved.village_id, moved.group_id) == (left.pk, None)
    right.refresh_from_db()
    left.refresh_from_db()
    assert right.geom.intersection(left.geom).area == pytest.approx(0, abs=1e-12)


def test_on_others_ground_is_refused(world: World, order: Order) -> None:
    left = world.villages[0]
    with pytest.raises(DomainError) as caught:
        services.redraw_village(
            village=left.pk,
            version=version_of(Level.VILLAGE, left.pk),
            drawing=Drawing(square(106.0, 21.5, 0.06)),
            order=order,
        )
    assert (caught.value.code, caught.value.status) == ("overlaps", 422)


def test_a_border_nearly_right_becomes_right(world: World, order: Order) -> None:
    """1 m short of the neighbour in one place, 1 m over it in another."""
    left, right = world.villages
    ring = left.geom[0][0].coords
    metre = 1 / 103_600
    wobbly = [
        (lon + (metre if lat > 21.52 else -metre), lat) if lon > 106.04 else (lon, lat)
        for lon, lat in ring
    ]
    outline = left.geom.clone()
    outline[0] = type(outline[0])(wobbly)
    services.redraw_village(
        village=left.pk,
        version=version_of(Level.VILLAGE, left.pk),
        drawing=Drawing(outline),
        order=order,
    )
    left.refresh_from_db()
    assert left.geom.intersection(right.geom).area == pytest.approx(0, abs=1e-14)
    assert left.geom.equals(square(106.0, 21.5, 0.05))


@pytest.mark.parametrize("kind", ["split", "merge", "redraw", "rename", "add"])
def test_undo_puts_everything_back(world: World, order: Order, kind: str) -> None:
    person = PersonFactory.create(commune=world.commune)
    PostFactory.create(person=person, kind=PostKind.VILLAGE_HEAD, village=world.villages[0])
    HouseholdFactory.create(group=world.groups[0], code="KHONG-TOA-DO", position=None)
    before = everything()
    edit = _edit(kind, world, order)["edit"]["id"]
    assert everything() != before
    told = undoing.undo(commune=world.commune.pk, edit=edit, order=again(order))
    assert everything() == before
    assert told["edit"]["kind"] == "undone"
    labels = events(Level.VILLAGE).filter(pgh_context__metadata__edit=str(order.key))
    assert labels.exists(), "the history keeps what was undone"
    with pytest.raises(DomainError) as caught:
        undoing.undo(commune=world.commune.pk, edit=edit, order=again(order))
    assert caught.value.code == "nothing_to_undo"


def _edit(kind: str, world: World, order: Order) -> dict[str, Any]:
    left, right = world.villages
    versions = {v.pk: version_of(Level.VILLAGE, v.pk) for v in world.villages}
    if kind == "split":
        return split_village(world, order, THROUGH)
    if kind == "merge":
        return services.merge(
            level=Level.VILLAGE, versions=versions, merger=Merger(into=left.pk), order=order
        )
    if kind == "rename":
        return services.rename(
            level=Level.VILLAGE, unit=left.pk, version=versions[left.pk], name="Khác", order=order
        )
    corner = square(106.0, 21.5, 0.03)
    giving = (NeighbourChange(left.pk, versions[left.pk], Manner.CUT),)
    if kind == "add":
        new = services.NewUnit("Thôn Mới")
        return services.add_village(
            commune=world.commune.pk, new=new, drawing=Drawing(corner, giving), order=order
        )
    return services.redraw_village(
        village=right.pk,
        version=versions[right.pk],
        drawing=Drawing(topology.union([right.geom, corner]), giving),
        order=order,
    )


def test_undo_takes_nothing_from_others(world: World, order: Order) -> None:
    edit = split_village(world, order)["edit"]["id"]
    new = Village.objects.filter(predecessors__before=world.villages[0]).order_by("pk")[0]
    home = Household.objects.filter(village=new)[0]
    # Of one transaction, as a test is, every statement has the last context named.
    with pghistory.context(reason="việc khác"):
        # A number written meanwhile is no obstacle, and stays.
        Household.objects.filter(pk=home.pk).update(phone="0912000333")
        Village.objects.filter(pk=new.pk).update(name="Thôn Khác")
    with pytest.raises(DomainError) as caught:
        undoing.undo(commune=world.commune.pk, edit=edit, order=again(order))
    assert (caught.value.code, caught.value.status) == ("changed_since", 409)
    assert caught.value.detail["changes"] == [{"what": "village", "id": new.pk}]
    with pghistory.context(reason="việc khác"):
        Village.objects.filter(pk=new.pk).update(name=new.name)
        added = HouseholdFactory.create(group=None, village=new, code="MOI", position=None)
    with pytest.raises(DomainError) as caught:
        undoing.undo(commune=world.commune.pk, edit=edit, order=again(order))
    assert caught.value.code == "changed_since"
    with pghistory.context(reason="việc khác"):
        added.delete()
    undoing.undo(commune=world.commune.pk, edit=edit, order=again(order))
    home.refresh_from_db()
    assert (home.village_id, home.phone) == (world.villages[0].pk, "0912000333")


def test_only_the_last_edit_is_undone(world: World, order: Order) -> None:
    first = _edit("rename", world, order)["edit"]["id"]
    second = _edit("rename", world, replace(again(order), reason="Sửa lại"))["edit"]["id"]
    with pytest.raises(DomainError) as caught:
        undoing.undo(commune=world.commune.pk, edit=first, order=again(order))
    assert (caught.value.code, caught.value.detail["last"]["id"]) == ("not_last", second)
    for edit in (second, first):
        undoing.undo(commune=world.commune.pk, edit=edit, order=again(order))
    assert BoundaryEdit.objects.count() == 4
    assert not BoundaryEdit.objects.standing().exists()


def test_the_map_has_another_version_and_other_tiles(
    world: World, order: Order, login: Callable[[User], Client]
) -> None:
    client = login(world.users[Role.COMMUNE_OFFICE])
    url = reverse("webmap:tiles", kwargs={"z": 12, "x": 3253, "y": 1797})
    first = client.get(url)
    assert first.status_code == 200
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    split_village(world, order)
    second = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]
