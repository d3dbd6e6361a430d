"""What waits for somebody among the issues."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.roles import AreaKind
from apps.issues.advancing import spec_of_issue
from apps.issues.desk.wording import headline, waits_for
from apps.issues.inbox import Waiting
from apps.issues.levels import ROLES_OF_LEVEL, Level
from apps.issues.machine import PENDING, State
from apps.issues.models import Issue

SOURCE = "issues"


def issues_waiting(actor: Actor, day: date) -> Iterator[Waiting]:
    """Issues at a level where the actor sits that nobody else there has taken up, or that are late;
    for the commune's leaders also what is late anywhere below without anybody having taken it up.
    """
    here = Issue.objects.visible_to(actor).waiting_for(actor).values("pk")
    is_late = Q(state__in=sorted(PENDING), late_after__lt=day)
    free = Q(owner__isnull=True) | Q(owner=actor.person_id) | is_late
    communes = actor.areas(AreaKind.COMMUNE, ROLES_OF_LEVEL[Level.COMMUNE])
    orphaned = Q(household__commune__in=communes, owner__isnull=True) & is_late
    rows = Issue.objects.visible_to(actor).open().filter(Q(pk__in=here) & free | orphaned)
    for issue in rows.with_places():
        yield _waiting(actor, issue, day)


def _waiting(actor: Actor, issue: Issue, day: date) -> Waiting:
    home = issue.household
    due = issue.late_after or issue.due_on
    assert due is not None  # noqa: S101 - open: the database keeps it so
    is_late = issue.late_after is not None and issue.late_after < day
    names = [home.head_name, home.village.name]
    if home.group is not None:
        names.append(home.group.name)
    what = waits_for(State(issue.state))
    if issue.owner is not None and issue.owner_id != actor.person_id:
        what = _("%(name)s đang lo; hỏi lại hoặc giao người khác") % {"name": issue.owner.full_name}
    return Waiting(
        source=SOURCE,
        key=issue.pk,
        title=headline(issue),
        where=", ".join(names),
        what=what,
        due_on=due,
        weight=spec_of_issue(issue).weight,
        url=reverse("issues:show", kwargs={"pk": issue.pk}),
        tone="late" if is_late else "",
    )
