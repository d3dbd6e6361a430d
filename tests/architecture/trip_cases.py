"""How rows of trips are made and changed, for ``test_history``."""

from collections.abc import Callable
from datetime import date, time
from typing import Any
from uuid import uuid4

from apps.planning.models import FieldTrip, TripCompanion, TripStop
from tests.factories.areas import CommuneFactory
from tests.factories.households import HouseholdFactory
from tests.factories.people import PersonFactory, UserFactory

DAY = date(2026, 11, 2)


def _trip(commune: Any = None) -> FieldTrip:
    return FieldTrip.objects.create(
        key=uuid4(),
        commune=commune or CommuneFactory.create(),
        day=DAY,
        starts_at=time(7, 30),
        leader=PersonFactory.create(),
        made_by=UserFactory.create(),
        made_on=DAY,
    )


def _stop() -> TripStop:
    home = HouseholdFactory.create()
    return TripStop.objects.create(trip=_trip(home.commune), household=home, number=1)


TRIP_CASES: dict[str, tuple[Callable[[], Any], str, Any]] = {
    "FieldTrip": (_trip, "note", "Mang theo mẫu đơn"),
    "TripStop": (_stop, "ask", "Hỏi giấy bảo hiểm"),
    "TripCompanion": (
        lambda: TripCompanion.objects.create(trip=_trip(), person=PersonFactory.create()),
        "person",
        PersonFactory.create,
    ),
}
