"""Who may fall back into poverty: a pure rule over what is known; nothing is computed about status.

A household that left poverty by a decision within the last ``escaped_months`` is watched. It is at
risk when nobody was there for long, when its livelihood or housing issue is still open, or when
somebody in it lost work and found none since.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from apps.issues.kinds import IssueKind
from apps.issues.roadmap.kinds import Sign

# Open issues of these kinds tell that what lifted the household may not hold.
TELLING: Final = frozenset({IssueKind.LIVELIHOOD, IssueKind.HOUSING})


@dataclass(frozen=True, slots=True)
class Watch:
    """The commune's rule: months after the decision, days without a contact."""

    escaped_months: int
    contact_days: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a household. ``escaped_on``: the day of the decision by which it left.

    ``open_kinds``: kinds of its open issues, as far as the reader may know them. ``lost_work_on``
    and ``found_work_on``: the latest contacts that said so.
    """

    escaped_on: date | None
    last_contact_on: date | None = None
    open_kinds: Collection[str] = ()
    lost_work_on: date | None = None
    found_work_on: date | None = None


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to a later one; negative when it lies ahead."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)


def is_watched(known: Known, watch: Watch, *, at: date) -> bool:
    """Left poverty by a decision not longer ago than the commune watches."""
    if known.escaped_on is None or known.escaped_on > at:
        return False
    return months_between(known.escaped_on, at) < watch.escaped_months


def signs(known: Known, watch: Watch, *, at: date) -> frozenset[Sign]:
    """Why the household may fall back; empty when it is not watched or nothing tells so."""
    if not is_watched(known, watch, at=at):
        return frozenset()
    found = set()
    if known.last_contact_on is None or (at - known.last_contact_on).days > watch.contact_days:
        found.add(Sign.NO_CONTACT)
    if TELLING & {IssueKind(kind) for kind in known.open_kinds}:
        found.add(Sign.OPEN_ISSUE)
    if _is_out_of_work(known):
        found.add(Sign.WORK_LOST)
    return frozenset(found)


def _is_out_of_work(known: Known) -> bool:
    """Lost after it left poverty, and not found again since."""
    lost, found = known.lost_work_on, known.found_work_on
    if lost is None or known.escaped_on is None or lost < known.escaped_on:
        return False
    return found is None or found <= lost
