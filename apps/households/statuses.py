"""What a household is on the lists of, in words, and how a yearly list reaches it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from apps.households.models import Household, PovertyStatus


def statuses_of(household: Household) -> list[str]:
    """Poverty and policy, in the reader's language; empty where there is nothing to say."""
    statuses = []
    if household.poverty_status != PovertyStatus.NONE:
        statuses.append(str(household.get_poverty_status_display()))
    if household.is_policy_family:
        statuses.append(_("Gia đình chính sách"))
    return statuses


@dataclass(frozen=True, slots=True)
class PovertyDecision:
    """The yearly review's decision on a household."""

    status: str
    number: str
    day: date


def mirror_poverty(decisions: Mapping[PovertyDecision, Collection[int]]) -> int:
    """Let the households (keys) say what was decided; how many said something else before.

    Inside the caller's transaction and context of history: whoever takes a list in has checked it.
    """
    written = 0
    for decision, households in decisions.items():
        wanted = {
            "poverty_status": decision.status,
            "poverty_decision_number": decision.number,
            "poverty_decision_date": decision.day,
        }
        rows = Household.objects.filter(pk__in=households)
        # Only those that differ: each row written is a row of history.
        written += rows.exclude(**wanted).update(**wanted)
    return written
