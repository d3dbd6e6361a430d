"""A list that says another village or group than the register: the household moves."""

from datetime import date
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.assignments.models import Assignment
from apps.households import signals
from apps.households.models import Household, HouseholdMove
from apps.households.whereabouts import Place, places_then
from apps.imports.services import import_files
from tests.conftest import NOW
from tests.factories.people import PersonFactory
from tests.imports.desk import Desk
from tests.imports.office import HUE, Row

pytestmark = pytest.mark.django_db
FIRST, SECOND = HUE.villages
TODAY = date(2026, 11, 16)


@pytest.fixture
def folder(commune: Commune, tmp_path: Path) -> Path:
    """A01 in group 1 and A02 in group 2 of the first village, neither with a point; B01."""
    rows = {FIRST: [nowhere(1), nowhere(2)], SECOND: [HUE.home(1, 1)]}
    import_files([HUE.write_homes(tmp_path, rows)], at=NOW)
    return tmp_path


def nowhere(number: int, **changes: object) -> Row:
    return HUE.home(0, number) | {"lon": None, "lat": None} | changes  # type: ignore[return-value]


def home(code: str = "A01") -> Household:
    return Household.objects.select_related("village", "group").get(code=code)


def test_of_another_village_it_is_in_no_group_of_the_old_one(folder: Path) -> None:
    before = home()
    assert before.group is not None
    path = HUE.write_homes(folder, {SECOND: [nowhere(1, group=None)]})
    (report,) = import_files([path], at=NOW).reports
    assert (report.updated, report.messages) == (1, [])
    after = home()
    assert (after.village.name, after.group) == (SECOND, None)
    move = HouseholdMove.objects.get()
    assert (move.household_id, move.moved_on, move.recorded_at) == (after.pk, TODAY, NOW)
    assert (move.from_village_id, move.from_group_id) == (before.village_id, before.group_id)
    assert (move.to_village_id, move.to_group_id) == (after.village_id, None)
    assert move.reason == "Theo tệp so ho.xlsx"
    # Figures of the day before know where it was.
    then = places_then([after.commune_id], at=date(2026, 11, 15), told_on=TODAY)
    assert then == {after.pk: Place(before.village_id, before.group_id)}


def test_or_in_the_one_that_the_list_names(folder: Path) -> None:
    import_files([HUE.write_homes(folder, {SECOND: [nowhere(1, group="Tổ 2")]})], at=NOW)
    group = home().group
    assert group is not None
    assert (group.village.name, group.name) == (SECOND, "Tổ 2")
    assert HouseholdMove.objects.get().to_group == group


def test_another_group_of_the_village_is_a_move_too(folder: Path) -> None:
    before = home()
    path = HUE.write_homes(folder, {FIRST: [nowhere(1, group=2), nowhere(2)]})
    import_files([path], at=NOW)
    move = HouseholdMove.objects.get()
    assert move.from_village_id == move.to_village_id == before.village_id
    assert (move.from_group_id, move.to_group_id) == (before.group_id, home("A02").group_id)


def test_the_first_group_is_none(folder: Path) -> None:
    Household.objects.filter(code="A01").update(group=None)
    import_files([HUE.write_homes(folder, {FIRST: [nowhere(1)]})], at=NOW)
    assert home().group is not None
    assert not HouseholdMove.objects.exists()


def test_whoever_stays_moves_nowhere(folder: Path) -> None:
    import_files([HUE.write_homes(folder, {FIRST: [nowhere(1, size=9, group=None)]})], at=NOW)
    assert (home().size, home().group is not None) == (9, True)
    assert not HouseholdMove.objects.exists()


def test_where_it_stands_moves_nobody_who_is_known(folder: Path) -> None:
    """The desk moved it to group 1, its house still stands in group 2; the list names no group."""
    before = home()
    lon, lat = HUE.spot(0, 2)
    path = HUE.write_homes(folder, {"Sheet1": [nowhere(1, lon=lon, lat=lat, group=None, size=9)]})
    (report,) = import_files([path], at=NOW).reports
    assert (report.updated, report.rejected) == (1, 0)
    after = home()
    assert (after.size, after.village, after.group) == (9, before.village, before.group)
    assert after.position is not None
    assert not HouseholdMove.objects.exists()


def test_a_list_that_knows_no_village_is_about_those_who_are_known(folder: Path) -> None:
    rows = [nowhere(1, group=None, size=9), nowhere(7, group=None)]
    (report,) = import_files([HUE.write_homes(folder, {"Sheet1": rows})], at=NOW).reports
    assert (report.updated, report.imported, report.rejected) == (1, 1, 1)
    # The title names no village of the commune, which is told of both.
    assert [said.code for said in report.messages] == ["unknown_village"] * 2
    assert (home().size, home().village.name) == (9, FIRST)
    assert not HouseholdMove.objects.exists()


def test_whoever_is_moved_by_name_is_in_the_group_where_it_stands(folder: Path) -> None:
    lon, lat = HUE.spot(1, 2)
    path = HUE.write_homes(folder, {SECOND: [nowhere(1, lon=lon, lat=lat, group=None)]})
    import_files([path], at=NOW)
    group = home().group
    assert group is not None
    assert (group.village.name, group.name) == (SECOND, "Tổ 2")


def test_another_point_has_no_accuracy_of_the_old_one(folder: Path) -> None:
    lon, lat = HUE.spot(0, 1)
    here = Point(lon + 0.0001, lat, srid=4326)
    Household.objects.filter(code="A01").update(
        position=here, position_source="phone", position_missing="", position_accuracy=12
    )
    path = HUE.write_homes(folder, {FIRST: [nowhere(1, lon=here.x, lat=here.y)]})
    import_files([path], at=NOW)
    assert home().position_accuracy == 12
    import_files([HUE.write_homes(folder, {FIRST: [nowhere(1, lon=lon, lat=lat)]})], at=NOW)
    assert (home().position_source, home().position_accuracy) == ("file_wgs84", None)


def test_apps_above_are_told_and_who_is_in_charge_stays_so(folder: Path) -> None:
    someone = PersonFactory.create(commune=home().commune)
    Assignment.objects.create(
        tier=3, person=someone, household=home(), period=DateRange(date(2026, 1, 5), None)
    )
    told: list[signals.Removal] = []

    def hear(*, removal: signals.Removal, **_kwargs: object) -> None:
        told.append(removal)

    signals.household_moved.connect(hear)
    try:
        import_files([HUE.write_homes(folder, {SECOND: [nowhere(1)]})], at=NOW)
    finally:
        signals.household_moved.disconnect(hear)
    assert told == [signals.Removal(home().pk, TODAY, keeps_charge=True)]
    assert Assignment.objects.get().period.upper is None


def test_a_file_given_up_moves_nobody(folder: Path) -> None:
    path = HUE.write_homes(folder, {SECOND: [nowhere(1)]})
    import_files([path], at=NOW, dry_run=True)
    assert home().village.name == FIRST
    assert not HouseholdMove.objects.exists()


def test_the_assistant_shows_the_group_that_is_lost_and_who_did_it(
    folder: Path, desk: Desk
) -> None:
    desk.drop(HUE.write_homes(folder, {SECOND: [nowhere(1, group=None)]}))
    desk.preview()
    (row,) = desk.rows()
    assert row.changes == [["village", FIRST, SECOND], ["group", "Tổ 1", ""]]
    desk.commit()
    assert HouseholdMove.objects.get().moved_by == desk.batch.committed_by


def looked_at() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS household_group_of_village IMMEDIATE")


def test_the_database_holds_group_and_village_together(folder: Path) -> None:
    group = SelfManagedGroup.objects.exclude(village=home().village).first()

    def put_into_group() -> None:
        with transaction.atomic():
            Household.objects.filter(code="A01").update(group=group)
            looked_at()

    with pytest.raises(IntegrityError, match="household_group_of_village"):
        put_into_group()


def test_no_group_comes_to_another_village_without_its_households(folder: Path) -> None:
    other = Village.objects.get(name=SECOND)
    group = home().group
    assert group is not None

    def take_group_away() -> None:
        with transaction.atomic():
            SelfManagedGroup.objects.filter(pk=group.pk).update(village=other, code="X")
            looked_at()

    with pytest.raises(IntegrityError, match="household_group_of_village"):
        take_group_away()
