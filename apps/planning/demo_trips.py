"""Trips of the demo commune, for trying the software out. Never on a machine with real data.

Planned by the demo's own log-ins through the service that everybody uses.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.areas.models import Commune
from apps.common.clock import local_day
from apps.households.models import Household
from apps.issues.kinds import RESTRICTED
from apps.issues.models import Issue
from apps.planning.models import FieldTrip
from apps.planning.services import Plan, plan_trip
from apps.planning.stops import Wanted

#: log-in, name, days from today, households
_SAMPLES: Final = (
    ("lanhdao", "Thăm các hộ có vấn đề đang chờ", 2, 12),
    ("chiuy", "Thăm hộ trong thôn", 4, 6),
)


def create_demo_trips(commune: Commune, *, at: datetime) -> int:
    """Plan the trips that are missing; how many there are. The same again changes nothing."""
    for number, (username, name, days, homes) in enumerate(_SAMPLES):
        key = uuid5(NAMESPACE_URL, f"demo:{commune.code}:trip:{number}")
        user = User.objects.filter(username=username).first()
        if user is not None and not FieldTrip.objects.filter(key=key).exists():
            _plan(user, commune, key, name, days, homes, at=at)
    return FieldTrip.objects.filter(commune=commune).count()


def _plan(
    user: User, commune: Commune, key: UUID, name: str, days: int, most: int, *, at: datetime
) -> None:
    actor = actor_for(user, at=at)
    reached = Household.objects.visible_to(actor).filter(commune=commune, position__isnull=False)
    reached = reached.living(at=local_day(at))
    rows = Issue.objects.visible_to(actor).open().exclude(kind__in=sorted(RESTRICTED))
    about = dict(rows.order_by("-due_on", "-pk").values_list("household", "pk"))
    # One part of the commune, as one goes.
    homes = list(reached.filter(pk__in=about).order_by("village__code", "code")[:most])
    first = reached.order_by("code").first()
    if not homes or first is None or first.position is None:
        return
    plan = Plan(
        day=local_day(at) + timedelta(days=days),
        name=name,
        start=(first.position.x, first.position.y),
        start_label="Nhà văn hoá thôn",
        returns=True,
    )
    stops = [Wanted(home.pk, issue=about[home.pk]) for home in homes]
    plan_trip(key=key, actor=actor, plan=plan, stops=stops, at=at)
