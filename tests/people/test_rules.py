"""What the database refuses about people, cells and posts."""

from datetime import date
from typing import Any

import pytest

from apps.areas.models import Village
from apps.people.kinds import PostKind, PostScope, scope_of
from apps.people.models import CellVillage, CommuneOfficer, PartyGroup, VillageWorker
from tests.database import refused
from tests.factories.areas import CommuneFactory, ProvinceFactory, VillageFactory
from tests.factories.people import CellFactory, MembershipFactory, PersonFactory, PostFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 7, 1)


def _areas() -> dict[PostScope, Any]:
    village: Village = VillageFactory.create()
    return {
        PostScope.PROVINCE: ProvinceFactory.create(),
        PostScope.COMMUNE: CommuneFactory.create(),
        PostScope.VILLAGE: village,
        PostScope.CELL: CellFactory.create(),
    }


@pytest.mark.parametrize("kind", list(PostKind))
def test_a_post_belongs_to_its_one_kind_of_area(kind: PostKind) -> None:
    areas = _areas()
    own = scope_of(kind)
    assert PostFactory.create(kind=kind, **{own.value: areas[own]}).pk
    with refused("post_kind_fits_area"):
        PostFactory.create(kind=kind)
    for other in set(PostScope) - {own}:
        with refused("post_kind_fits_area"):
            PostFactory.create(kind=kind, **{other.value: areas[other]})
        with refused("post_kind_fits_area"):
            PostFactory.create(kind=kind, **{own.value: areas[own], other.value: areas[other]})


def test_a_post_is_held_once_at_a_time() -> None:
    fields = {"kind": PostKind.PARTY_OFFICE, "commune": CommuneFactory.create()}
    post = PostFactory.create(**fields)
    with refused("post_held_once"):
        PostFactory.create(person=post.person, **fields)
    post.valid_from, post.valid_to = DAY, date(2026, 8, 1)
    post.save()
    PostFactory.create(person=post.person, **fields)


@pytest.mark.parametrize("end", [DAY, date(2026, 6, 30)])
def test_periods_end_after_they_begin(end: date) -> None:
    period = {"valid_from": DAY, "valid_to": end}
    person, commune, village = (
        PersonFactory.create(),
        CommuneFactory.create(),
        VillageFactory.create(),
    )
    with refused("post_ends_after_start"):
        PostFactory.create(kind=PostKind.PARTY_OFFICE, commune=commune, **period)
    with refused("membership_ends_after_start"):
        MembershipFactory.create(**period)
    with refused("cell_ends_after_start"):
        CellFactory.create(**period)
    with refused("officer_ends_after_start"):
        CommuneOfficer.objects.create(person=person, commune=commune, title="Văn thư", **period)
    with refused("village_worker_ends_after_start"):
        VillageWorker.objects.create(person=person, village=village, work="Y tế", **period)


def test_a_person_has_a_name() -> None:
    with refused("person_has_name"):
        PersonFactory.create(full_name="")


def test_one_membership_and_one_office_at_a_time() -> None:
    member = MembershipFactory.create()
    with refused("membership_one_current"):
        MembershipFactory.create(person=member.person)
    fields = {"person": member.person, "commune": CommuneFactory.create(), "title": "Văn thư"}
    CommuneOfficer.objects.create(**fields)
    with refused("officer_one_current"):
        CommuneOfficer.objects.create(**fields)


def test_names_of_cells_and_party_groups() -> None:
    cell = CellFactory.create(name="Chi bộ 1")
    CellFactory.create(name="Chi bộ 1")
    with refused("cell_name_in_commune"):
        CellFactory.create(name="Chi bộ 1", commune=cell.commune)
    PartyGroup.objects.create(cell=cell, name="Tổ đảng 1")
    with refused("party_group_name_in_cell"):
        PartyGroup.objects.create(cell=cell, name="Tổ đảng 1")
    village = VillageFactory.create()
    CellVillage.objects.create(cell=cell, village=village)
    with refused("cell_village_once"):
        CellVillage.objects.create(cell=cell, village=village)


def test_people_are_sorted_by_their_given_name() -> None:
    person = PersonFactory.create(full_name="Hoàng Văn Ân")
    person.refresh_from_db()
    assert person.given_name == "Ân"
