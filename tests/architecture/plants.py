"""Leaks to plant: one broken line of code each, and the checks that must notice it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from django.db.models import Q, QuerySet

from apps.accounts import access, middleware, reach
from apps.accounts.access import PUBLIC, Access, only
from apps.accounts.actor import Actor, Grant
from apps.accounts.models import User
from apps.accounts.roles import HOUSEHOLD_ROLES, MAP_ROLES, AreaKind, Role
from apps.areas.models import Commune
from apps.assignments.models import Assignment
from apps.assignments.querysets import AssignmentQuerySet
from apps.assignments.reach import assignment_grants
from apps.households import querysets as households
from apps.households.models import Household
from apps.people import reach as people_reach
from apps.people.kinds import ROLE_OF_POST, PostKind
from apps.people.querysets import PersonQuerySet, ScopedByPersonQuerySet
from apps.people.selectors import AccountRow
from apps.people.views import AccountListView
from apps.reports.exports import households as exported
from apps.reports.exports import services as export_services
from apps.reports.exports.extracts import Wish
from apps.reports.suppression import suppress
from apps.visits import querysets as visits
from apps.webmap import api, card, communedays, folium_api, folium_rows, hiding, payloads, takeaway
from apps.webmap import querysets as marks
from apps.webmap.export import ExportView
from apps.webmap.folium_api import FoliumView
from apps.webmap.takeaway import TakeawayView
from apps.webmap.views import MapView
from tests.architecture import leaks, takeaway_leaks
from tests.architecture.leaks import Check

Patch = pytest.MonkeyPatch


@dataclass(frozen=True)
class Plant:
    """``leak`` breaks the code; each of ``caught_by`` must then find something."""

    name: str
    leak: Callable[[Patch], None]
    caught_by: tuple[Check, ...]


def keep_answers(patch: Patch) -> None:
    """Every cache may keep what is answered."""
    patch.setattr(middleware, "patch_cache_control", lambda *args, **kwargs: None)


def _everything(queryset: Any, *args: Any, **kwargs: Any) -> Any:
    return queryset.all()


def _unscoped(owner: type, verb: str = "visible_to") -> Callable[[Patch], None]:
    return lambda patch: patch.setattr(owner, verb, _everything)


def _wider_reach(extra: Callable[[Actor, str], Q]) -> Callable[[Patch], None]:
    """``household_reach`` with one condition too many."""
    real = households.household_reach

    def leaky(actor: Actor, prefix: str = "", **kwargs: Any) -> Q:
        return real(actor, prefix, **kwargs) | extra(actor, prefix)

    def plant(patch: Patch) -> None:
        patch.setattr(households, "household_reach", leaky)
        patch.setattr(visits, "household_reach", leaky)
        patch.setattr(marks, "household_reach", leaky)

    return plant


def _whole_village(actor: Actor, prefix: str) -> Q:
    groups = actor.areas(AreaKind.GROUP, {Role.GROUP_OFFICER})
    return Q(**{f"{prefix}village__groups__in": groups})


def _neighbours(actor: Actor, prefix: str) -> Q:
    own = actor.areas(AreaKind.HOUSEHOLD, {Role.MEMBER_IN_CHARGE})
    groups = list(Household.objects.filter(pk__in=own).values_list("group", flat=True))
    return Q(**{f"{prefix}group__in": groups})


def _other_communes(actor: Actor, prefix: str) -> Q:
    leads = bool(actor.areas(AreaKind.COMMUNE, {Role.COMMUNE_LEADER}))
    return Q(**{f"{prefix}pk__gt": 0}) if leads else Q(pk__in=[])


def _province(actor: Actor, prefix: str) -> Q:
    provinces = actor.areas(AreaKind.PROVINCE, {Role.PROVINCE_VIEWER})
    return Q(**{f"{prefix}commune__province__in": provinces})


def _administrator(actor: Actor, prefix: str) -> Q:
    return Q(**{f"{prefix}pk__gt": 0}) if Role.SYSTEM_ADMIN in actor.roles else Q(pk__in=[])


def _police_as_office(patch: Patch) -> None:
    patch.setitem(ROLE_OF_POST, PostKind.COMMUNE_POLICE, Role.COMMUNE_OFFICE)


def _ended_assignments(patch: Patch) -> None:
    def leaky(person_id: int, at: datetime) -> Iterable[Grant]:
        rows = Assignment.objects.filter(person_id=person_id, tier=3)
        for key in rows.values_list("household_id", flat=True):
            yield Grant(Role.MEMBER_IN_CHARGE, AreaKind.HOUSEHOLD, key or 0)

    assert reach._providers["assignments"] is assignment_grants
    patch.setitem(reach._providers, "assignments", leaky)


def _ended_posts(patch: Patch) -> None:
    ends = "AND (post.valid_to IS NULL OR post.valid_to > %(day)s)"
    assert ends in people_reach._POSTS
    patch.setattr(people_reach, "_POSTS", people_reach._POSTS.replace(ends, ""))


def _switched_off(patch: Patch) -> None:
    real = reach.actor_for

    def leaky(user: User, *, at: datetime) -> Actor:
        return real(User(pk=user.pk, is_active=True, is_system_admin=user.is_system_admin), at=at)

    patch.setattr(reach, "actor_for", leaky)
    patch.setattr(middleware, "actor_for", leaky)


def _unscoped_card(patch: Patch) -> None:
    patch.setattr(
        api, "find_household", lambda actor, pk, at: Household.objects.filter(pk=pk).first()
    )


def _whole_figures(patch: Patch) -> None:
    """What is kept of a commune is given to whoever sees its outline."""
    patch.setattr(
        communedays,
        "counts_whole",
        lambda _actor: set(Commune.objects.values_list("pk", flat=True)),
    )


def _unscoped_export(patch: Patch) -> None:
    """The file is written from whatever keys the page sends."""
    real = exported._wished

    def leaky(wish: Wish) -> "QuerySet[Any]":
        leader = Actor(
            grants=frozenset(
                Grant(Role.COMMUNE_LEADER, AreaKind.COMMUNE, pk)
                for pk in Household.objects.values_list("commune_id", flat=True)
            )
        )
        return real(replace(wish, actor=leader))

    patch.setattr(exported, "_wished", leaky)


def _unscoped_page(patch: Patch) -> None:
    """The page without a network is written from whatever keys the browser sends."""
    patch.setattr(
        folium_rows,
        "_chosen",
        lambda actor, wanted, at: Household.objects.filter(pk__in=wanted.ids or ()),
    )


def _phones_in_the_page(patch: Patch) -> None:
    real = folium_rows._row

    def leaky(home: Any, *args: Any) -> list[Any]:
        home.head_name = f"{home.head_name} {home.phone}"
        return real(home, *args)

    patch.setattr(folium_rows, "_row", leaky)


def _any_role(patch: Patch) -> None:
    patch.setattr(Access, "allows", lambda self, actor: actor.is_known)


def _opened(*views: Any) -> Callable[[Patch], None]:
    def plant(patch: Patch) -> None:
        for view in views:
            patch.setattr(view, "access", PUBLIC)

    return plant


def _no_suppression(patch: Patch) -> None:
    patch.setattr(hiding, "suppress", dict)


def _villages_beside_their_sum(patch: Patch) -> None:
    """Each village hides its own small cells only, so that the sum gives them away."""
    patch.setattr(
        hiding,
        "suppress_table",
        lambda rows, closed: {row: suppress(cells) for row, cells in rows.items()},
    )


def _households_in_account_list(patch: Patch) -> None:
    def leaky(**kwargs: Any) -> list[AccountRow]:
        homes = Household.objects.order_by("pk")
        return [AccountRow(1, home.code, home.head_name, [], True, None) for home in homes]

    patch.setattr("apps.people.views.accounts", leaky)
    assert AccountListView.access != access.PUBLIC


PLANTS = (
    Plant(
        "household rows of everybody",
        _unscoped(households.HouseholdQuerySet),
        (leaks.rows_beyond_reach, leaks.cards_beyond_reach),
    ),
    Plant(
        "marks of everybody",
        _unscoped(marks.HouseholdMarkQuerySet),
        (leaks.map_rows_beyond_reach, leaks.tiles_beyond_reach),
    ),
    Plant(
        "residents of everybody",
        _unscoped(households.HouseholdMemberQuerySet),
        (leaks.rows_beyond_reach,),
    ),
    Plant("contacts of everybody", _unscoped(visits.ContactQuerySet), (leaks.rows_beyond_reach,)),
    Plant("assignments of everybody", _unscoped(AssignmentQuerySet), (leaks.rows_beyond_reach,)),
    Plant("people of everybody", _unscoped(PersonQuerySet), (leaks.people_beyond_reach,)),
    Plant("posts of everybody", _unscoped(ScopedByPersonQuerySet), (leaks.people_beyond_reach,)),
    Plant(
        "figures of everybody",
        _unscoped(households.HouseholdQuerySet, "countable_by"),
        (leaks.areas_beyond_reach,),
    ),
    Plant("a commune's kept figures for anybody", _whole_figures, (leaks.areas_beyond_reach,)),
    Plant(
        "an ended assignment still gives reach", _ended_assignments, (leaks.reach_outlives_duty,)
    ),
    Plant("an ended post still gives reach", _ended_posts, (leaks.reach_outlives_duty,)),
    Plant(
        "a leader reads the commune next door",
        _wider_reach(_other_communes),
        (leaks.rows_beyond_reach, leaks.map_rows_beyond_reach, leaks.cards_beyond_reach),
    ),
    Plant(
        "a group's officer reads the whole village",
        _wider_reach(_whole_village),
        (leaks.rows_beyond_reach, leaks.map_rows_beyond_reach, leaks.cards_beyond_reach),
    ),
    Plant(
        "a member reads the neighbours",
        _wider_reach(_neighbours),
        (leaks.rows_beyond_reach, leaks.map_rows_beyond_reach, leaks.cards_beyond_reach),
    ),
    Plant("the tier above reads households", _wider_reach(_province), (leaks.rows_beyond_reach,)),
    Plant(
        "the administrator reads households",
        _wider_reach(_administrator),
        (leaks.rows_beyond_reach,),
    ),
    Plant(
        "the police count as the office",
        _police_as_office,
        (leaks.rows_beyond_reach, leaks.map_rows_beyond_reach, leaks.cards_beyond_reach),
    ),
    Plant(
        "the household list is open to all who have a map",
        lambda patch: patch.setattr(api.HouseholdsView, "access", only(MAP_ROLES)),
        (leaks.map_rows_beyond_reach,),
    ),
    Plant(
        "any log-in passes for any role",
        _any_role,
        (
            leaks.map_rows_beyond_reach,
            takeaway_leaks.saved_beyond_reach,
            takeaway_leaks.printed_unlogged,
        ),
    ),
    Plant(
        "inspection reads telephone numbers",
        lambda patch: patch.setattr(card, "PHONE_ROLES", HOUSEHOLD_ROLES),
        (leaks.phones_on_cards,),
    ),
    Plant("the card looks up any household", _unscoped_card, (leaks.cards_beyond_reach,)),
    Plant("the export trusts the page", _unscoped_export, (leaks.exported_beyond_reach,)),
    Plant(
        "the export rings everybody up",
        lambda patch: patch.setattr(exported, "PHONE_ROLES", HOUSEHOLD_ROLES),
        (leaks.phones_in_exports,),
    ),
    Plant(
        "exports without a trace",
        lambda patch: patch.setattr(export_services, "record_access", lambda **kwargs: None),
        (leaks.exported_beyond_reach,),
    ),
    Plant(
        "the saved page trusts the browser", _unscoped_page, (takeaway_leaks.saved_beyond_reach,)
    ),
    Plant(
        "telephone numbers in the saved page",
        _phones_in_the_page,
        (takeaway_leaks.phones_in_saved_pages,),
    ),
    Plant(
        "pages saved without a trace",
        lambda patch: patch.setattr(folium_api, "record_access", lambda **kwargs: None),
        (takeaway_leaks.saved_beyond_reach,),
    ),
    Plant(
        "saved pages kept by shared caches",
        keep_answers,
        (takeaway_leaks.saved_beyond_reach,),
    ),
    Plant(
        "prints without a trace",
        lambda patch: patch.setattr(takeaway, "record_access", lambda **kwargs: None),
        (takeaway_leaks.printed_unlogged,),
    ),
    Plant(
        "prints and saved pages without log-in",
        _opened(ExportView, FoliumView, TakeawayView),
        (takeaway_leaks.given_to_strangers,),
    ),
    Plant(
        "small cells shown to the tier above",
        _no_suppression,
        (leaks.small_cells,),
    ),
    Plant(
        "the tier above counts as inside",
        lambda patch: patch.setattr(payloads, "hides_small", lambda actor: False),
        (leaks.small_cells, takeaway_leaks.small_cells_saved),
    ),
    Plant(
        "a village's small cell is the commune's less the others'",
        _villages_beside_their_sum,
        (leaks.derivable_cells,),
    ),
    Plant("a log-in switched off still works", _switched_off, (leaks.switched_off_reaches,)),
    Plant(
        "answers kept by shared caches",
        keep_answers,
        (leaks.stored_by_caches,),
    ),
    Plant(
        "cards read without a trace",
        lambda patch: patch.setattr(api, "record_access", lambda **kwargs: None),
        (leaks.reads_unlogged,),
    ),
    Plant("a map without log-in", _opened(MapView), (leaks.open_to_strangers,)),
    Plant(
        "areas and rows without log-in",
        _opened(api.AreasView, api.HouseholdsView),
        (leaks.open_to_strangers,),
    ),
    Plant(
        "households in the list of accounts",
        _households_in_account_list,
        (leaks.admin_reads_households,),
    ),
)
