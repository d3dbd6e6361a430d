"""How to make a row of each table of the road and of rights, and a column to change."""

from collections.abc import Callable
from datetime import date

from django.db import models

from apps.issues.models import RoadRule
from tests.factories.areas import CommuneFactory
from tests.factories.households import HouseholdFactory
from tests.factories.people import PersonFactory
from tests.factories.roadmap import decided, request, step, support, target

DAY = date(2026, 11, 2)
ROAD_CASES: dict[str, tuple[Callable[[], models.Model], str, object]] = {
    "PovertyYear": (lambda: decided(HouseholdFactory.create(), 2025, "poor"), "status", "escaped"),
    "PovertyTarget": (lambda: target(HouseholdFactory.create()), "target_year", 2028),
    "RoadStep": (
        lambda: step(target(HouseholdFactory.create()), PersonFactory.create(), due_on=DAY),
        "kind",
        "job",
    ),
    "HouseholdSupport": (lambda: support(HouseholdFactory.create()), "amount", 60_000_000),
    "RoadRule": (
        lambda: RoadRule.objects.create(commune=CommuneFactory.create()),
        "contact_days",
        45,
    ),
    "DataRequest": (lambda: request(HouseholdFactory.create()), "text", "Sửa số điện thoại"),
}
