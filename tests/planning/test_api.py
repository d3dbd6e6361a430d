"""The interface of trips."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.planning.models import FieldTrip
from tests.factories.issues import reported
from tests.planning.conftest import Trips, order_of

pytestmark = pytest.mark.django_db
LEADER = Role.COMMUNE_LEADER


def body(trips: Trips, *homes: int, **more: object) -> dict[str, object]:
    day = trips.today + timedelta(days=1)
    return {"day": day.isoformat(), "stops": [{"household": home} for home in homes], **more}


def test_a_trip_is_planned_once(trips: Trips) -> None:
    homes = [home.pk for home in trips.world.households[:2]]
    sent = body(trips, *homes, key=str(uuid4()))
    first = trips.ask(LEADER, "trips-api:plan", sent)
    assert first.status_code == 200
    assert trips.ask(LEADER, "trips-api:plan", sent).json() == first.json()
    assert FieldTrip.objects.count() == 1
    other = trips.ask(LEADER, "trips-api:plan", {**sent, "name": "khác"})
    assert (other.status_code, other.json()["code"]) == (409, "key_used")


def test_a_trip_from_a_cluster_knows_what_it_is_about(trips: Trips) -> None:
    home = trips.world.in_charge_of
    issue = reported(trips.user(Role.MEMBER_IN_CHARGE), home, at=trips.now)
    sent = body(trips, stops=[{"household": home.pk, "issue": issue.pk}])
    trip = trips.ask(LEADER, "trips-api:plan", sent).json()["trip"]
    told = trips.get(LEADER, "trips-api:trip", pk=trip).json()
    assert told["stops"][0]["issue"] == issue.pk
    assert (told["hidden"], told["revision"], told["may_change"]) == (0, 1, True)


def test_stops_are_changed(trips: Trips) -> None:
    homes = [home.pk for home in trips.world.households]
    trip = trips.plan(homes=trips.world.households[:3])
    stop = trip.stops.get(number=3).pk
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("add", {"stops": [{"household": homes[5]}]}),
        ("move", {"stop": stop, "number": 1}),
        ("stop", {"stop": stop, "ask": "Hỏi", "minutes": 15, "is_pinned": True}),
        ("order", {}),
        ("details", {"day": (trips.today + timedelta(days=2)).isoformat(), "name": "Mới"}),
        ("turn", {"turn": "cancel"}),
    )
    for seen, (name, more) in enumerate(steps, start=1):
        answer = trips.ask(LEADER, f"trips-api:{name}", {"seen": seen, **more}, pk=trip.pk)
        assert answer.json() == {"trip": trip.pk, "revision": seen + 1}, name
    assert order_of(trip)[0] == trip.stops.get(pk=stop).household_id
    stale = trips.ask(LEADER, "trips-api:turn", {"seen": 1, "turn": "reopen"}, pk=trip.pk)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")


def test_a_stop_is_ticked_off(trips: Trips) -> None:
    trip = trips.plan(day=trips.today)
    stop = trip.stops.get(number=1)
    sent = {"stop": stop.pk, "outcome": "not_at_home"}
    assert trips.ask(LEADER, "trips-api:outcome", sent, pk=trip.pk).status_code == 200
    told = trips.get(LEADER, "trips-api:trip", pk=trip.pk).json()
    assert told["stops"][0]["outcome"] == "not_at_home"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": "mai"}, "day"),
        ({"stops": [{"household": 10**30}]}, "stops"),
        ({"start": {"lon": 181, "lat": 0}}, "start"),
        ({"start": {"lon": 106, "lat": "NaN"}}, "start"),
        ({"name": "a" * 101}, "name"),
        ({"key": "không"}, "key"),
    ],
)
def test_what_is_wrong_is_named(trips: Trips, wrong: dict[str, object], field: str) -> None:
    answer = trips.ask(LEADER, "trips-api:plan", body(trips, **wrong))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert f"“{field}”" in answer.json()["message"]


def test_lists(trips: Trips) -> None:
    trip = trips.plan(Role.CELL_COMMITTEE, homes=[trips.world.in_charge_of], name="Nà A")
    told = trips.get(LEADER, "trips-api:list", "?changeable=true").json()
    assert [(row["id"], row["title"], row["homes"]) for row in told["trips"]] == [
        (trip.pk, "Nà A", 1)
    ]
    assert trips.get(Role.GROUP_OFFICER, "trips-api:list").json()["total"] == 0
    inspected = trips.get(Role.INSPECTION, "trips-api:list", "?changeable=true").json()
    assert inspected["total"] == 0
    assert trips.get(Role.INSPECTION, "trips-api:list").json()["total"] == 1


def test_the_interface_describes_itself(trips: Trips) -> None:
    told = trips.get(LEADER, "trips-api:schema").json()
    assert "/api/trips/plan/" in told["paths"]


def test_a_stranger_finds_no_trip(trips: Trips) -> None:
    trip = trips.plan()
    assert trips.get(None, "trips-api:trip", pk=trip.pk).status_code == 404
    sent = {"seen": 1, "turn": "cancel"}
    assert trips.ask(None, "trips-api:turn", sent, pk=trip.pk).status_code == 404
