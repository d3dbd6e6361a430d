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
    """``name`` is what a page calls itself; ``whole``: only for who reads the plan whole."""

    name: str
    label: Any
    url_name: str
    whole: bool = True


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
    Tab("papers", _("Giấy tờ"), "plan-papers:papers"),
    Tab("story", _("Diễn biến"), "plan-pages:story"),
)


def tabs_of(actor: Actor, plan: int, *, whole: bool, current: str) -> Iterator[TabLink]:
    """The tabs that there are and that the actor may open. What no URL names is not there."""
    for tab in TABS:
        url = _url(tab.url_name, plan)
        if url and (whole or not tab.whole) and may_open(actor, url):
            yield TabLink(tab.name, str(tab.label), url, tab.name == current)


def _url(name: str, plan: int) -> str:
    try:
        return reverse(name, kwargs={"pk": plan})
    except NoReverseMatch:
        return ""
