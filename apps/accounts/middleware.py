"""Four steps for every request: who is it, may they, whose name goes into the history, and that
nothing keeps the answer.
"""

import logging
from collections.abc import Callable
from typing import Any

import pghistory.middleware
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from apps.accounts.access import PUBLIC, access_of, actor_of
from apps.accounts.actor import NOBODY, Actor
from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import SECOND_FACTOR_ROLES
from apps.common import clock

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Puts ``request.actor`` in place, computed from what is in force at this moment."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        actor: Actor = NOBODY
        if isinstance(user, SimpleLazyObject | User):
            actor = actor_for(user, at=clock.now()) if user.is_authenticated else NOBODY
        request.actor = actor  # type: ignore[attr-defined]  # our own attribute
        return self.get_response(request)


class NothingKeptMiddleware:
    """No cache keeps what was answered to somebody, a shared computer's least of all.

    One rule, so that no new page can forget it. Only the views of ``settings.KEPT_BY_BROWSERS``
    say themselves how long which browser may keep them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if actor_of(request).is_known and not _says_itself(request, response):
            patch_cache_control(response, private=True, no_store=True)
        return response


def _says_itself(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether it is an answer that may be kept, and says how; a refusal of such a view is none."""
    match = request.resolver_match
    may_be_kept = match is not None and match.view_name in settings.KEPT_BY_BROWSERS
    return may_be_kept and response.has_header("Cache-Control")


class AccessMiddleware:
    """Refuses what no view declared, strangers, and roles too low; fails closed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        match = request.resolver_match
        access = access_of(view_func, match.url_name if match else None)
        if access is None:
            logger.error("view without declared access: %s", match and match.view_name)
            raise PermissionDenied
        actor = actor_of(request)
        if access == PUBLIC:
            return None
        is_api = request.path.startswith("/api/")
        if not actor.is_known:
            if is_api and _is_revoked(view_func, request):
                return _json_error("revoked", _("Tài khoản này đã bị khoá."))
            return _ask_to_log_in(request, is_api=is_api)
        if not access.allows(actor):
            if is_api:
                return _json_error("role_too_low", _("Bạn không có quyền xem phần này."))
            raise PermissionDenied
        is_great = access.needs_role or access.asks_second_factor
        return _ask_second_factor(request, actor, needs_role=is_great, is_api=is_api)


def _json_error(code: str, message: str, status: int = 403) -> JsonResponse:
    return JsonResponse({"code": code, "message": message}, status=status)


def _is_revoked(view_func: Callable[..., Any], request: HttpRequest) -> bool:
    """Whether the view knows the stranger for somebody whose account was switched off.

    A view that wants to be asked has ``is_revoked``: what it keeps in a browser must go then.
    """
    asked = getattr(getattr(view_func, "cls", None), "is_revoked", None)
    return asked is not None and bool(asked(request))


def _ask_to_log_in(request: HttpRequest, *, is_api: bool) -> HttpResponse:
    if is_api:
        return _json_error("not_logged_in", _("Phiên làm việc đã hết, hãy đăng nhập lại."), 401)
    if request.get_full_path() == "/":
        # Nothing to come back to: after log-in each role lands on its own page.
        return HttpResponseRedirect(reverse("account_login"))
    return redirect_to_login(request.get_full_path())


def _ask_second_factor(
    request: HttpRequest, actor: Actor, *, needs_role: bool, is_api: bool
) -> HttpResponse | None:
    """Roles that open a whole commune set up a second factor before anything else."""
    if not (settings.REQUIRE_SECOND_FACTOR and needs_role and actor.has_any(SECOND_FACTOR_ROLES)):
        return None
    if is_mfa_enabled(request.user):
        return None
    if is_api:
        return _json_error("second_factor_needed", _("Hãy bật xác thực hai lớp trước."))
    return HttpResponseRedirect(reverse("mfa_index"))


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Ties every row of history written by this request to the user."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return {"user": actor_of(request).user_id, "path": request.path}
