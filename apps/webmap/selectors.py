"""What the map page shows: outlines with figures, household points, one household's card."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When

from apps.accounts.actor import Actor
from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.assignments.expressions import is_covered, name_in_charge
from apps.households.models import Household
from apps.visits.expressions import contact_days, last_contact_day
from apps.visits.models import ContactRule
from apps.visits.recency import month_of, recency_class
from apps.visits.selectors import rules_of

# The columns of a household on the map, in the order in which the page reads them.
HOUSEHOLD_FIELDS = (
    "id",
    "lon",
    "lat",
    "village",
    "group",
    "code",
    "head",
    "covered",
    "recency",
    "days",
    "month",
    "person",
)


@dataclass(frozen=True, slots=True)
class Outlines:
    communes: list[Commune]
    villages: list[Village]
    groups: list[SelfManagedGroup]


def communes_of(actor: Actor, *, at: date) -> list[Commune]:
    """The communes of the actor's area, by code."""
    own = Household.objects.visible_to(actor).living(at=at)
    communes = Commune.objects.in_force(at=at).filter(
        Q(pk__in=Commune.objects.visible_to(actor).values("pk")) | Q(pk__in=own.values("commune"))
    )
    return list(communes.order_by("code"))


def outlines(actor: Actor, *, at: date) -> Outlines:
    """Units in force within the actor's area, and those around the households in reach."""
    own = Household.objects.visible_to(actor).living(at=at)
    villages = Village.objects.in_force(at=at).filter(
        Q(pk__in=Village.objects.visible_to(actor).values("pk")) | Q(pk__in=own.values("village"))
    )
    groups = SelfManagedGroup.objects.in_force(at=at).filter(
        Q(pk__in=SelfManagedGroup.objects.visible_to(actor).values("pk"))
        | Q(pk__in=own.values("group"))
    )
    return Outlines(
        communes_of(actor, at=at),
        list(villages.order_by("code")),
        list(groups.order_by("village__code", "code")),
    )


def commune_rule(communes: Iterable[Commune]) -> ContactRule:
    """The rule the page explains: that of the first commune, or the defaults."""
    first = next(iter(communes), None)
    return ContactRule() if first is None else rules_of([first.pk])[first.pk]


def _month_days(rules: dict[int, ContactRule], at: date) -> Case:
    """Contact days of the month so far; each commune begins its month on its own day."""
    whens = [
        When(commune=commune, then=contact_days(*month_of(at, rule.month_start)))
        for commune, rule in rules.items()
    ]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def household_rows(actor: Actor, *, at: date) -> list[list[Any]]:
    """Every living household in reach, columns as in ``HOUSEHOLD_FIELDS``, by code."""
    households = Household.objects.visible_to(actor).living(at=at)
    commune_ids = households.order_by().values_list("commune_id", flat=True).distinct()
    rules = rules_of(commune_ids)
    found = (
        households.annotate(
            covered=is_covered(at),
            person=name_in_charge(at),
            last_day=last_contact_day(at),
            month=_month_days(rules, at),
        )
        .order_by("code")
        .values_list(
            "pk",
            "position",
            "village_id",
            "group_id",
            "code",
            "head_name",
            "covered",
            "last_day",
            "month",
            "person",
            "commune_id",
        )
    )
    return [_row(values, rules, at) for values in found]


def _row(values: tuple[Any, ...], rules: dict[int, ContactRule], at: date) -> list[Any]:
    pk, position, village, group, code, head, covered, last_day, month, person, commune = values
    days = None if last_day is None else (at - last_day).days
    lon, lat = (None, None) if position is None else (round(position.x, 6), round(position.y, 6))
    recency = recency_class(days, rules[commune].class_days)
    return [pk, lon, lat, village, group, code, head, int(covered), recency, days, month, person]
