"""What one year's list says against the status before it: pure."""

from __future__ import annotations

from apps.households.models import PovertyStatus
from apps.issues.roadmap.kinds import IN_POVERTY, Difference


def difference(before: str, after: str, *, had_left: bool = False) -> Difference:
    """From the status before to the one of this year.

    ``had_left``: some earlier year's decision says that the household left poverty; then coming
    back in is a falling back, as it is from "escaped" itself.
    """
    was_in, is_in = before in IN_POVERTY, after in IN_POVERTY
    if was_in and is_in:
        if before == after:
            return Difference.SAME
        return Difference.BETTER if after == PovertyStatus.NEAR_POOR else Difference.WORSE
    if is_in:
        back = had_left or before == PovertyStatus.ESCAPED
        return Difference.FALLEN_BACK if back else Difference.NEW
    return Difference.ESCAPED if was_in else Difference.SAME
