"""Leaks to plant in the pages of issues; see ``plants``."""

from typing import Any

from django.db.models import Q

from apps.accounts.access import only
from apps.accounts.actor import Actor
from apps.households.models import Household
from apps.households.querysets import household_reach
from apps.issues import api, querysets, reading, reporting, steps
from apps.issues.attachments.querysets import IssueAttachmentQuerySet
from apps.issues.blanking import services as blanking
from apps.issues.blanking import views as blanking_views
from apps.issues.desk.roles import ISSUE_ROLES
from apps.issues.kinds import KindSpec
from apps.issues.levels import Level
from apps.issues.machine import Verb
from apps.issues.meetings.querysets import MeetingItemQuerySet
from tests.architecture import issue_page_leaks as leaks
from tests.architecture.plants import Patch, Plant, keep_answers


def _everything(queryset: Any, *args: Any, **kwargs: Any) -> Any:
    return queryset.all()


def _every_issue(patch: Patch) -> None:
    patch.setattr(querysets.IssueQuerySet, "visible_to", _everything)


def _order_for_all(patch: Patch) -> None:
    """Whoever reads the household reads what happened there."""

    def reach(actor: Actor, prefix: str) -> Any:
        return household_reach(actor, f"{prefix}household__")

    patch.setattr(querysets, "_in_chain", reach)


def _cell_in_every_chain(patch: Patch) -> None:
    """Where the way of a report begins, it was in somebody's hands."""

    def stays(actor: Actor, home: Household, spec: KindSpec, held: Any) -> frozenset[Level]:
        return frozenset({reporting.first_held(held)})

    patch.setattr(reporting, "_stays_with", stays)


def _reports_lost(patch: Patch) -> None:
    patch.setattr(querysets, "_own", lambda actor, column: Q(pk__in=[]))


def _what_was_over(patch: Patch) -> None:
    patch.setattr(querysets, "NEAR", frozenset())


def _every_file(patch: Patch) -> None:
    patch.setattr(IssueAttachmentQuerySet, "visible_to", _everything)


def _anybody_steps(patch: Patch) -> None:
    patch.setattr(steps, "powers_over", lambda actor, issue: frozenset(Verb))


def _unlogged(patch: Patch) -> None:
    patch.setattr(reading, "record_access", lambda **_kwargs: None)


def _every_conclusion(patch: Patch) -> None:
    patch.setattr(MeetingItemQuerySet, "visible_to", _everything)


def _anybody_blanks(patch: Patch) -> None:
    """Whoever reads the issue, of whatever commune's office."""
    patch.setattr(blanking, "may_blank", lambda actor, issue: True)
    for view in (blanking_views.BlankView, api.BlankView):
        patch.setattr(view, "access", only(ISSUE_ROLES))
    patch.setattr(blanking_views, "may_blank", lambda actor, issue: True)


def _logged_like_the_rest(patch: Patch) -> None:
    patch.setattr(reading, "RESTRICTED", frozenset())


ISSUE_PAGE_PLANTS = (
    Plant(
        "every issue",
        _every_issue,
        (leaks.issues_beyond_reach, leaks.public_order_beyond_its_hands),
    ),
    Plant("public order for all", _order_for_all, (leaks.public_order_beyond_its_hands,)),
    Plant(
        "the cell told of what others report",
        _cell_in_every_chain,
        (leaks.public_order_of_a_committee_member,),
    ),
    Plant("reporters shut out", _reports_lost, (leaks.public_order_of_a_committee_member,)),
    Plant("what was over before", _what_was_over, (leaks.public_order_of_before,)),
    Plant("every attachment", _every_file, (leaks.attachments_beyond_reach,)),
    Plant("attachments kept by caches", keep_answers, (leaks.attachments_beyond_reach,)),
    Plant("anybody takes steps", _anybody_steps, (leaks.steps_beyond_hands,)),
    Plant("conclusions of any meeting", _every_conclusion, (leaks.conclusions_beyond_reach,)),
    Plant("words taken out by anybody", _anybody_blanks, (leaks.words_blanked_by_others,)),
    Plant("issues read without a trace", _unlogged, (leaks.issue_readings_unlogged,)),
    Plant(
        "public order read as its household",
        _logged_like_the_rest,
        (leaks.issue_readings_unlogged,),
    ),
)
