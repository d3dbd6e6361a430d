"""Collects an Actor from the apps that know of posts and assignments.

Those apps lie above this one, so they register a provider when Django starts. With it comes a
trace: SQL that tells whether what the provider reads has changed (see ``accounts.standing``).
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from apps.accounts.actor import NOBODY, Actor, Grant
from apps.accounts.roles import AreaKind, Role

if TYPE_CHECKING:
    from apps.accounts.models import User

# Given a person's key and the moment, the grants the person holds then.
GrantProvider = Callable[[int, datetime], Iterable[Grant]]
# Given a user's key, the key of the person who uses it, if any.
PersonFinder = Callable[[int], int | None]

_providers: dict[str, GrantProvider] = {}
_person_finders: dict[str, PersonFinder] = {}
_grant_traces: dict[str, str] = {}
_person_traces: dict[str, str] = {}


def register_grants(name: str, provider: GrantProvider, *, trace: str) -> None:
    """``trace``: a SELECT of one value out of every row and column that the provider reads.

    ``person.id`` stands in it for the person's key. It may leave the day out.
    """
    _providers[name] = provider
    _grant_traces[name] = trace


def register_person_finder(name: str, finder: PersonFinder, *, trace: str) -> None:
    """``trace``: a SELECT of the person's key, where ``account.id`` stands for the user's."""
    _person_finders[name] = finder
    _person_traces[name] = trace


def person_traces() -> tuple[str, ...]:
    return tuple(_person_traces.values())


def grant_traces() -> tuple[str, ...]:
    return tuple(_grant_traces.values())


def actor_for(user: "User", *, at: datetime) -> Actor:
    """What ``user`` may do at the moment ``at``; nothing once switched off."""
    if not user.is_active:
        return NOBODY
    grants = {Grant(Role.SYSTEM_ADMIN, AreaKind.SYSTEM, 0)} if user.is_system_admin else set()
    person_id = next((pk for find in _person_finders.values() if (pk := find(user.pk))), None)
    if person_id is not None:
        for provider in _providers.values():
            grants.update(provider(person_id, at))
    return Actor(user_id=user.pk, person_id=person_id, grants=frozenset(grants))
