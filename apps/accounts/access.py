"""Who may use a view. Every view says so itself; what says nothing is refused."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import View
from rest_framework.request import Request

from apps.accounts.actor import NOBODY, Actor
from apps.accounts.roles import Role
from apps.common.errors import DomainError


@dataclass(frozen=True, slots=True)
class Access:
    """A view's declaration. ``roles`` counts only when ``needs_role``."""

    needs_login: bool
    needs_role: bool = False
    roles: frozenset[Role] = frozenset()
    # Roles are looked at by the view itself; who has one of the great ones shows a second factor.
    asks_second_factor: bool = False

    def allows(self, actor: Actor) -> bool:
        if not self.needs_login:
            return True
        if not actor.is_known:
            return False
        return actor.has_any(self.roles) if self.needs_role else True


PUBLIC = Access(needs_login=False)
LOGGED_IN = Access(needs_login=True)
LOGGED_IN_FULLY = Access(needs_login=True, asks_second_factor=True)


def only(roles: Iterable[Role]) -> Access:
    """Only these roles."""
    return Access(needs_login=True, needs_role=True, roles=frozenset(roles))


_ViewFunction = TypeVar("_ViewFunction", bound=Callable[..., HttpResponseBase])


def declares(access: Access) -> Callable[[_ViewFunction], _ViewFunction]:
    """The declaration of a view that is a function."""

    def mark(view: _ViewFunction) -> _ViewFunction:
        view.access = access  # type: ignore[attr-defined]  # read by access_of()
        return view

    return mark


def actor_of(request: HttpRequest | Request) -> Actor:
    """The request's Actor; nobody where the middleware did not run."""
    actor = getattr(request, "actor", NOBODY)
    return actor if isinstance(actor, Actor) else NOBODY


def require_declaration(cls: type) -> None:
    if not isinstance(getattr(cls, "access", None), Access):
        raise ImproperlyConfigured(f"{cls.__module__}.{cls.__qualname__} declares no access.")


class ActorView(View):
    """Base of all pages. What a service finds out of reach or forbidden is told as everywhere."""

    access: Access

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        require_declaration(cls)
        return super().as_view(**initkwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except DomainError as error:
            if error.status == 404:
                raise Http404 from error
            if error.status == 403:
                raise PermissionDenied(error.message) from error
            raise

    @property
    def actor(self) -> Actor:
        return actor_of(self.request)


# allauth reverses the names of pages that make no sense without e-mail and sign-up, so they
# must exist; nobody may open them.
CLOSED = only(())
_PUBLIC_NAMES = (
    "account_login",
    "account_logout",
    "account_inactive",
    "mfa_authenticate",
    "mfa_trust",
    "mfa_login_webauthn",
    "set_language",
)
_OWN_ACCOUNT_NAMES = (
    "account_reauthenticate",
    "account_change_password",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
)
_CLOSED_NAMES = (
    "account_signup",
    "account_signup_by_passkey",
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_set_password",
    "account_change_phone",
    "account_verify_phone",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_password_reset_completed",
    "account_complete_password_reset",
    "account_confirm_password_reset_code",
)
# Views of other packages, by the name of their URL. A name missing here is refused.
THIRD_PARTY: dict[str, Access] = {
    **dict.fromkeys(_PUBLIC_NAMES, PUBLIC),
    **dict.fromkeys(_OWN_ACCOUNT_NAMES, LOGGED_IN),
    **dict.fromkeys(_CLOSED_NAMES, CLOSED),
}


def access_of(view_func: Callable[..., Any], url_name: str | None) -> Access | None:
    """What the view behind a URL declares, or None: then nobody may use it."""
    cls = getattr(view_func, "view_class", None) or getattr(view_func, "cls", None)
    declared = getattr(cls, "access", None) or getattr(view_func, "access", None)
    if isinstance(declared, Access):
        return declared
    return THIRD_PARTY.get(url_name or "")
