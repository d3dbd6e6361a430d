"""The tabs of the desk over contacts, and who opens which."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.actor import Actor
from apps.accounts.navigation import may_open
from apps.accounts.roles import COMMUNE_ROLES, VILLAGE_ROLES, Role
from apps.common.tabs import Tab
from apps.visits.checkins.querysets import REVIEW_ROLES
from apps.visits.desk.proposals import waiting_proposals
from apps.visits.models import ContactFlag

#: committees see people, officers their groups
KEEPER_ROLES: Final = REVIEW_ROLES
GROUP_ROLES: Final = REVIEW_ROLES | {Role.GROUP_OFFICER}
VILLAGES_ROLES: Final = COMMUNE_ROLES | VILLAGE_ROLES

Counter = Callable[[Actor], int]


def _flags(actor: Actor) -> int:
    return ContactFlag.objects.visible_to(actor).waiting().count()


_TABS: Final = (
    ("villages", _("Theo thôn"), None),
    ("keepers", _("Người phụ trách"), None),
    ("groups", _("Theo tổ"), None),
    ("review", _("Cần xem lại"), _flags),
    ("proposals", _("Vị trí đề nghị"), waiting_proposals),
)


def tabs_of(actor: Actor, here: str) -> Iterator[Tab]:
    """Those that the actor may open; ``here``: the one shown."""
    for name, label, count in _TABS:
        url = reverse(f"contacts:{name}")
        if may_open(actor, url):
            yield Tab(url, label, name == here, None if count is None else count(actor))


def first_page(actor: Actor) -> str:
    """The tab with which the desk begins for the actor."""
    # Who looks after a whole commune begins with its villages, the others with what is nearest.
    if actor.has_any(COMMUNE_ROLES):
        return "villages"
    return "keepers" if actor.has_any(KEEPER_ROLES) else "groups"
