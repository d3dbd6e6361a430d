"""Marks of households just written: quicker to make than others, and the same."""

from datetime import date
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.db import connection

from apps.households.models import Household
from apps.visits.models import Contact
from apps.webmap.models import HouseholdMark
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def _marks() -> list[object]:
    return list(HouseholdMark.objects.order_by("pk").values())


def test_they_are_what_counting_anew_makes_of_them(world: World, at: date) -> None:
    home = world.households[0]
    Household.objects.bulk_create(
        Household(
            commune=home.commune,
            village=home.village,
            code=f"M{number}",
            head_name="Nông Văn Mới",
            poverty_status=status,
            is_policy_family=number % 2 == 0,
            position=Point(home.village.geom.point_on_surface.coords, srid=4326),
            position_source=source,
            moved_in_on=at,
        )
        for number, (status, source) in enumerate(
            [("none", "file_wgs84"), ("poor", "group_centre"), ("near_poor", "placed")]
        )
    )
    Household.objects.create(
        commune=home.commune,
        village=home.village,
        code="M9",
        head_name="Nông Thị Chưa",
        position_missing="not_given",
    )
    made = _marks()
    assert len(made) == Household.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT webmap_refresh_marks((SELECT array_agg(id) FROM households_household))"
        )
    assert _marks() == made


def test_a_contact_that_came_before_its_household_counts(world: World, at: date) -> None:
    # A key is looked at when the transaction ends; a backup is read in in any order.
    home = world.households[0]
    known = Contact.objects.filter(household=home).order_by("-pk")[0]
    key = Household.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1000
    known.pk = None
    known.household_id = key
    known._state.adding = True
    known.client_uuid = uuid4()
    Contact.objects.bulk_create([known])
    Household.objects.create(
        pk=key,
        commune=home.commune,
        village=home.village,
        code="M1",
        head_name="Nông Văn Mới",
        position_missing="not_given",
    )
    assert HouseholdMark.objects.get(pk=key).last_day == known.day


def test_a_table_emptied_leaves_no_mark(world: World) -> None:
    assert HouseholdMark.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE households_household CASCADE")
    assert not HouseholdMark.objects.exists()
