"""What assignments add to a household's page and story, and what follows when it leaves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.assignments.models import Assignment, Tier
from apps.households.models import Household
from apps.households.sections import Fact, Section, Step
from apps.households.timeline import Kind, Moment


def _day(value: date) -> str:
    return date_format(value, "SHORT_DATE_FORMAT")


def charge_section(actor: Actor, household: Household, at: date) -> Section:
    """Who is in charge, of all three tiers as far as the actor sees them."""
    rows = (
        Assignment.objects.visible_to(actor)
        .in_force(at=at)
        .filter(
            Q(household=household)
            | Q(group__isnull=False, group=household.group_id)
            | Q(village=household.village_id)
        )
        .select_related("person")
        .order_by("pk")
    )
    names: dict[int, list[str]] = {}
    for row in rows:
        told = _("%(name)s, từ %(day)s") % {
            "name": row.person.full_name,
            "day": _day(row.period.lower),
        }
        names.setdefault(row.tier, []).append(told)
    nobody = Fact(str(Tier.HOUSEHOLD.label), (_("Chưa có người phụ trách"),), is_gap=True)
    facts = [
        Fact(str(tier.label), tuple(names[tier]))
        for tier in sorted(Tier, reverse=True)
        if tier in names
    ]
    if Tier.HOUSEHOLD not in names and household.left_on is None:
        facts.insert(0, nobody)
    return Section("charge", _("Người phụ trách"), tuple(facts))


def _in_charge(actor: Actor, household: Household, at: date) -> Assignment | None:
    rows = Assignment.objects.visible_to(actor).for_households().in_force(at=at)
    found: Assignment | None = rows.filter(household=household).select_related("person").first()
    return found


def charge_consequences(actor: Actor, household: Household, at: date, step: Step) -> list[str]:
    """Who would lose or keep the household."""
    row = _in_charge(actor, household, at)
    if step is Step.SPLIT:
        return [_("Hộ mới chưa có người phụ trách, cho tới khi phân công.")]
    if step is Step.RETURN:
        return [_("Ai phụ trách cho tới ngày hộ đi thì lại phụ trách, nếu chưa ai thay.")]
    if row is None:
        return []
    name = row.person.full_name
    if step is Step.LEAVE:
        return [_("%(name)s thôi phụ trách hộ từ ngày hộ chuyển đi.") % {"name": name}]
    return [_("%(name)s vẫn phụ trách hộ, trừ khi bạn bỏ chọn ở dưới.") % {"name": name}]


def charge_moments(actor: Actor, household: Household) -> list[Moment]:
    """Provider of the timeline: somebody was put in charge of the household, or is so no more."""
    rows = Assignment.objects.visible_to(actor).for_households().filter(household=household)
    people = dict(rows.values_list("pk", "person__full_name"))
    events: list[Any] = list(
        apps.get_model("assignments", "AssignmentEvent")
        ._default_manager.filter(pgh_obj_id__in=people)
        .select_related("pgh_context")
        .order_by("pgh_obj_id", "pgh_id")
    )
    told = []
    for before, after in zip([None, *events], events, strict=False):
        same = before is not None and before.pgh_obj_id == after.pgh_obj_id
        lines = _lines(people[after.pgh_obj_id], before if same else None, after)
        told += [_moment(after, lines)] if lines else []
    return told


def _lines(name: str, before: Any, after: Any) -> tuple[str, ...]:
    told = []
    if before is None:
        told.append(
            _("%(name)s phụ trách hộ từ %(day)s.") % {"name": name, "day": _day(after.period.lower)}
        )
    if after.period.upper is not None and (before is None or before.period != after.period):
        told.append(
            _("%(name)s thôi phụ trách hộ từ %(day)s.")
            % {"name": name, "day": _day(after.period.upper)}
        )
    elif before is not None and before.period.upper is not None and after.period.upper is None:
        told.append(_("%(name)s lại phụ trách hộ.") % {"name": name})
    return tuple(told)


def _moment(event: Any, lines: tuple[str, ...]) -> Moment:
    about = dict(event.pgh_context.metadata) if event.pgh_context else {}
    reason = str(about.get("reason", ""))
    return Moment(
        at=event.pgh_created_at,
        kind=Kind.CHARGE,
        title=_("Phân công"),
        lines=lines,
        user_id=about.get("user"),
        reason="" if reason == "import" else reason,
        # Told by itself although the household's leaving was one transaction with it.
        bundle="",
    )
