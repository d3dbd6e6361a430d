"""One household's card on the map, as far as the actor's post needs it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.roles import PHONE_ROLES
from apps.assignments.models import Assignment
from apps.households.merging import kept_key
from apps.households.models import Household, PositionSource
from apps.households.statuses import statuses_of
from apps.issues.brief import STAGE_OF, Brief, worst_first
from apps.issues.kinds import IssueKind
from apps.issues.machine import PENDING, State
from apps.issues.models import Issue
from apps.visits.keeping import in_person_words
from apps.visits.models import Contact
from apps.visits.recency import month_of
from apps.visits.selectors import rules_of


@dataclass(frozen=True, slots=True)
class Card:
    """Ready to be shown: texts in the reader's language, dates as the reader writes them."""

    id: int
    code: str
    head: str
    village: str
    group: str | None
    size: int | None
    statuses: list[str]
    phone: str | None
    address: str
    position: dict[str, Any]
    in_charge: dict[str, str] | None
    last_contact: dict[str, str] | None
    contacts_this_month: int
    contacts_required: int
    in_person: str
    notices: list[str]
    # What the household waits for, the worst first; as far as the actor may read it.
    issues: list[dict[str, Any]]


def find_household(actor: Actor, pk: int, *, at: date) -> Household | None:
    """The household, or None when it does not exist for this actor; a double leads to the one
    that was kept.
    """
    rows = Household.objects.visible_to(actor).living(at=at).select_related("village", "group")
    return rows.filter(pk=pk).first() or rows.filter(pk=kept_key(pk)).first()


def _in_charge(actor: Actor, household: Household, at: date) -> dict[str, str] | None:
    assignment = (
        Assignment.objects.visible_to(actor)
        .for_households()
        .in_force(at=at)
        .filter(household=household)
        .select_related("person")
        .first()
    )
    if assignment is None:
        return None
    since = date_format(assignment.period.lower, "SHORT_DATE_FORMAT")
    return {"name": assignment.person.full_name, "since": since}


def _last_contact(actor: Actor, household: Household, at: date) -> dict[str, str] | None:
    contact = (
        Contact.objects.visible_to(actor)
        .up_to(at)
        .filter(household=household)
        .order_by("-day", "-happened_at")
        .first()
    )
    if contact is None:
        return None
    day = date_format(contact.day, "SHORT_DATE_FORMAT")
    return {"day": day, "channel": str(contact.get_channel_display())}


def _position(household: Household) -> dict[str, Any]:
    if household.position is None:
        note = str(household.get_position_missing_display())
        return {"has": False, "note": note, "provisional": ""}
    provisional = household.position_source == PositionSource.GROUP_CENTRE
    note = str(household.get_position_source_display())
    return {"has": True, "note": note, "provisional": _("vị trí tạm") if provisional else ""}


def brief_of(issue: Issue) -> Brief:
    """As the map's marks tell a pending issue."""
    assert issue.late_after is not None  # noqa: S101 - pending: the database keeps it so
    return Brief(IssueKind(issue.kind), STAGE_OF[State(issue.state)], issue.late_after)


def _issues(actor: Actor, household: Household, at: date) -> list[dict[str, Any]]:
    rows = Issue.objects.visible_to(actor).filter(household=household, state__in=sorted(PENDING))
    by_brief: dict[Brief, list[Issue]] = {}
    for issue in rows.order_by("pk"):
        by_brief.setdefault(brief_of(issue), []).append(issue)
    return [
        {
            "id": issue.pk,
            "kind": str(issue.get_kind_display()),
            "state": str(issue.get_state_display()),
            "due": _("hạn %(day)s") % {"day": date_format(brief.due, "SHORT_DATE_FORMAT")},
            "late": _("Quá hạn %(n)d ngày") % {"n": days}
            if (days := (at - brief.due).days) > 0
            else "",
        }
        for brief in worst_first(list(by_brief), at=at)
        for issue in by_brief[brief]
    ]


def household_card(actor: Actor, household: Household, *, at: date) -> Card:
    """What ``actor`` may know of a household within reach, on the day ``at``."""
    rule = rules_of([household.commune_id])[household.commune_id]
    month = Contact.objects.visible_to(actor).between(*month_of(at, rule.month_start))
    done = month.filter(household=household, day__lte=at).month_days()
    in_charge = _in_charge(actor, household, at)
    may_ring = Household.objects.reached_by(actor, PHONE_ROLES).filter(pk=household.pk).exists()
    return Card(
        id=household.pk,
        code=household.code,
        head=household.head_name,
        village=household.village.name,
        group=household.group.name if household.group else None,
        size=household.size,
        statuses=statuses_of(household),
        phone=(household.phone or None) if may_ring else None,
        address=household.address,
        position=_position(household),
        in_charge=in_charge,
        last_contact=_last_contact(actor, household, at),
        contacts_this_month=done.days,
        contacts_required=rule.per_month,
        in_person=in_person_words(rule, done.in_person),
        issues=_issues(actor, household, at),
        notices=[] if in_charge else [_("Chưa có người phụ trách")],
    )
