"""The households that a phone keeps: one's own, with the least that a visit needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db.models import F, OuterRef, Q, Subquery

from apps.accounts.actor import Actor
from apps.accounts.roles import PHONE_ROLES, AreaKind, Role
from apps.assignments.models import Assignment, Tier
from apps.households.models import Household, PositionSource
from apps.households.querysets import HouseholdQuerySet
from apps.visits.expressions import contact_days, last_contact_day
from apps.visits.models import Channel, Contact, ContactRule
from apps.visits.phone.additions import add_to
from apps.visits.recency import month_of
from apps.visits.selectors import rules_of

#: a member in charge has ten, an officer's groups some two hundred
MOST_HOMES: Final = 500
#: degrees to five places: a metre
_PLACES: Final = 5
_COLUMNS: Final = (
    *("pk", "commune_id", "village_id", "group_id", "code", "head_name", "address", "phone"),
    *("position", "position_source", "poverty_status"),
)


def own_homes(actor: Actor, *, at: date) -> HouseholdQuerySet[Household]:
    """Living households that the actor is in charge of, and those of groups in charge."""
    mine = Q(pk__in=_own_keys(actor))
    groups = Q(group__in=actor.areas(AreaKind.GROUP, {Role.GROUP_OFFICER}))
    rows = Household.objects.reached_by(actor, PHONE_ROLES).living(at=at)
    return rows.filter(mine | groups)


def _own_keys(actor: Actor) -> frozenset[int]:
    return actor.areas(AreaKind.HOUSEHOLD, {Role.MEMBER_IN_CHARGE})


def homes(actor: Actor, *, at: date) -> tuple[ContactRule, list[dict[str, Any]]]:
    """Each as the phone keeps it, and the rule of the commune that holds most of them."""
    rows = own_homes(actor, at=at)
    communes = list(rows.order_by().values_list("commune", flat=True).distinct()[:20])
    rules = rules_of(communes)
    found = [row for pk in sorted(rules) for row in _homes_of(actor, rows, rules[pk], at)]
    own = _own_keys(actor)
    # One's own first, should there be more than a phone keeps.
    found.sort(key=lambda row: (row["pk"] not in own, row["pk"]))
    main = max(rules.values(), key=lambda rule: _held(found, rule), default=ContactRule())
    told = [_told(row, own) for row in found[:MOST_HOMES]]
    add_to(told, actor, at=at)
    return main, told


def _held(rows: list[dict[str, Any]], rule: ContactRule) -> int:
    return sum(row["commune_id"] == rule.commune_id for row in rows)


def _homes_of(
    actor: Actor, rows: HouseholdQuerySet[Household], rule: ContactRule, at: date
) -> list[dict[str, Any]]:
    start, end = month_of(at, rule.month_start)
    charge = Assignment.objects.visible_to(actor).in_force(at=at)
    person = charge.filter(tier=Tier.HOUSEHOLD, household=OuterRef("pk"))
    dated = Contact.objects.visible_to(actor).filter(household=OuterRef("pk"))
    dated = dated.exclude(next_visit_on=None).order_by("-happened_at", "-pk")
    annotated = rows.filter(commune=rule.commune_id).annotate(
        village_name=F("village__name"),
        group_name=F("group__name"),
        days=contact_days(start, end),
        in_person=contact_days(start, end, Channel.IN_PERSON),
        last_day=last_contact_day(at),
        next_visit_on=Subquery(dated.values("next_visit_on")[:1]),
        person_in_charge=Subquery(person.values("person__full_name")[:1]),
    )
    names = ("village_name", "group_name", "days", "in_person", "last_day", "next_visit_on")
    return list(annotated.order_by("pk").values(*_COLUMNS, *names, "person_in_charge"))


def _told(row: Mapping[str, Any], own: frozenset[int]) -> dict[str, Any]:
    point = row["position"]
    return {
        "id": row["pk"],
        "code": row["code"],
        "head": row["head_name"],
        "address": row["address"],
        "village": row["village_name"],
        "group": row["group_name"],
        "phone": row["phone"],
        "lon": None if point is None else round(point.x, _PLACES),
        "lat": None if point is None else round(point.y, _PLACES),
        "provisional": row["position_source"] == PositionSource.GROUP_CENTRE,
        "poverty": row["poverty_status"],
        "month": {"days": row["days"], "in_person": row["in_person"]},
        "last_day": _day(row["last_day"]),
        "next_visit_on": _day(_still_ahead(row["next_visit_on"], row["last_day"])),
        "person_in_charge": row["person_in_charge"],
        "is_mine": row["pk"] in own,
    }


def _still_ahead(wanted: date | None, last: date | None) -> date | None:
    """A date is done with once there was a contact on it or after it."""
    return None if wanted is not None and last is not None and last >= wanted else wanted


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
