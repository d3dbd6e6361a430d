"""The tabs of a plan's page, in one place: also those that other parts of the site bring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.actor import Actor
from apps.accounts.navigation import may_open
from apps.assignments.tiers import Tier
from apps.common.tabs import Tab


@dataclass(frozen=True, slots=True)
class PlanTab:
    """``name`` is what a page calls itself; ``whole``: only for who reads the plan whole;
    ``in_force``: for others too, as long as the plan is in force.
    """

    name: str
    label: Any
    url_name: str
    whole: bool = True
    in_force: bool = False


#: of plans of tiers 1 and 2: by groups or by villages, without households
_UNITS: Final = {
    Tier.OFFICER: PlanTab("units", _("Theo tổ"), "plan-pages:units"),
    Tier.COMMITTEE: PlanTab("units", _("Theo thôn"), "plan-pages:units"),
}
_OF_HOUSEHOLDS: Final = frozenset({"households", "map"})
TABS: Final = (
    PlanTab("people", _("Theo người"), "plan-pages:plan", whole=False),
    PlanTab("households", _("Theo hộ"), "plan-pages:households"),
    PlanTab("map", _("Bản đồ"), "plan-map:map"),
    PlanTab("gaps", _("Còn trống"), "plan-pages:gaps"),
    PlanTab("papers", _("Giấy tờ"), "plan-papers:papers", in_force=True),
    PlanTab("story", _("Diễn biến"), "plan-pages:story"),
)


def _tabs(tier: int) -> list[PlanTab]:
    units = _UNITS.get(Tier(tier))
    if units is None:
        return list(TABS)
    first, *rest = (tab for tab in TABS if tab.name not in _OF_HOUSEHOLDS)
    return [first, units, *rest]


def tabs_of(
    actor: Actor, plan: int, *, whole: bool, in_force: bool, current: str, tier: int
) -> Iterator[Tab]:
    """The tabs that the actor may open."""
    for tab in _tabs(tier):
        url = reverse(tab.url_name, kwargs={"pk": plan})
        told = whole or not tab.whole or (in_force and tab.in_force)
        if told and may_open(actor, url):
            yield Tab(url, tab.label, tab.name == current)
