"""What the database refuses about households and who lives in them."""

from datetime import date

import pytest
from django.contrib.gis.geos import Point
from django.db import connection

from apps.common.db import by_head_name
from apps.households.models import Household, MissingReason, PositionSource
from tests.database import refused
from tests.factories.areas import GroupFactory
from tests.factories.households import HouseholdFactory, HouseholdMemberFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def test_a_code_is_unique_in_its_commune_and_free_in_another() -> None:
    first = HouseholdFactory.create(code="H1")
    HouseholdFactory.create(code="H1")
    with refused("household_code_in_commune"):
        HouseholdFactory.create(code="H1", group=GroupFactory.create(village=first.village))


def test_its_village_is_one_of_its_own_commune() -> None:
    home, elsewhere = HouseholdFactory.create(), GroupFactory.create().village
    rows = Household.objects.filter(pk=home.pk)
    rows.update(commune=elsewhere.commune, village=elsewhere, group=None)
    with refused("household_village_of_commune"):
        rows.update(commune=home.commune)
        connection.check_constraints()


@pytest.mark.parametrize("field", ["code", "head_name"])
def test_code_and_head_are_not_empty(field: str) -> None:
    with refused("household_has_code_and_head"):
        HouseholdFactory.create(**{field: ""})


@pytest.mark.parametrize("size", [0, 61])
def test_an_impossible_size(size: int) -> None:
    with refused("household_size_plausible"):
        HouseholdFactory.create(size=size)


@pytest.mark.parametrize("size", [1, 60, None])
def test_a_possible_size(size: int | None) -> None:
    assert HouseholdFactory.create(size=size).pk


@pytest.mark.parametrize("year", [1889, 2101])
def test_an_impossible_birth_year(year: int) -> None:
    with refused("household_birth_year_plausible"):
        HouseholdFactory.create(head_birth_year=year)


@pytest.mark.parametrize(
    "fields",
    [
        {"position": None, "position_missing": ""},
        {"position": None, "position_source": PositionSource.MAP},
        {"position": None, "position_accuracy": 5.0},
        {"position_missing": MissingReason.NOT_GIVEN},
        {"position_source": ""},
    ],
)
def test_a_position_or_the_reason_why_not(fields: dict[str, object]) -> None:
    with refused("household_position_or_reason"):
        HouseholdFactory.create(**fields)


@pytest.mark.parametrize("point", [(181.0, 21.0), (106.0, -90.5), (2385222.0, 392196.0)])
def test_a_position_off_the_earth(point: tuple[float, float]) -> None:
    with refused("household_position_on_earth"):
        HouseholdFactory.create(position=Point(*point, srid=4326))


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_a_position_that_is_no_number(value: str) -> None:
    home = HouseholdFactory.create()
    with refused("household_position_on_earth"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE households_household SET position = "
            "ST_SetSRID(ST_MakePoint(%s::float8, 21), 4326) WHERE id = %s",
            [value, home.pk],
        )


def test_a_household_leaves_after_it_came() -> None:
    with refused("household_left_after_moving_in"):
        HouseholdFactory.create(moved_in_on=date(2026, 2, 1), left_on=date(2026, 1, 31))


def test_living_from_the_first_day_up_to_the_day_of_leaving() -> None:
    home = HouseholdFactory.create(moved_in_on=date(2026, 2, 1), left_on=date(2026, 3, 1))
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)]
    living = [Household.objects.living(at=day).filter(pk=home.pk).exists() for day in days]
    assert living == [False, True, True, False]


def test_households_stand_in_the_order_of_given_names() -> None:
    for name in ("Hoàng Thị Ánh Đượm", "Lý Văn Dũng", "An Thị Đượm", "Tô"):
        HouseholdFactory.create(head_name=name)
    names = Household.objects.order_by(*by_head_name()).values_list("head_name", flat=True)
    assert list(names) == ["Lý Văn Dũng", "An Thị Đượm", "Hoàng Thị Ánh Đượm", "Tô"]


def test_a_person_with_a_duty_lives_in_one_home_at_a_time() -> None:
    person = PersonFactory.create()
    first = HouseholdMemberFactory.create(person=person)
    with refused("resident_in_one_home"):
        HouseholdMemberFactory.create(person=person)
    first.left_on = date(2026, 1, 1)
    first.save()
    HouseholdMemberFactory.create(person=person)


def test_a_resident_has_a_name() -> None:
    with refused("resident_has_name"):
        HouseholdMemberFactory.create(full_name="")


def test_near_measures_metres_on_the_spheroid() -> None:
    home = HouseholdFactory.create(position=Point(106.0, 21.5, srid=4326))
    # 0.001° of longitude at 21.5° N is 103.6 m.
    east = Point(106.001, 21.5, srid=4326)
    assert not Household.objects.near(east, metres=103).exists()
    [found] = Household.objects.near(east, metres=104)
    assert found == home
    assert vars(found)["distance"].m == pytest.approx(103.6, abs=0.1)
