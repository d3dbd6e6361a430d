"""Leaks to plant in what phones bring and fetch; see ``plants``."""

from __future__ import annotations

from typing import Any

from apps.accounts.access import PUBLIC, only
from apps.accounts.roles import HOUSEHOLD_ROLES, MAP_ROLES, Role
from apps.households.models import Household
from apps.issues.phone import telling
from apps.issues.querysets import IssueQuerySet
from apps.visits.checkins import homes as named
from apps.visits.checkins import querysets as checkins
from apps.visits.checkins import recording
from apps.visits.phone import api, changes, homes, layers, syncing
from apps.visits.phone import querysets as phones
from tests.architecture import phone_leaks as leaks
from tests.architecture.plants import Patch, Plant


def _everything(queryset: Any, *args: Any, **kwargs: Any) -> Any:
    return queryset.all()


def _all_rows(patch: Patch) -> None:
    for owner in (
        checkins.CompanionQuerySet,
        checkins.FlagQuerySet,
        checkins.PositionProposalQuerySet,
    ):
        patch.setattr(owner, "visible_to", _everything)


def _members_review(patch: Patch) -> None:
    patch.setattr(checkins, "REVIEW_ROLES", HOUSEHOLD_ROLES)


def _whole_reach(patch: Patch) -> None:
    """All that one may see goes along, not only what one is in charge of."""

    def reached(actor: Any, *, at: Any) -> Any:
        return Household.objects.visible_to(actor).living(at=at)

    patch.setattr(homes, "own_homes", reached)
    patch.setattr(layers, "own_homes", reached)


def _any_household(patch: Patch) -> None:
    patch.setattr(named.Known, "may_report", lambda *_args: True)


def _told_apart(patch: Patch) -> None:
    """What is out of reach is refused in other words than what is not there."""
    real = recording.record

    def leaky(bringing: Any, check_ins: Any) -> Any:
        outcomes = real(bringing, check_ins)
        there = set(Household.objects.values_list("pk", flat=True))
        for each in check_ins:
            said = outcomes[each.uuid]
            if isinstance(said, Exception) and each.household in there:
                said.status = 403
        return outcomes

    patch.setattr("apps.visits.phone.items.record", leaky)


def _no_duty_asked(patch: Patch) -> None:
    everybody = frozenset(Role)
    patch.setattr(syncing, "PHONE_ROLES", everybody)


def _inspection_brings(patch: Patch) -> None:
    patch.setattr(named, "PHONE_ROLES", HOUSEHOLD_ROLES)
    patch.setattr(syncing, "PHONE_ROLES", HOUSEHOLD_ROLES)


def _every_phone(patch: Patch) -> None:
    patch.setattr(phones.PhoneQuerySet, "visible_to", _everything)


def _committee_wipes(patch: Patch) -> None:
    patch.setattr(phones, "WIPER_ROLES", phones.WIPER_ROLES | {Role.INSPECTION})


def _no_log(patch: Patch) -> None:
    patch.setattr(changes, "record_access", lambda **_kwargs: None)


def _open(patch: Patch) -> None:
    for view in (api.ChangesView, api.LayersView, api.SyncView, api.SealedView, api.DeviceView):
        patch.setattr(view, "access", PUBLIC)
        patch.setattr(view, "permission_classes", [])


def _map_roles_fetch(patch: Patch) -> None:
    patch.setattr(api.ChangesView, "access", only(MAP_ROLES))


def _every_issue(patch: Patch) -> None:
    patch.setattr(IssueQuerySet, "visible_to", _everything)


def _all_knew(patch: Patch) -> None:
    patch.setattr(telling, "_knew", lambda *_args: True)


PHONE_PLANTS: tuple[Plant, ...] = (
    Plant(
        "companions, flags and proposals without a scope",
        _all_rows,
        (leaks.phone_rows_beyond_reach,),
    ),
    Plant("members review flags", _members_review, (leaks.phone_rows_beyond_reach,)),
    Plant(
        "a phone takes along all that may be seen",
        _whole_reach,
        (leaks.fetched_beyond_reach, leaks.outlines_beyond_reach),
    ),
    Plant("a check-in with any household", _any_household, (leaks.brought_beyond_reach,)),
    Plant("what is out of reach is told apart", _told_apart, (leaks.brought_beyond_reach,)),
    Plant("nobody is asked for a duty", _no_duty_asked, (leaks.brought_beyond_reach,)),
    Plant("the inspection writes check-ins", _inspection_brings, (leaks.brought_beyond_reach,)),
    Plant("everybody's phones", _every_phone, (leaks.phones_beyond_reach,)),
    Plant("the inspection wipes phones", _committee_wipes, (leaks.phones_beyond_reach,)),
    Plant("nobody writes down what was taken along", _no_log, (leaks.taken_along_unlogged,)),
    Plant("phones without a log-in", _open, (leaks.phones_open_to_strangers,)),
    Plant("everybody's issues", _every_issue, (leaks.issues_beyond_their_chain,)),
    Plant("whoever sits there tells", _all_knew, (leaks.issues_beyond_their_chain,)),
    Plant("who only has a map fetches", _map_roles_fetch, (leaks.fetched_beyond_reach,)),
)
