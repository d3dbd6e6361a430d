"""What the household's right adds to its page, for who answers for the commune's register."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.navigation import may_open
from apps.accounts.roles import AreaKind
from apps.households.merging import KeptKey
from apps.households.models import Household
from apps.households.querysets import EDITOR_ROLES
from apps.households.sections import Fact, Section, Way
from apps.issues.rights.inbox import due_of
from apps.issues.rights.models import DataRequest
from apps.issues.rights.words import day


def rights_section(actor: Actor, household: Household, at: date) -> Section | None:
    """The way to the paper with all that is held, and what the household asked for."""
    at_home = {"household": household.pk}
    paper = reverse("rights:household", kwargs=at_home)
    # Both roles are a whole commune's.
    reached = household.commune_id in actor.areas(AreaKind.COMMUNE, EDITOR_ROLES)
    if not reached or not may_open(actor, paper):
        return None
    # Doubles merged long ago may have kept theirs.
    open_ones = DataRequest.objects.visible_to(actor).open()
    rows = open_ones.alias(of=KeptKey("household")).filter(of=household.pk)
    waiting = sorted(rows, key=due_of)
    told = tuple(
        _("%(what)s, hạn %(day)s") % {"what": row.get_kind_display(), "day": day(due_of(row))}
        for row in waiting
    )
    late = any(due_of(row) < at for row in waiting)
    facts = (Fact(_("Yêu cầu đang mở"), told or (_("Không có"),), is_gap=late),)
    ways = (
        Way(_("Xem, in dữ liệu đang giữ"), paper),
        *(
            Way(
                _("Mở: %(what)s") % {"what": row.get_kind_display()},
                reverse("rights:request", kwargs={"pk": row.pk}),
            )
            for row in waiting
        ),
        Way(_("Ghi một yêu cầu"), reverse("rights:receive", kwargs=at_home)),
    )
    return Section("rights", _("Quyền của hộ về dữ liệu"), facts, ways)
