"""How allauth behaves here: nobody signs up, and each role lands where its work is."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import MAP_ROLES, Role
from apps.common import clock


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return landing_page(request)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    def get_totp_label(self, user: User) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return "Gần Dân"

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Gần Dân"}


def landing_page(request: HttpRequest) -> str:
    """The map for all who have one, else the administrator's list of accounts.

    The police have a map without households on it; their work is what waits for them.

    Asked right after log-in, when the request still carries the stranger it came with.
    """
    user = request.user
    roles = actor_for(user, at=clock.now()).roles if isinstance(user, User) else frozenset()
    if Role.SYSTEM_ADMIN in roles and roles.isdisjoint(MAP_ROLES):
        return reverse("accounts:list")
    if Role.COMMUNE_POLICE in roles and roles.isdisjoint(MAP_ROLES - {Role.COMMUNE_POLICE}):
        return reverse("inbox:home")
    return reverse("webmap:map")
