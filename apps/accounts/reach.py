"""Collects an Actor from the apps that know of posts and assignments.

Those apps lie above this one, so they register a provider when Django starts.
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


def register_grants(name: str, provider: GrantProvider) -> None:
    _providers[name] = provider


def register_person_finder(name: str, finder: PersonFinder) -> None:
    _person_finders[name] = finder


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
