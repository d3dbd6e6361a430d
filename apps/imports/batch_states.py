"""What may be done with a batch now, and by whom: its lock and its state.

Everything that changes a batch holds its row. The job that writes it holds the row from beginning
to end, so whoever waits for it in vain has come too late (409).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from apps.accounts.actor import Actor
from apps.common.errors import DomainError
from apps.imports.models import ImportBatch, ImportUpload, PlannedRow
from apps.imports.querysets import communes_of

State = ImportBatch.State
#: all but being written and written
CHANGEABLE: Final = (State.OPEN, State.PREVIEWING, State.PREVIEWED)
#: longer than any change takes, shorter than writing a batch
_PATIENCE: Final = "4s"


def not_found() -> DomainError:
    return DomainError(
        "not_found", _("Không tìm thấy, hoặc nằm ngoài địa bàn của bạn."), status=404
    )


def _busy() -> DomainError:
    return DomainError("busy", _("Lượt nạp này đang được ghi; chờ xong rồi làm tiếp."), status=409)


@contextmanager
def held(
    *, actor: Actor, key: UUID, may: tuple[ImportBatch.State, ...] = CHANGEABLE
) -> Iterator[ImportBatch]:
    """The batch, its row locked until the surrounding transaction ends.

    ``may``: the states in which this can be done. Raises DomainError ``not_found`` 404, ``busy``,
    ``committed`` or ``not_now`` 409.
    """
    rows = ImportBatch.objects.visible_to(actor).filter(key=key)
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [_PATIENCE])
            batch = rows.select_for_update(no_key=True).first()
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', '0', true)")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise _busy() from error
        raise
    if batch is None:
        raise not_found()
    if batch.state not in may:
        raise _refusal(batch.state)
    yield batch


def _refusal(state: str) -> DomainError:
    if state == State.COMMITTED:
        return DomainError(
            "committed", _("Lượt này đã nạp xong; mở lượt mới để nạp tiếp."), status=409
        )
    if state == State.COMMITTING:
        return _busy()
    return DomainError("not_now", _("Chưa làm được việc này; tải lại trang."), status=409)


def changed(batch: ImportBatch) -> None:
    """Files or choices are others than before: what was planned no longer holds."""
    PlannedRow.objects.filter(upload__batch=batch).delete()
    batch.state = State.OPEN
    batch.revision += 1
    batch.error_code = batch.error = ""
    batch.save(update_fields=["state", "revision", "error_code", "error"])


def open_batch(*, actor: Actor, key: UUID, at: datetime) -> ImportBatch:
    """A new, empty batch of the actor's commune. The same key again answers the same batch."""
    commune = min(communes_of(actor), default=None)
    if commune is None or actor.user_id is None:
        raise DomainError("role_too_low", _("Bạn không có quyền nạp tệp."), status=403)
    try:
        with transaction.atomic():
            return ImportBatch.objects.create(
                key=key, commune_id=commune, created_by_id=actor.user_id, created_at=at
            )
    except IntegrityError:
        existing = ImportBatch.objects.visible_to(actor).filter(key=key).first()
        if existing is None:
            raise not_found() from None
        return existing


def is_understood(batch: ImportBatch) -> bool:
    """Whether there is a file, and each is recognised."""
    states = set(batch.uploads.values_list("state", flat=True)) - {ImportUpload.State.COMPANION}
    return states == {ImportUpload.State.RECOGNISED}
