"""Leaks to plant at the household desk, and the checks that must notice them."""

from typing import Any

from django.db.models import Q

from apps.accounts.access import PUBLIC
from apps.accounts.roles import HOUSEHOLD_ROLES
from apps.households import form_views, sections, selectors, timeline, views
from apps.households.desk import history
from apps.households.models import Household
from apps.households.querysets import HouseholdQuerySet
from apps.households.sections import Fact, Section
from apps.households.timeline import Kind, Moment
from apps.visits.models import Contact
from tests.architecture import household_leaks as leaks
from tests.architecture.plants import Patch, Plant, keep_answers


def _every_household(patch: Patch) -> None:
    patch.setattr(HouseholdQuerySet, "visible_to", lambda rows, actor: rows.all())


def _any_household(patch: Patch) -> None:
    patch.setattr(
        selectors,
        "find",
        lambda actor, pk: (
            Household.objects.select_related("village", "group").filter(pk=pk).first()
        ),
    )


def _no_rights(patch: Patch) -> None:
    patch.setattr(HouseholdQuerySet, "reached_by", lambda rows, actor, roles: rows.all())
    for view in (form_views.BasicsView, form_views.LeaveView, form_views.ReachingView):
        patch.setattr(view, "access", views.HouseholdListView.access)


def _phones_for_all(patch: Patch) -> None:
    patch.setattr(history, "PHONE_ROLES", HOUSEHOLD_ROLES)


def _found_by_any_number(patch: Patch) -> None:
    patch.setattr(selectors, "household_reach", lambda *args, **kwargs: Q())


def _contacts_of_everybody(patch: Patch) -> None:
    def leaky(actor: Any, household: Household) -> list[Moment]:
        rows = Contact.objects.select_related("person")
        return [Moment(row.said_at, Kind.CONTACT, "x", who=str(row.person)) for row in rows]

    patch.setattr(timeline, "_providers", {**timeline._providers, "visits": leaky})


def _charges_of_everybody(patch: Patch) -> None:
    def leaky(actor: Any, household: Household, at: Any) -> Section:
        names = Household.objects.values_list("head_name", flat=True)
        return Section("charge", "x", (Fact("x", tuple(names)),))

    patch.setattr(sections, "_sections", {**sections._sections, "assignments": leaky})


def _unlogged(patch: Patch) -> None:
    patch.setattr(views, "record_access", lambda **kwargs: None)


def _open(patch: Patch) -> None:
    for view in (views.HouseholdListView, views.HouseholdPageView, views.TimelineView):
        patch.setattr(view, "access", PUBLIC)


HOUSEHOLD_PLANTS = (
    Plant(
        "the desk lists everybody",
        _every_household,
        (leaks.listed_beyond_reach, leaks.pages_beyond_reach),
    ),
    Plant("the page looks up any household", _any_household, (leaks.pages_beyond_reach,)),
    Plant("whoever reads may write", _no_rights, (leaks.forms_beyond_rights,)),
    Plant("the desk tells inspection numbers", _phones_for_all, (leaks.phones_at_the_desk,)),
    Plant("numbers found out by searching", _found_by_any_number, (leaks.phones_at_the_desk,)),
    Plant(
        "a story with everybody's contacts",
        _contacts_of_everybody,
        (leaks.other_parts_beyond_reach,),
    ),
    Plant(
        "a section with everybody's charges",
        _charges_of_everybody,
        (leaks.other_parts_beyond_reach,),
    ),
    Plant("related households are named", _every_household, (leaks.relations_beyond_reach,)),
    Plant("the desk read without a trace", _unlogged, (leaks.desk_unlogged,)),
    Plant("the desk kept by caches", keep_answers, (leaks.desk_kept_by_caches,)),
    Plant("the desk without log-in", _open, (leaks.desk_open_to_strangers,)),
)
