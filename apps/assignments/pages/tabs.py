"""The tabs of a plan's page, in one place: also those that other parts of the site bring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.actor import Actor
from apps.accounts.navigation import may_open


@dataclass(frozen=True, slots=True)
class Tab:
    """``name`` is what a page calls itself; ``whole``: only for who reads the plan whole;
    ``in_force``: for others too, as long as the plan is in force.
    """

    name: str
    label: Any
    url_name: str
    whole: bool = True
    in_force: bool = False


@dataclass(frozen=True, slots=True)
class TabLink:
    name: str
    label: str
    url: str
    is_current: bool


TABS: Final = (
    Tab("people", _("Theo người"), "plan-pages:plan", whole=False),
    Tab("households", _("Theo hộ"), "plan-pages:households"),
    Tab("map", _("Bản đồ"), "plan-map:map"),
    Tab("gaps", _("Còn trống"), "plan-pages:gaps"),
    Tab("papers", _("Giấy tờ"), "plan-papers:papers", in_force=True),
    Tab("story", _("Diễn biến"), "plan-pages:story"),
)


def tabs_of(
    actor: Actor, plan: int, *, whole: bool, in_force: bool, current: str
) -> Iterator[TabLink]:
    """The tabs that there are and that the actor may open. What no URL names is not there."""
    for tab in TABS:
        url = _url(tab.url_name, plan)
        told = whole or not tab.whole or (in_force and tab.in_force)
        if url and told and may_open(actor, url):
            yield TabLink(tab.name, str(tab.label), url, tab.name == current)


def _url(name: str, plan: int) -> str:
    try:
        return reverse(name, kwargs={"pk": plan})
    except NoReverseMatch:
        return ""
