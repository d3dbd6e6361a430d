"""The time of the place: every rule gets ``at`` from its caller, the outermost caller asks here."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present moment, aware."""
    return timezone.now()


def local_day(at: datetime) -> date:
    """The calendar day in Vietnam at the moment ``at``."""
    return at.astimezone(ZONE).date()
