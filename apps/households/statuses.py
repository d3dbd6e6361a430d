"""What a household is on the lists of, in words."""

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
