"""Verbs on users: the audit log and the administrator's work."""

from datetime import datetime

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.common.errors import DomainError


def record_access(
    *,
    actor: Actor,
    action: AccessLog.Action,
    at: datetime,
    object_id: int | None = None,
    count: int | None = None,
    detail: str = "",
) -> None:
    """Write down that ``actor`` read or took away personal data.

    ``count`` is how many households went out at once, ``detail`` a few words about the form
    ("a3 landscape"), never personal data.
    """
    if actor.user_id is None:
        raise DomainError("unknown_actor", _("Hãy đăng nhập."), status=403)
    AccessLog.objects.create(
        user_id=actor.user_id,
        action=action,
        object_id=object_id,
        count=count,
        detail=detail,
        at=at,
    )


def _require_admin(actor: Actor) -> None:
    if Role.SYSTEM_ADMIN not in actor.roles:
        raise DomainError("role_too_low", _("Chỉ quản trị hệ thống làm được việc này."), status=403)


def _checked_password(password: str, user: User | None) -> str:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise DomainError("weak_password", " ".join(error.messages)) from error
    return password


def create_account(*, actor: Actor, username: str, password: str) -> User:
    """A new log-in without any role; roles come from posts and assignments."""
    _require_admin(actor)
    _checked_password(password, None)
    try:
        with transaction.atomic():
            return User.objects.create_user(username, password)
    except IntegrityError as error:
        raise DomainError(
            "username_taken", _("Tên đăng nhập này đã có người dùng, hãy chọn tên khác.")
        ) from error


def set_account_password(*, actor: Actor, user: User, password: str) -> None:
    """The way back in for someone who lost the password: there is no e-mail."""
    _require_admin(actor)
    user.set_password(_checked_password(password, user))
    user.save(update_fields=["password"])
    end_sessions(user)


def set_account_active(*, actor: Actor, user: User, is_active: bool) -> None:
    """Switch a log-in off or on; switching off ends its sessions at once."""
    _require_admin(actor)
    if user.pk == actor.user_id and not is_active:
        raise DomainError("own_account", _("Không thể tự khóa tài khoản đang dùng."))
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    if not is_active:
        end_sessions(user)


def end_sessions(user: User) -> None:
    """Log the user out everywhere."""
    key = str(user.pk)
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == key:
            session.delete()


def holds_session_of_switched_off(session: SessionBase) -> bool:
    """Whether a session would still log somebody in, but that the account was switched off."""
    user = User.objects.filter(pk=session.get(SESSION_KEY) or 0, is_active=False).first()
    if user is None:
        return False
    # One that ended with its password says nothing of anybody.
    return constant_time_compare(
        str(session.get(HASH_SESSION_KEY, "")), user.get_session_auth_hash()
    )
