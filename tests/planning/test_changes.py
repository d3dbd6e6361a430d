"""A trip's plan is changed: two at once, by whom, and in which order."""

from datetime import timedelta
from typing import Any

import pytest

from apps.accounts.roles import Role
from apps.common.errors import DomainError
from apps.planning import services, stops
from apps.planning.changing import Edit
from apps.planning.services import Plan
from apps.planning.states import Outcome, TripState, Turn
from apps.planning.stops import Wanted
from tests.planning.conftest import Trips, order_of

pytestmark = pytest.mark.django_db


def test_the_second_is_told_what_changed(trips: Trips) -> None:
    trip = trips.plan()
    first, second = trips.edit(trip), trips.edit(trip, Role.COMMUNE_OFFICE)
    stops.remove_stop(edit=first, trip=trip.pk, stop=trip.stops.all()[0].pk)
    with pytest.raises(DomainError) as refused:
        stops.order_by_way(edit=second, trip=trip.pk)
    error = refused.value
    assert (error.code, error.status) == ("stale", 409)
    assert error.detail == {"revision": 2, "changes": ["bớt hộ"]}
    assert "bớt hộ" in error.message


def test_the_same_change_twice_is_one(trips: Trips) -> None:
    trip = trips.plan()
    edit = trips.edit(trip)
    stop = trip.stops.all()[2].pk
    first = stops.move_stop(edit=edit, trip=trip.pk, stop=stop, number=1)
    assert stops.move_stop(edit=edit, trip=trip.pk, stop=stop, number=1) == first
    assert trip.stops.get(pk=stop).number == 1


def test_a_stop_moves_and_the_others_close_up(trips: Trips) -> None:
    trip = trips.plan()
    one, two, three = order_of(trip)
    row = trip.stops.get(number=1)
    stops.move_stop(edit=trips.edit(trip), trip=trip.pk, stop=row.pk, number=99)
    assert order_of(trip) == [two, three, one]
    stops.remove_stop(edit=trips.edit(trip), trip=trip.pk, stop=trip.stops.get(number=2).pk)
    assert order_of(trip) == [two, one]
    assert [row.number for row in trip.stops.all()] == [1, 2]


def test_what_is_pinned_keeps_its_number(trips: Trips) -> None:
    homes = trips.world.households
    trip = trips.plan(homes=[homes[0], homes[3], homes[6], homes[9]])
    row = trip.stops.get(household=homes[3])
    stops.move_stop(edit=trips.edit(trip), trip=trip.pk, stop=row.pk, number=4)
    told: dict[str, Any] = {
        "stop": row.pk,
        "ask": "Hỏi về mái nhà",
        "minutes": 45,
        "is_pinned": True,
    }
    stops.set_stop(edit=trips.edit(trip), trip=trip.pk, **told)
    stops.order_by_way(edit=trips.edit(trip), trip=trip.pk)
    row.refresh_from_db()
    assert (row.number, row.ask, row.minutes) == (4, "Hỏi về mái nhà", 45)


def test_households_join_at_the_end_once(trips: Trips) -> None:
    homes = trips.world.households
    trip = trips.plan(homes=homes[:2])
    before = order_of(trip)
    wanted = [Wanted(homes[0].pk), Wanted(homes[5].pk)]
    stops.add_stops(edit=trips.edit(trip), trip=trip.pk, stops=wanted)
    assert order_of(trip) == [*before, homes[5].pk]


def test_details_change_and_companions_with_them(trips: Trips) -> None:
    trip = trips.plan(companions=(trips.world.member.pk,))
    day = trips.today + timedelta(days=3)
    plan = Plan(day=day, name="Nà A", start=(106.2, 21.5), start_label="Trụ sở", returns=True)
    services.set_details(edit=trips.edit(trip), trip=trip.pk, plan=plan)
    trip.refresh_from_db()
    assert (trip.day, trip.name, trip.returns, trip.start.coords) == (
        day, "Nà A", True, (106.2, 21.5),
    )  # fmt: skip
    assert not trip.companions.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COMMUNE_OFFICE, None),
        (Role.COMMITTEE_MEMBER, None),
        # They read it, the one by inspection, the other as a companion.
        (Role.INSPECTION, 403),
        (Role.MEMBER_IN_CHARGE, 403),
        # Not theirs at all.
        (Role.CELL_COMMITTEE, 404),
        (Role.GROUP_OFFICER, 404),
        (None, 404),
    ],
)
def test_who_changes_a_trip(trips: Trips, role: Role | None, status: int | None) -> None:
    trip = trips.plan(Role.COMMITTEE_MEMBER, companions=(trips.world.member.pk,))
    edit = trips.edit(trip, role)
    if status is None:
        assert stops.order_by_way(edit=edit, trip=trip.pk)["revision"] == 2
        return
    with pytest.raises(DomainError) as refused:
        stops.order_by_way(edit=edit, trip=trip.pk)
    assert refused.value.status == status


def test_what_is_out_of_reach_is_not_put_in_order(trips: Trips) -> None:
    """The leader of the party sees two of the three households."""
    homes = trips.world.households
    person = trips.user(Role.CELL_COMMITTEE).person
    trip = trips.plan(homes=[homes[0], homes[1], homes[6]], leader=person.pk)
    with pytest.raises(DomainError, match="hidden_stops"):
        stops.order_by_way(edit=trips.edit(trip, Role.CELL_COMMITTEE), trip=trip.pk)
    hidden = trip.stops.get(household=homes[6])
    edit = trips.edit(trip, Role.CELL_COMMITTEE)
    with pytest.raises(DomainError) as refused:
        stops.remove_stop(edit=edit, trip=trip.pk, stop=hidden.pk)
    assert refused.value.status == 404


def test_a_trip_is_cancelled_and_opened_again(trips: Trips) -> None:
    trip = trips.plan()
    services.turn_trip(edit=trips.edit(trip), trip=trip.pk, turn=Turn.CANCEL)
    with pytest.raises(DomainError, match="trip_closed"):
        stops.order_by_way(edit=trips.edit(trip), trip=trip.pk)
    services.turn_trip(edit=trips.edit(trip), trip=trip.pk, turn=Turn.REOPEN)
    trip.refresh_from_db()
    assert trip.state == TripState.PLANNED


def test_nobody_sets_out_before_the_day(trips: Trips) -> None:
    trip = trips.plan()
    with pytest.raises(DomainError, match="too_early"):
        services.turn_trip(edit=trips.edit(trip), trip=trip.pk, turn=Turn.SET_OUT)


def test_what_was_ticked_off_stays(trips: Trips) -> None:
    trip = trips.plan(day=trips.today)
    row = trip.stops.get(number=1)
    row.outcome = Outcome.NOT_AT_HOME
    row.save()
    with pytest.raises(DomainError, match="ticked_off"):
        stops.remove_stop(edit=trips.edit(trip), trip=trip.pk, stop=row.pk)


def test_a_key_without_a_trip(trips: Trips) -> None:
    edit = Edit(trips.actor(Role.COMMUNE_LEADER), trips.plan().key, trips.now, 1)
    with pytest.raises(DomainError) as refused:
        stops.order_by_way(edit=edit, trip=999_999_999)
    assert refused.value.status in {404, 409}
