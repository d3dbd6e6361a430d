"""Browsers on which somebody's households are kept: known, and told to forget them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.common import clock
from apps.common.errors import DomainError, not_found
from apps.visits.phone.models import DeviceKind, PhoneDevice

#: a browser not seen for so long is forgotten
FORGOTTEN_AFTER: Final = timedelta(days=365)
#: of one user; whoever opens more loses the one unseen for longest
MOST_PHONES: Final = 20


def _other_user() -> DomainError:
    return DomainError(
        "other_user",
        _(
            "Máy này đang giữ dữ liệu của tài khoản khác. Hãy đăng nhập bằng tài khoản đó để gửi"
            " hết, rồi đăng xuất trên máy."
        ),
        status=409,
    )


def must_wipe(actor: Actor, uuid: UUID | None, *, now: datetime) -> bool:
    """Whether this browser is to forget everything; DomainError 409 if it is somebody else's.

    A browser that never registered is asked nothing.
    """
    if uuid is None:
        return False
    # Asked with every request: four values of one row, and no row of it.
    rows = PhoneDevice.objects.filter(uuid=uuid)
    found = list(rows.values_list("user", "last_seen_on", "wipe_asked_at", "wiped_at"))
    if not found:
        return False
    ((user, last_seen_on, wipe_asked_at, wiped_at),) = found
    if user != actor.user_id:
        raise _other_user()
    today = clock.local_day(now)
    if last_seen_on < today:
        rows.update(last_seen_on=today)
    return wipe_asked_at is not None and wiped_at is None


def register(*, actor: Actor, uuid: UUID, kind: DeviceKind, wiped: bool, now: datetime) -> bool:
    """Register or renew a browser, or note that it has forgotten all; whether it is to wipe."""
    if actor.user_id is None:
        raise DomainError("unknown_actor", _("Hãy đăng nhập."), status=403)
    try:
        with transaction.atomic():
            device, is_new = PhoneDevice.objects.get_or_create(
                uuid=uuid,
                defaults={
                    "user_id": actor.user_id,
                    "kind": kind,
                    "registered_at": now,
                    "last_seen_on": clock.local_day(now),
                },
            )
    except IntegrityError as error:
        raise _other_user() from error
    if device.user_id != actor.user_id:
        raise _other_user()
    if is_new:
        _make_room(actor.user_id)
    if wiped:
        PhoneDevice.objects.filter(pk=device.pk).update(wiped_at=now)
        return False
    return must_wipe(actor, uuid, now=now)


def _make_room(user: int) -> None:
    """One that is still to be wiped is not forgotten."""
    rows = PhoneDevice.objects.filter(user=user).order_by("-last_seen_on", "-pk")
    old = list(rows.values_list("pk", flat=True)[MOST_PHONES:])
    if old:
        spent = PhoneDevice.objects.filter(pk__in=old)
        (spent.filter(wipe_asked_at=None) | spent.exclude(wiped_at=None)).delete()


def ask_to_wipe(*, actor: Actor, device: int, now: datetime) -> None:
    """Have a browser forget everything when it is next in touch; DomainError 404 out of reach."""
    row = PhoneDevice.objects.visible_to(actor).filter(pk=device).first()
    if row is None:
        raise not_found()
    waiting = PhoneDevice.objects.filter(pk=row.pk, wipe_asked_at=None)
    waiting.update(wipe_asked_at=now, wipe_asked_by=actor.user_id)


def is_revoked(uuid: UUID) -> bool:
    """Asked without a log-in: whether this browser has no business with its data any more.

    Only who holds the browser knows its key, and learns nothing but what it is to do.
    """
    device = PhoneDevice.objects.select_related("user").filter(uuid=uuid).first()
    return device is not None and (device.is_to_wipe or not device.user.is_active)


def is_switched_off(uuid: UUID) -> bool:
    """Whether the account that this browser belongs to was switched off."""
    return PhoneDevice.objects.filter(uuid=uuid, user__is_active=False).exists()


def forget_unseen(*, now: datetime) -> int:
    """Forget browsers that nobody has used for a year; how many."""
    before = clock.local_day(now - FORGOTTEN_AFTER)
    forgotten, _by_model = PhoneDevice.objects.filter(last_seen_on__lt=before).delete()
    return forgotten
