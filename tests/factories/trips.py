"""Trips as the cast plans them: through the service, since a trip has no other beginning."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.common.clock import local_day
from apps.households.models import Household
from apps.planning.models import FieldTrip
from apps.planning.services import Plan, plan_trip
from apps.planning.stops import Wanted


def planned(user: User, homes: Sequence[Household], *, at: datetime, **more: Any) -> FieldTrip:
    """A trip today, unless ``more`` says otherwise (as ``services.Plan``)."""
    answer = plan_trip(
        key=uuid4(),
        actor=actor_for(user, at=at),
        plan=Plan(**{"day": local_day(at), **more}),
        stops=[Wanted(home.pk) for home in homes],
        at=at,
    )
    return FieldTrip.objects.get(pk=answer["trip"])
