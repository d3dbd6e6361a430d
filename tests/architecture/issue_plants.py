"""Leaks to plant in household issues; see ``plants``."""

from typing import Any

from django.db.models import Q

from apps.accounts.access import PUBLIC
from apps.accounts.actor import Actor
from apps.accounts.roles import AreaKind, Role
from apps.common.errors import not_found
from apps.issues import api, levels, querysets, reading, steps, weights
from apps.issues.machine import Verb
from apps.issues.models import Issue
from tests.architecture import issue_leaks as leaks
from tests.architecture.plants import Patch, Plant, keep_answers


def _everybodys(owner: type) -> Any:
    return lambda patch: patch.setattr(owner, "visible_to", lambda rows, actor: rows.all())


def _public_order_like_the_rest(patch: Patch) -> None:
    patch.setattr(querysets, "_RESTRICTED", [])


def _wider(patch: Patch, role: Role) -> None:
    real = querysets.issue_reach

    def leaky(actor: Actor, prefix: str = "") -> Q:
        communes = actor.areas(AreaKind.COMMUNE, {role})
        return real(actor, prefix) | Q(**{f"{prefix}household__commune__in": communes})

    patch.setattr(querysets, "issue_reach", leaky)


def _police_read_everything(patch: Patch) -> None:
    _wider(patch, Role.COMMUNE_POLICE)


def _inspection_reads_public_order(patch: Patch) -> None:
    _wider(patch, Role.INSPECTION)


def _head_reads_like_the_committee(patch: Patch) -> None:
    patch.setattr(levels, "_GUARDED", levels.ROLES_OF_LEVEL)


def _found(actor: Actor, key: int) -> Issue:
    issue = Issue.objects.filter(pk=key).with_places().first()
    if issue is None:
        raise not_found()
    return issue


def _any_issue(patch: Patch) -> None:
    patch.setattr(reading, "find_issue", _found)


def _steps_on_any_issue(patch: Patch) -> None:
    patch.setattr(steps, "lock_issue", _found)


def _everybody_may(patch: Patch) -> None:
    patch.setattr(steps, "powers", lambda **about: frozenset(Verb))


def _phones_with_issues(patch: Patch) -> None:
    real = reading._row

    def leaky(issue: Issue, *args: Any) -> dict[str, Any]:
        return {**real(issue, *args), "phone": issue.household.phone}

    patch.setattr(reading, "_row", leaky)


def _opened_and_cached(patch: Patch) -> None:
    keep_answers(patch)
    for view in (api.IssuesView, api.IssueView, api.KindsView):
        patch.setattr(view, "access", PUBLIC)


def _tasks_of_any_issue(patch: Patch) -> None:
    real = querysets.issue_reach

    def leaky(actor: Actor, prefix: str = "") -> Q:
        return Q() if prefix == "issue__" else real(actor, prefix)

    patch.setattr(querysets, "issue_reach", leaky)


ISSUE_PLANTS = (
    Plant(
        "issues of everybody",
        _everybodys(querysets.IssueQuerySet),
        (leaks.issues_beyond_reach, leaks.issues_told_beyond_reach, leaks.steps_beyond_reach),
    ),
    Plant(
        "steps of everybody",
        _everybodys(querysets.IssueActionQuerySet),
        (leaks.issues_beyond_reach,),
    ),
    Plant(
        "public order like the rest",
        _public_order_like_the_rest,
        (leaks.issues_beyond_reach, leaks.issues_told_beyond_reach),
    ),
    Plant(
        "the police read every issue",
        _police_read_everything,
        (leaks.issues_beyond_reach, leaks.issues_told_beyond_reach),
    ),
    Plant(
        "inspection reads public order",
        _inspection_reads_public_order,
        (leaks.issues_beyond_reach, leaks.issues_told_beyond_reach),
    ),
    Plant(
        "the head reads public order like the committee",
        _head_reads_like_the_committee,
        (leaks.issues_beyond_reach, leaks.issues_told_beyond_reach),
    ),
    Plant("the interface finds any issue", _any_issue, (leaks.issues_told_beyond_reach,)),
    Plant("steps on any issue", _steps_on_any_issue, (leaks.steps_beyond_reach,)),
    Plant("whoever reads it decides on it", _everybody_may, (leaks.steps_beyond_reach,)),
    Plant("telephone numbers with issues", _phones_with_issues, (leaks.phones_in_issues,)),
    Plant(
        "issues read without a trace",
        lambda patch: patch.setattr(reading, "record_access", lambda **kwargs: None),
        (leaks.issues_read_unlogged,),
    ),
    Plant("issues for strangers and caches", _opened_and_cached, (leaks.issues_kept_or_open,)),
    Plant(
        "tasks of everybody",
        _everybodys(querysets.FollowTaskQuerySet),
        (leaks.tasks_beyond_reach,),
    ),
    Plant("tasks of any issue", _tasks_of_any_issue, (leaks.tasks_beyond_reach,)),
    Plant(
        "causes of everybody",
        _everybodys(querysets.IssueCauseQuerySet),
        (leaks.causes_beyond_reach,),
    ),
    Plant(
        "public order weighs in plans",
        lambda patch: patch.setattr(weights, "RESTRICTED", frozenset()),
        (leaks.restricted_in_weights,),
    ),
)
