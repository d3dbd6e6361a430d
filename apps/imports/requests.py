"""What an office asks of the worker: recognise, preview, write; and take it back or ask again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from apps.accounts.actor import Actor
from apps.common.errors import DomainError
from apps.imports.batch_states import changed, held, is_understood
from apps.imports.choices import Choices
from apps.imports.memory import remember
from apps.imports.models import BatchProgress, ImportBatch, ImportUpload

State = ImportBatch.State
#: A job gives a sign of life every two seconds; after so long without one it is dead or hangs.
SILENT_AFTER: Final = timedelta(seconds=45)
#: A worker takes a job up at once; after so long there is none, or it has other work.
WAITING_LONG: Final = timedelta(seconds=20)
# By name: the tasks themselves import the engine, which no request needs.
RECOGNISE, PREVIEW, COMMIT = "imports.recognise", "imports.preview", "imports.commit"


def lock_of(batch: ImportBatch) -> str:
    """What the jobs of a commune share, so that they run one after the other."""
    return f"imports:{batch.commune_id}"


def _ask(batch: ImportBatch, task: str, at: datetime) -> None:
    """Queue a job in the transaction of what it is about.

    A commune's jobs run one after the other; asked for twice before it begins, it runs once.
    """
    BatchProgress.objects.update_or_create(
        batch=batch, defaults={"note": "", "done": 0, "total": 0, "beat_at": None}
    )
    job = app.configure_task(task, lock=lock_of(batch), queueing_lock=f"{task}:{batch.pk}")
    try:
        with transaction.atomic():
            batch.job_id = job.defer(batch_id=batch.pk)
    except AlreadyEnqueued:
        pass
    batch.requested_at = at
    batch.error_code = batch.error = ""
    batch.save(update_fields=["state", "job_id", "requested_at", "error_code", "error"])


def ask_for_recognition(batch: ImportBatch, *, at: datetime) -> None:
    """Have the batch's new files looked at; the batch's row is held by the caller."""
    if batch.uploads.filter(state=ImportUpload.State.RECEIVED).exists():
        _ask(batch, RECOGNISE, at)


def choose(
    *, actor: Actor, batch_key: UUID, upload_key: UUID, choices: Choices, at: datetime
) -> None:
    """Say what a file is, where the guess is wrong; remembered for files with these columns."""
    with transaction.atomic(), held(actor=actor, key=batch_key) as batch:
        upload = batch.uploads.filter(key=upload_key).first()
        if upload is None or upload.state == ImportUpload.State.COMPANION:
            raise DomainError("not_found", _("Tệp này không còn trong lượt nạp."), status=404)
        upload.choices = choices.as_json()
        upload.remembered = False
        upload.state = ImportUpload.State.RECEIVED
        upload.save(update_fields=["choices", "remembered", "state"])
        remember(batch, upload, at=at)
        changed(batch)
        ask_for_recognition(batch, at=at)


def ask_for_preview(*, actor: Actor, batch_key: UUID, at: datetime) -> None:
    """Have the whole batch tried, without writing anything."""
    with transaction.atomic(), held(actor=actor, key=batch_key) as batch:
        if batch.state == State.PREVIEWING:
            return
        if not is_understood(batch):
            raise DomainError(
                "not_understood",
                _("Còn tệp chưa nhận dạng được; chọn lại cách đọc, hoặc bỏ tệp đó ra."),
                status=409,
            )
        batch.state = State.PREVIEWING
        _ask(batch, PREVIEW, at)


def ask_for_commit(*, actor: Actor, batch_key: UUID, revision: int | None, at: datetime) -> None:
    """Have the batch written as it was previewed. Asked for again, nothing more happens.

    `revision`: that of the preview somebody looked at; DomainError ``stale`` 409 for any other.
    """
    with transaction.atomic(), held(actor=actor, key=batch_key, may=tuple(State)) as batch:
        if batch.state in {State.COMMITTING, State.COMMITTED}:
            return
        if batch.state != State.PREVIEWED or batch.revision != revision:
            raise DomainError(
                "stale",
                _(
                    "Các tệp hoặc bản xem trước đã khác với trang bạn bấm Nạp, nên chưa ghi gì. "
                    "Xem lại số liệu dưới đây rồi bấm Nạp."
                ),
                status=409,
            )
        batch.state = State.COMMITTING
        batch.committed_by_id = actor.user_id
        batch.save(update_fields=["committed_by"])
        _ask(batch, COMMIT, at)


def call_off(*, actor: Actor, batch_key: UUID) -> None:
    """Stop waiting for a preview or a commit that has not begun to write."""
    may = (State.PREVIEWING, State.COMMITTING)
    with transaction.atomic(), held(actor=actor, key=batch_key, may=may) as batch:
        batch.state = State.OPEN if batch.state == State.PREVIEWING else State.PREVIEWED
        # The job that comes for it finds nothing to do.
        batch.save(update_fields=["state"])


def ask_again(*, actor: Actor, batch_key: UUID, at: datetime) -> None:
    """Start the job anew whose worker is gone. While one is at work nothing happens."""
    may = (State.OPEN, State.PREVIEWING, State.COMMITTING)
    with transaction.atomic(), held(actor=actor, key=batch_key, may=may) as batch:
        progress = BatchProgress.objects.filter(batch=batch).first()
        if progress and progress.beat_at and at - progress.beat_at < SILENT_AFTER:
            return
        job = ProcrastinateJob.objects.filter(pk=batch.job_id).first()
        if job is not None and job.status == "todo":
            return
        if job is not None and job.status == "doing":
            # Nobody else would touch it before the worker is given up.
            app.job_manager.retry_job_by_id(job.pk, at)
            return
        task = {State.PREVIEWING: PREVIEW, State.COMMITTING: COMMIT}.get(
            State(batch.state), RECOGNISE
        )
        _ask(batch, task, at)


def discard_batch(*, actor: Actor, batch_key: UUID) -> None:
    """Throw the batch away, with its files; after the commit only the tray is emptied."""
    every = tuple(State)
    with transaction.atomic(), held(actor=actor, key=batch_key, may=every) as batch:
        batch.delete()
