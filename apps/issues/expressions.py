"""Issues of households in SQL, defined once."""

from datetime import date, datetime, time, timedelta

from django.db.models import DateField, Min, OuterRef, Subquery

from apps.common.clock import ZONE
from apps.issues.kinds import RESTRICTED
from apps.issues.machine import PENDING
from apps.issues.models import Issue, IssueAction


def first_deadline(at: date) -> Subquery:
    """For a household queryset: the earliest deadline of what it waits for at the end of ``at``.

    Null: it waits for nothing. As its issues' steps tell, so for days gone by as well. Kinds that
    only few may read are left out: figures are everybody's who sees the area.
    """
    end = datetime.combine(at + timedelta(days=1), time(), tzinfo=ZONE)
    last = IssueAction.objects.filter(issue=OuterRef("pk"), at__lt=end).order_by("-number")[:1]
    waiting = (
        Issue.objects.filter(household=OuterRef("pk"))
        .exclude(kind__in=sorted(RESTRICTED))
        .annotate(
            then=Subquery(last.values("to_state")), late_then=Subquery(last.values("late_after"))
        )
        .filter(then__in=sorted(PENDING))
        .order_by()
        .values("household")
        .annotate(first=Min("late_then"))
        .values("first")
    )
    return Subquery(waiting, output_field=DateField())
