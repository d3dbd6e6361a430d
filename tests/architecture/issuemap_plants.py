"""Broken lines around issues on the map, and the checks that must notice them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Q

from apps.accounts.access import only
from apps.accounts.roles import MAP_ROLES
from apps.households.models import Household
from apps.issues.brief import BIT_OF
from apps.issues.kinds import IssueKind
from apps.issues.querysets import IssueQuerySet
from apps.webmap import (
    folium_rows,
    issuedays,
    issuehexes,
    issues,
    orderpoints,
    scope,
    shortcut,
    tiles,
)
from apps.webmap.issue_api import OrderPointsView
from tests.architecture import issuemap_leaks as leaks
from tests.architecture.plants import Plant

Patch = pytest.MonkeyPatch


def _wherever(patch: Patch) -> None:
    """Whoever sits at the level somewhere, and not for that household."""

    def everywhere(*_of: object, **_more: object) -> Q:
        return Q(living__isnull=False)

    patch.setattr(issues, "level_reach", everywhere)


def _any_level(patch: Patch) -> None:
    """Whoever is in the chain of some issue reads all of them."""
    patch.setattr(issues, "BIT_OF", dict.fromkeys(BIT_OF, sum(BIT_OF.values())))


def _inspected(patch: Patch) -> None:
    """Whoever reaches the household reads all of it."""
    everything = issues._Joined(F("issues"), issues._Readable(F("guarded"), 63))
    patch.setattr(tiles, "readable_issues", lambda actor: everything)


def _inspected_when_saved(patch: Patch) -> None:
    everything = issues._Joined(F("issues"), issues._Readable(F("guarded"), 63))
    patch.setattr(folium_rows, "readable_issues", lambda actor: everything)


def _one_scope(patch: Patch) -> None:
    """Tiles named after the data alone, whoever asks."""
    patch.setattr(scope, "_reach_key", lambda actor: "everybody")


def _any_version(patch: Patch) -> None:
    patch.setattr(shortcut, "version_sql", lambda actor: "SELECT $5::bigint")


def _issues_of(body: str) -> Callable[[Patch], None]:
    """What the triggers on issues do, cut down."""

    def plant(patch: Patch) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION webmap_issues_of(ids bigint[]) RETURNS void"
                f" LANGUAGE sql AS 'SELECT {body}'"
            )

    return plant


_ONLY_MARKS = "webmap_refresh_issues(ids)"
_ONLY_VERSION = (
    "webmap_tally((SELECT array_agg(commune_id) FROM households_household WHERE id = ANY (ids)))"
)


def _everybodys_days(patch: Patch) -> None:
    """Two days side by side: who told of something, wherever."""
    patch.setattr(
        issuedays,
        "_countable",
        lambda actor, communes: Household.objects.filter(commune__in=communes).order_by(),
    )


def _guarded_days(patch: Patch) -> None:
    patch.setattr(issuedays, "_READ_BY_ALL", [kind.value for kind in IssueKind])


def _exact_days(patch: Patch) -> None:
    """The tier above reads numbers as they are."""
    patch.setattr(issuedays, "hides_small", lambda actor: False)


def _any_communes_police(patch: Patch) -> None:
    """The police of one commune reads every commune's."""
    patch.setattr(IssueQuerySet, "visible_to", lambda rows, actor: rows)
    patch.setattr(orderpoints, "level_reach", lambda actor, level: Q(pk__isnull=False))


def _every_kind(patch: Patch) -> None:
    """Whatever waits in the commune, not public order alone."""
    patch.setattr(IssueQuerySet, "visible_to", lambda rows, actor: rows)
    patch.setattr(orderpoints, "RESTRICTED", frozenset(IssueKind))


def _with_names(patch: Patch) -> None:
    real = orderpoints._feature

    def leaky(issue: Any, at: date) -> dict[str, Any]:
        feature = real(issue, at)
        feature["properties"]["head"] = issue.household.head_name
        return feature

    patch.setattr(orderpoints, "_feature", leaky)


def _points_for_all(patch: Patch) -> None:
    patch.setattr(OrderPointsView, "access", only(MAP_ROLES))


def _any_hexagon(patch: Patch) -> None:
    """The tier above sees hexagons of however few."""
    patch.setattr(issuehexes, "hides_small", lambda actor: False)


ISSUEMAP_PLANTS = (
    Plant("hexagons of few issues", _any_hexagon, (leaks.issue_hexes_of_few,)),
    Plant("police of any commune", _any_communes_police, (leaks.order_points_beyond_reach,)),
    Plant("issues of every kind for the police", _every_kind, (leaks.order_points_beyond_reach,)),
    Plant("names on the police's points", _with_names, (leaks.order_points_beyond_reach,)),
    Plant("the police's points for everybody", _points_for_all, (leaks.order_points_of_others,)),
    Plant("two days of everybody's households", _everybodys_days, (leaks.issue_days_beyond_reach,)),
    Plant("two days of restricted issues", _guarded_days, (leaks.issue_days_beyond_reach,)),
    Plant("two days told exactly to the tier above", _exact_days, (leaks.issue_days_of_few,)),
    Plant(
        "restricted issues for who is of that level anywhere",
        _wherever,
        (leaks.guarded_issues_in_tiles,),
    ),
    Plant(
        "restricted issues for who reaches the household",
        _inspected,
        (leaks.guarded_issues_in_tiles, leaks.guarded_issues_in_lists),
    ),
    Plant(
        "restricted issues saved by who reaches the household",
        _inspected_when_saved,
        (leaks.guarded_issues_in_saved_pages,),
    ),
    Plant(
        "restricted issues for everybody of any level in their chain",
        _any_level,
        (leaks.guarded_issues_in_tiles, leaks.guarded_issues_in_lists),
    ),
    Plant(
        "one scope of tiles for everybody",
        _one_scope,
        (leaks.guarded_issues_in_tiles,),
    ),
    Plant(
        "tiles of whatever version after an issue",
        _any_version,
        (leaks.unchanged_after_issues,),
    ),
    Plant(
        "issues that make no new version",
        _issues_of(_ONLY_MARKS),
        (leaks.unchanged_after_issues,),
    ),
    Plant(
        "issues that leave marks as they were",
        _issues_of(_ONLY_VERSION),
        (
            leaks.tiles_after_issues,
            leaks.tiles_after_guarded_issues,
        ),
    ),
)
