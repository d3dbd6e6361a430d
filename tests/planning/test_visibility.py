"""Who reads which trip, which of its stops, and what is suggested there."""

from datetime import date, timedelta

import pytest

from apps.accounts.roles import Role
from apps.common.errors import DomainError
from apps.issues.kinds import IssueKind
from apps.planning import reading
from apps.planning.models import FieldTrip
from tests.factories.issues import reported
from tests.planning.conftest import Trips

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.COMMUNE_LEADER, 3),
        (Role.COMMUNE_OFFICE, 3),
        (Role.INSPECTION, 3),
        (Role.MEMBER_IN_CHARGE, 1),
        (Role.CELL_COMMITTEE, None),
        (Role.COMMUNE_POLICE, None),
        (Role.PROVINCE_VIEWER, None),
        (Role.SYSTEM_ADMIN, None),
        (None, None),
    ],
)
def test_who_reads_a_trip(trips: Trips, role: Role | None, seen: int | None) -> None:
    trip = trips.plan(companions=(trips.world.member.pk,))
    if seen is None:
        with pytest.raises(DomainError) as refused:
            reading.trip_page(trips.actor(role), trip.pk, at=trips.today)
        assert refused.value.status == 404
        return
    page = reading.trip_page(trips.actor(role), trip.pk, at=trips.today)
    assert (len(page.visible), page.hidden) == (seen, 3 - seen)
    assert [row.number for row in page.rows] == [1, 2, 3]


def test_who_left_the_commune_reads_no_trip_of_it(trips: Trips) -> None:
    trip = trips.plan(Role.CELL_COMMITTEE, homes=[trips.world.in_charge_of])
    person = trips.user(Role.CELL_COMMITTEE).person
    person.commune = trips.world.other_commune
    person.save()
    actor = trips.actor(Role.CELL_COMMITTEE)
    assert not FieldTrip.objects.visible_to(actor).filter(pk=trip.pk).exists()


def _lines(trips: Trips, role: Role = Role.COMMUNE_LEADER) -> list[str]:
    trip = trips.plan(homes=[trips.world.in_charge_of], day=trips.today)
    page = reading.trip_page(trips.actor(role), trip.pk, at=trips.today)
    return list(page.rows[0].lines)


def test_open_issues_are_suggested_but_for_public_order(trips: Trips) -> None:
    home, member = trips.world.in_charge_of, trips.user(Role.MEMBER_IN_CHARGE)
    reported(member, home, at=trips.now)
    reported(member, home, at=trips.now, kind=IssueKind.PUBLIC_ORDER)
    lines = _lines(trips)
    assert len(lines) == 1
    assert lines[0].startswith("Nhà ở: Mái nhà bếp hỏng sau bão (còn ")


def test_what_the_register_lacks_is_suggested(trips: Trips) -> None:
    home = trips.world.households[4]
    home.phone, home.position, home.position_missing = "", None, "not_given"
    home.position_source = ""
    home.save()
    trip = trips.plan(homes=[home])
    row = reading.trip_page(trips.actor(Role.COMMUNE_LEADER), trip.pk, at=trips.today).rows[0]
    assert list(row.lines) == [
        "Chưa nắm tình hình lần nào",
        "Chưa có người phụ trách",
        "Chưa có toạ độ: lấy vị trí nhà",
        "Chưa có số điện thoại",
    ]
    # At the centre of its group, and said to be so.
    assert (row.is_provisional, row.is_lost) == (True, False)


def test_a_long_silence_is_suggested(trips: Trips) -> None:
    trip = trips.plan(homes=[trips.world.households[1]])
    row = reading.trip_page(trips.actor(Role.COMMUNE_LEADER), trip.pk, at=trips.today).rows[0]
    assert "40 ngày chưa nắm tình hình" in row.lines


def test_inspection_reads_no_telephone_numbers(trips: Trips) -> None:
    trip = trips.plan()
    for role, phone in ((Role.COMMUNE_OFFICE, "0912000111"), (Role.INSPECTION, "")):
        page = reading.trip_page(trips.actor(role), trip.pk, at=trips.today)
        assert {row.phone for row in page.rows} == {phone}


def test_lists_of_trips(trips: Trips) -> None:
    later = trips.plan(day=trips.today + timedelta(days=5))
    sooner = trips.plan(day=trips.today)
    over = trips.plan(day=trips.today)
    FieldTrip.objects.filter(pk=over.pk).update(state="done")
    actor = trips.actor(Role.COMMUNE_OFFICE)

    def told(which: str) -> list[int]:
        return [trip.pk for trip in reading.trips(actor, which)]

    assert told("coming") == [sooner.pk, later.pk]
    assert told("past") == [over.pk]
    assert told("mine") == []


def test_trips_age_out(trips: Trips) -> None:
    from apps.people.versions import events_of
    from apps.planning.models import TripCompanion, TripStop
    from apps.planning.retention import age_out_trips

    trip = trips.plan(
        name="Thăm bà con", note="Mang quà", start=(106.2, 21.5), start_label="Trụ sở",
        returns=True, companions=(trips.world.member.pk,),
    )  # fmt: skip
    TripStop.objects.update(ask="Hỏi mái nhà")
    assert age_out_trips(at=trip.day) == 0
    assert age_out_trips(at=date(2036, 1, 1)) == 1
    trip.refresh_from_db()
    assert (trip.name, trip.note, trip.start, trip.start_label) == ("", "", None, "")
    assert set(trip.stops.values_list("ask", flat=True)) == {""}
    assert not trip.companions.exists()
    assert not events_of(TripCompanion).exists()
    assert not events_of(FieldTrip).exclude(note="").exists()
    assert trip.stops.count() == 3
