"""Leaks to plant in meetings, tasks and follow-up rules; see ``plants``."""

from apps.areas.models import Commune
from apps.areas.querysets import CommuneQuerySet
from apps.issues.followups import views as rules
from apps.issues.meetings import querysets as meetings
from apps.issues.meetings.papers import words
from apps.issues.querysets import FollowTaskQuerySet
from tests.architecture import meeting_leaks as leaks
from tests.architecture.plants import Patch, Plant


def _every_meeting(patch: Patch) -> None:
    patch.setattr(meetings.MeetingQuerySet, "visible_to", lambda rows, actor: rows.all())


def _items_of_any_issue(patch: Patch) -> None:
    """Whoever reads the meeting reads all its items."""
    patch.setattr(
        meetings.MeetingItemQuerySet,
        "visible_to",
        lambda rows, actor: rows.filter(meetings.meeting_reach(actor, "meeting__")),
    )


def _all_in_papers(patch: Patch) -> None:
    patch.setattr(words, "_shown", lambda content: list(enumerate(content.rows, start=1)))


def _every_task(patch: Patch) -> None:
    patch.setattr(FollowTaskQuerySet, "visible_to", lambda rows, actor: rows.all())


def _any_communes_rules(patch: Patch) -> None:
    patch.setattr(CommuneQuerySet, "visible_to", lambda rows, actor: rows.all())
    patch.setattr(
        rules,
        "edited_communes",
        lambda actor: frozenset(Commune.objects.values_list("pk", flat=True)),
    )


MEETING_PLANTS = (
    Plant("meetings of every cell", _every_meeting, (leaks.meetings_beyond_reach,)),
    Plant("items of issues of few readers", _items_of_any_issue, (leaks.public_order_on_agendas,)),
    Plant("public order printed", _all_in_papers, (leaks.public_order_in_papers,)),
    Plant("everybody's tasks", _every_task, (leaks.tasks_beyond_reach,)),
    Plant("rules of any commune", _any_communes_rules, (leaks.rules_tuned_beyond_reach,)),
)
