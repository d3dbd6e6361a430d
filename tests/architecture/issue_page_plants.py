"""Leaks to plant in the pages of issues; see ``plants``."""

from typing import Any

from apps.accounts.actor import Actor
from apps.households.querysets import household_reach
from apps.issues import querysets, steps
from apps.issues.attachments.querysets import IssueAttachmentQuerySet
from apps.issues.desk import views
from apps.issues.machine import Verb
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


def _every_file(patch: Patch) -> None:
    patch.setattr(IssueAttachmentQuerySet, "visible_to", _everything)


def _anybody_steps(patch: Patch) -> None:
    patch.setattr(steps, "powers_over", lambda actor, issue: frozenset(Verb))


def _unlogged(patch: Patch) -> None:
    patch.setattr(views, "record_access", lambda **_kwargs: None)


ISSUE_PAGE_PLANTS = (
    Plant(
        "every issue",
        _every_issue,
        (leaks.issues_beyond_reach, leaks.public_order_beyond_its_hands),
    ),
    Plant("public order for all", _order_for_all, (leaks.public_order_beyond_its_hands,)),
    Plant("every attachment", _every_file, (leaks.attachments_beyond_reach,)),
    Plant("attachments kept by caches", keep_answers, (leaks.attachments_beyond_reach,)),
    Plant("anybody takes steps", _anybody_steps, (leaks.steps_beyond_hands,)),
    Plant("issues read without a trace", _unlogged, (leaks.issue_readings_unlogged,)),
)
