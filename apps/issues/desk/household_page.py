"""What issues add to a household's page and story."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.navigation import may_open
from apps.households.models import Household
from apps.households.sections import Fact, Section, Way
from apps.households.timeline import Kind, Moment
from apps.issues.desk.wording import action_lines, due_words, headline
from apps.issues.machine import OPEN, State, Verb
from apps.issues.models import Issue, IssueAction

#: the page shows these, the list all
_SHOWN: Final = 4
_LABEL: Final = 60


def issue_section(actor: Actor, household: Household, at: date) -> Section:
    """Open issues, each with a way to it, and the way to report another."""
    rows = list(
        Issue.objects.visible_to(actor)
        .filter(household=household, state__in=sorted(OPEN))
        .most_urgent_first()
    )
    late = any(row.late_after is not None and row.late_after < at for row in rows)
    told = tuple(
        f"{State(row.state).label} · {due_words(row, at=at)}: {headline(row)}"
        for row in rows[:_SHOWN]
    )
    if len(rows) > _SHOWN:
        told = (*told, _("và %(n)d vấn đề khác") % {"n": len(rows) - _SHOWN})
    facts = (Fact(_("Chưa khép lại"), told or (_("Không có"),), is_gap=late),)
    return Section("issues", _("Vấn đề của hộ"), facts, ways=_ways(actor, household, rows[:_SHOWN]))


def _ways(actor: Actor, household: Household, rows: list[Issue]) -> tuple[Way, ...]:
    ways = [
        Way(
            _("Mở: %(what)s") % {"what": headline(row)[:_LABEL]},
            reverse("issues:show", kwargs={"pk": row.pk}),
        )
        for row in rows
    ]
    report = reverse("issues:report", kwargs={"household": household.pk})
    # Everyone who reads the household's page and may report reaches it by the same role.
    if household.left_on is None and may_open(actor, report):
        ways.append(Way(_("Báo vấn đề của hộ"), report))
    return tuple(ways)


def issue_moments(actor: Actor, household: Household) -> list[Moment]:
    """Provider of the timeline: the steps of each issue that this reader may know of."""
    rows = IssueAction.objects.visible_to(actor).filter(issue__household=household)
    rows = rows.select_related("issue", "person", "owner", "contact")
    return [
        Moment(
            at=row.at,
            kind=Kind.ISSUE,
            title=_("%(step)s: %(what)s")
            % {"step": Verb(row.verb).label, "what": headline(row.issue)},
            lines=tuple(filter(None, (row.text, *action_lines(row)))),
            who=row.person.full_name if row.person is not None else "",
            user_id=row.user_id,
        )
        for row in rows.order_by("-at")
    ]
