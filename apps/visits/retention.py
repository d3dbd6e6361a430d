"""Data ages out: what is older than a commune's rule is blanked, in rows and in their histories.

Notes, findings and positions of contacts, proposed positions once they are decided, and who lived
in households that have left. Days, codes and counts
stay, so that no figure of the past changes. The histories are append-only for everybody else; this
is the one place that lifts that lock, for its own statements.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

import pghistory
import pgtrigger
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.areas.models import Commune, RetentionRule
from apps.areas.rules import retentions_of
from apps.common import clock
from apps.households.models import Household, HouseholdMember
from apps.people.versions import events_of
from apps.visits.checkins.kinds import ProposalState
from apps.visits.models import Contact, PositionProposal

# Stands where a name has to stand.
ERASED: Final = gettext_noop("(đã xoá theo quy định)")
CONTACT: Final[dict[str, Any]] = {
    "note": "",
    "position": None,
    "position_accuracy": None,
    "changes": [],
    "next_visit_on": None,
}
PROPOSAL: Final[dict[str, Any]] = {"position": None, "accuracy": None}
# The dwelling's point stays: it names nobody.
HOUSEHOLD: Final[dict[str, Any]] = {
    "head_name": ERASED,
    "head_birth_year": None,
    "phone": "",
    "address": "",
}
RESIDENT: Final[dict[str, Any]] = {
    "full_name": ERASED,
    "birth_year": None,
    "person": None,
    "job": "",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """How many contacts lose note or position, and how many households their names."""

    notes: int
    households: int

    @property
    def total(self) -> int:
        return self.notes + self.households


def months_before(day: date, months: int) -> date:
    """The same day ``months`` earlier, or the first of the next month where it does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)


def _departed(rule: RetentionRule, at: date) -> QuerySet[Household]:
    """Households that left so long ago that nobody needs to know who lived there."""
    before = months_before(at, 12 * rule.departed_household_years)
    return Household.objects.filter(commune=rule.commune_id, left_on__lt=before)


def _said_something() -> Q:
    return (
        ~Q(note="")
        | ~Q(changes=[])
        | Q(position__isnull=False)
        | Q(position_accuracy__isnull=False)
        | Q(next_visit_on__isnull=False)
    )


def _old_proposals(rule: RetentionRule, at: date) -> Q:
    """Proposed positions, or their events, decided and older than the rule."""
    before = datetime.combine(
        months_before(at, rule.contact_note_months), time.min, tzinfo=clock.ZONE
    )
    decided = Q(household__commune=rule.commune_id, received_at__lt=before)
    return decided & Q(position__isnull=False)


def _old_contacts(rule: RetentionRule, at: date) -> Q:
    """Contacts, or their events, older than the rule, or with households long gone."""
    before = months_before(at, rule.contact_note_months)
    gone = _departed(rule, at).values("pk")
    return Q(household__commune=rule.commune_id, day__lt=before) | Q(household__in=gone)


def preview(rule: RetentionRule, *, at: date) -> Preview:
    """What ``age_out`` would blank under ``rule`` on the day ``at``."""
    notes = Contact.objects.filter(_old_contacts(rule, at)).filter(_said_something())
    return Preview(notes.count(), _departed(rule, at).exclude(head_name=ERASED).count())


def age_out(*, at: date) -> Preview:
    """Blank what is older than each commune's rule; what was blanked."""
    notes = households = 0
    for rule in retentions_of(Commune.objects.values_list("pk", flat=True)).values():
        done = _age_out_of(rule, at)
        notes, households = notes + done.notes, households + done.households
    return Preview(notes, households)


@transaction.atomic
def _age_out_of(rule: RetentionRule, at: date) -> Preview:
    with pghistory.context(reason=_("Hết thời hạn lưu theo quy định của xã")):
        gone = list(_departed(rule, at).order_by("pk").values_list("pk", flat=True))
        notes = Contact.objects.filter(_old_contacts(rule, at)).filter(_said_something())
        blanked = notes.update(**CONTACT)
        households = Household.objects.filter(pk__in=gone).exclude(head_name=ERASED)
        erased = households.update(**HOUSEHOLD)
        residents = HouseholdMember.objects.filter(household__in=gone).exclude(full_name=ERASED)
        residents.update(**RESIDENT)
        proposals = PositionProposal.objects.filter(_old_proposals(rule, at))
        proposals.exclude(state=ProposalState.WAITING).update(**PROPOSAL)
    _blank_events(Contact, _old_contacts(rule, at) & _said_something(), CONTACT)
    waiting = PositionProposal.objects.filter(state=ProposalState.WAITING).values("pk")
    _blank_events(PositionProposal, _old_proposals(rule, at) & ~Q(pgh_obj__in=waiting), PROPOSAL)
    _blank_events(Household, Q(pgh_obj__in=gone) & ~Q(head_name=ERASED), HOUSEHOLD)
    _blank_events(HouseholdMember, Q(household__in=gone) & ~Q(full_name=ERASED), RESIDENT)
    return Preview(blanked, erased)


def _blank_events(model: type[Model], which: Q, values: Mapping[str, Any]) -> None:
    """The same in the history, past its append-only lock."""
    events = events_of(model)
    with pgtrigger.ignore(f"{events.model._meta.label}:append_only"):
        events.filter(which).update(**values)


@dataclass(frozen=True, slots=True)
class HouseholdPreview:
    """What may be blanked of a household, in all its entries, on its wish."""

    notes: int
    proposals: int
    residents: int
    phone: int


def household_preview(households: Collection[int]) -> HouseholdPreview:
    """How much ``erase_household`` would blank."""
    notes, proposals, residents, homes = _erasable(households)
    return HouseholdPreview(notes.count(), proposals.count(), residents.count(), homes.count())


def erase_household(households: Collection[int], *, reason: str) -> HouseholdPreview:
    """Blank what nobody is bound to keep of a household, in rows and in their histories.

    ``households``: keys of its entry and of those that were merged into it.
    Notes, findings and positions of contacts, decided proposals, the phone, and who has left it.
    Who lives there, what was decided and what was done stay. Inside the caller's transaction.
    """
    with transaction.atomic():
        before = household_preview(households)
        notes, proposals, residents, homes = _erasable(households)
        gone = list(HouseholdMember.objects.filter(_gone(households)).values_list("pk", flat=True))
        waiting = PositionProposal.objects.filter(state=ProposalState.WAITING).values("pk")
        with pghistory.context(reason=reason):
            notes.update(**CONTACT)
            proposals.update(**PROPOSAL)
            residents.update(**RESIDENT)
            homes.update(phone="")
        of_home = Q(household__in=households)
        _blank_events(Contact, of_home & _said_something(), CONTACT)
        decided = of_home & Q(position__isnull=False) & ~Q(pgh_obj__in=waiting)
        _blank_events(PositionProposal, decided, PROPOSAL)
        _blank_events(HouseholdMember, Q(pgh_obj__in=gone) & ~Q(full_name=ERASED), RESIDENT)
        _blank_events(Household, Q(pgh_obj__in=households) & ~Q(phone=""), {"phone": ""})
    return before


def _gone(households: Collection[int]) -> Q:
    return Q(household__in=households, left_on__isnull=False)


def _erasable(
    households: Collection[int],
) -> tuple[
    QuerySet[Contact], QuerySet[PositionProposal], QuerySet[HouseholdMember], QuerySet[Household]
]:
    decided = PositionProposal.objects.exclude(state=ProposalState.WAITING)
    return (
        Contact.objects.filter(household__in=households).filter(_said_something()),
        decided.filter(household__in=households, position__isnull=False),
        HouseholdMember.objects.filter(_gone(households)).exclude(full_name=ERASED),
        Household.objects.filter(pk__in=households).exclude(phone=""),
    )
