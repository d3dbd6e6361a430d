"""The database keeps territorial units sound, whoever writes them."""

from datetime import date

import pytest
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon

from apps.accounts.actor import NOBODY
from apps.areas.models import (
    Commune,
    GroupLineage,
    LineageKind,
    Province,
    SelfManagedGroup,
    Village,
    VillageLineage,
)
from tests.database import refused
from tests.factories.areas import CommuneFactory, GroupFactory, ProvinceFactory, VillageFactory

pytestmark = pytest.mark.django_db

UNITS = (
    (ProvinceFactory, "province"),
    (CommuneFactory, "commune"),
    (VillageFactory, "village"),
    (GroupFactory, "group"),
)
BOW_TIE = GEOSGeometry("SRID=4326;MULTIPOLYGON(((106 21, 107 22, 107 21, 106 22, 106 21)))")


@pytest.mark.parametrize(("factory", "name"), UNITS)
def test_a_crossing_outline_is_refused(factory: type, name: str) -> None:
    with refused(f"{name}_geom_valid"):
        factory(geom=BOW_TIE)


@pytest.mark.parametrize(("factory", "name"), UNITS)
def test_an_empty_outline_is_refused(factory: type, name: str) -> None:
    unit = factory()
    with refused(f"{name}_geom_not_empty"):
        type(unit).objects.filter(pk=unit.pk).update(geom=MultiPolygon(srid=4326))


@pytest.mark.parametrize(("factory", "name"), UNITS)
def test_a_unit_ends_after_it_begins(factory: type, name: str) -> None:
    day = date(2026, 7, 1)
    for end in (day, date(2026, 6, 30)):
        with refused(f"{name}_ends_after_start"):
            factory(valid_from=day, valid_to=end)
    factory(valid_from=day, valid_to=date(2026, 7, 2))


def test_codes_are_free_in_another_parent() -> None:
    village = VillageFactory.create(code="T01")
    VillageFactory.create(code="T01")
    with refused("village_code_in_commune"):
        VillageFactory.create(code="T01", commune=village.commune)
    group = GroupFactory.create(village=village, code="G1")
    GroupFactory.create(code="G1")
    with refused("group_code_in_village"):
        GroupFactory.create(code="G1", village=group.village)


def test_codes_of_provinces_and_communes_are_unique() -> None:
    with refused("areas_province_code_key"):
        ProvinceFactory.create(code=ProvinceFactory.create().code)
    with refused("areas_commune_code_key"):
        CommuneFactory.create(code=CommuneFactory.create().code)


def test_lineage_joins_two_units_once() -> None:
    before, after = VillageFactory.create(), VillageFactory.create()
    fields = {"kind": LineageKind.MERGED_INTO, "happened_on": date(2026, 7, 1)}
    VillageLineage.objects.create(before=before, after=after, **fields)
    with refused("village_lineage_once"):
        VillageLineage.objects.create(before=before, after=after, **fields)
    with refused("village_lineage_two"):
        VillageLineage.objects.create(before=before, after=before, **fields)
    group = GroupFactory.create()
    with refused("group_lineage_two"):
        GroupLineage.objects.create(before=group, after=group, **fields)


def test_a_unit_is_in_force_from_its_first_day_up_to_its_last() -> None:
    village = VillageFactory.create(valid_from=date(2026, 1, 1), valid_to=date(2026, 7, 1))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    held = [Village.objects.in_force(at=day).filter(pk=village.pk).exists() for day in days]
    assert held == [False, True, True, False]


def test_nobody_has_an_area() -> None:
    GroupFactory.create()
    for model in (Commune, Village, SelfManagedGroup):
        assert not model.objects.visible_to(NOBODY).exists()
    assert Province.objects.exists()
