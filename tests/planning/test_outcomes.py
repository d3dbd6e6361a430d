"""Stops are ticked off on the way, by whoever goes along; talks hang on them."""

from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.common.errors import DomainError
from apps.planning import services, stops
from apps.planning.models import FieldTrip, TripStop
from apps.planning.states import Outcome, TripState, Turn
from apps.planning.stops import Tick
from apps.visits.checkins.writing import Written, write_down
from tests.planning.conftest import Trips

pytestmark = pytest.mark.django_db


def tick(
    trips: Trips,
    trip: FieldTrip,
    stop: TripStop,
    outcome: Outcome,
    role: Role | None = Role.COMMUNE_LEADER,
    was: Outcome = Outcome.NONE,
) -> TripStop:
    stops.set_outcome(
        key=uuid4(),
        actor=trips.actor(role),
        trip=trip.pk,
        tick=Tick(stop.pk, outcome, was),
        at=trips.now,
    )
    stop.refresh_from_db()
    return stop


def test_the_first_tick_sets_the_trip_under_way(trips: Trips) -> None:
    trip = trips.plan(day=trips.today)
    assert tick(trips, trip, trip.stops.all()[0], Outcome.NOT_AT_HOME).outcome == "not_at_home"
    trip.refresh_from_db()
    assert trip.state == TripState.UNDER_WAY


def test_not_before_the_day(trips: Trips) -> None:
    trip = trips.plan()
    with pytest.raises(DomainError, match="too_early"):
        tick(trips, trip, trip.stops.all()[0], Outcome.MET)


def test_two_tick_the_same_stop_off(trips: Trips) -> None:
    trip = trips.plan(day=trips.today)
    stop = trip.stops.all()[0]
    tick(trips, trip, stop, Outcome.MET)
    with pytest.raises(DomainError) as refused:
        tick(trips, trip, stop, Outcome.NOT_AT_HOME, Role.COMMUNE_OFFICE)
    assert refused.value.status == 409
    assert tick(trips, trip, stop, Outcome.NOT_AT_HOME, was=Outcome.MET).outcome == "not_at_home"


def test_a_companion_ticks_off_what_is_in_reach(trips: Trips) -> None:
    trip = trips.plan(day=trips.today, companions=(trips.world.member.pk,))
    own = trip.stops.get(household=trips.world.in_charge_of)
    other = trip.stops.exclude(pk=own.pk)[0]
    assert tick(trips, trip, own, Outcome.MET, Role.MEMBER_IN_CHARGE).outcome == "met"
    with pytest.raises(DomainError) as refused:
        tick(trips, trip, other, Outcome.MET, Role.MEMBER_IN_CHARGE)
    assert refused.value.status == 404


@pytest.mark.parametrize(
    ("role", "status"), [(Role.INSPECTION, 403), (Role.GROUP_OFFICER, 404), (None, 404)]
)
def test_who_does_not_go_along_ticks_nothing_off(
    trips: Trips, role: Role | None, status: int
) -> None:
    trip = trips.plan(day=trips.today)
    with pytest.raises(DomainError) as refused:
        tick(trips, trip, trip.stops.all()[0], Outcome.MET, role)
    assert refused.value.status == status


def _talk(trips: Trips, household: int, person: int) -> int:
    written = Written(household, person, trips.today, "in_person")
    answer = write_down(
        actor=trips.actor(Role.COMMUNE_LEADER), key=uuid4(), written=written, now=trips.now
    )
    return int(answer["contact"])


def test_a_talk_of_the_party_ticks_its_stop_off(trips: Trips) -> None:
    trip = trips.plan(day=trips.today)
    stop = trip.stops.get(household=trips.world.in_charge_of)
    talk = _talk(trips, stop.household_id, trip.leader_id)
    stop.refresh_from_db()
    assert (stop.outcome, stop.contact_id) == ("met", talk)


def test_a_talk_of_others_is_not_the_trips(trips: Trips) -> None:
    trip = trips.plan(day=trips.today)
    stop = trip.stops.get(household=trips.world.in_charge_of)
    _talk(trips, stop.household_id, trips.world.member.pk)
    stop.refresh_from_db()
    assert (stop.outcome, stop.contact_id) == ("none", None)


def test_finishing_finds_the_talks(trips: Trips) -> None:
    trip = trips.plan(day=trips.today)
    stop = trip.stops.get(household=trips.world.in_charge_of)
    talk = _talk(trips, stop.household_id, trip.leader_id)
    TripStop.objects.filter(pk=stop.pk).update(contact=None)
    services.turn_trip(edit=trips.edit(trip), trip=trip.pk, turn=Turn.FINISH)
    stop.refresh_from_db()
    assert stop.contact_id == talk
    with pytest.raises(DomainError, match="trip_closed"):
        tick(trips, trip, trip.stops.exclude(pk=stop.pk)[0], Outcome.MET)
