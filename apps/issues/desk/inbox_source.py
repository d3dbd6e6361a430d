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
from apps.issues.machine import State
from apps.issues.models import Issue

SOURCE = "issues"


def issues_waiting(actor: Actor, day: date) -> Iterator[Waiting]:
    """Issues at a level where the actor sits that nobody else there has taken up, or that are late;
    for the commune's leaders also what is late anywhere below without anybody having taken it up.
    """
    here = Issue.objects.visible_to(actor).waiting_for(actor).values("pk")
    free = Q(owner__isnull=True) | Q(owner=actor.person_id) | Q(due_on__lt=day)
    communes = actor.areas(AreaKind.COMMUNE, ROLES_OF_LEVEL[Level.COMMUNE])
    orphaned = Q(household__commune__in=communes, due_on__lt=day, owner__isnull=True)
    rows = Issue.objects.visible_to(actor).open().filter(Q(pk__in=here) & free | orphaned)
    for issue in rows.with_places():
        yield _waiting(actor, issue, day)


def _waiting(actor: Actor, issue: Issue, day: date) -> Waiting:
    home = issue.household
    assert issue.due_on is not None  # noqa: S101 - open: the database keeps it so
    is_late = issue.due_on < day
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
        due_on=issue.due_on,
        weight=spec_of_issue(issue).weight,
        url=reverse("issues:show", kwargs={"pk": issue.pk}),
        tone="late" if is_late else "",
    )
