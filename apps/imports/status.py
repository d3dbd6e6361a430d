"""How a batch's job is getting on, told so that nobody waits for what will not come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from apps.imports.models import BatchProgress, ImportBatch, ImportUpload
from apps.imports.requests import SILENT_AFTER, WAITING_LONG, lock_of

Phase = Literal["idle", "waiting", "working", "interrupted", "no_worker"]
State = ImportBatch.State
#: A worker says every ten seconds that it lives.
_WORKER_SILENT: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Status:
    """`note` is the file in hand; `done` of `total` rows, 0 of 0 where nobody knows yet."""

    phase: Phase
    message: str = ""
    note: str = ""
    done: int = 0
    total: int = 0

    @property
    def is_busy(self) -> bool:
        return self.phase != "idle"

    @property
    def may_ask_again(self) -> bool:
        """Whether starting the job anew is worth a button."""
        return self.phase in {"interrupted", "no_worker"}


def status_of(batch: ImportBatch, *, at: datetime) -> Status:
    """What the batch's job is doing at this moment."""
    if not _is_wanted(batch):
        return Status("idle")
    progress = BatchProgress.objects.filter(batch=batch).first()
    if progress is None or progress.beat_at is None:
        return _not_begun(batch, at)
    told = (progress.note, progress.done, progress.total)
    if at - progress.beat_at > SILENT_AFTER:
        said = _("Máy xử lý bị ngắt, chưa ghi gì. Việc này sẽ tự chạy lại, hoặc bấm Chạy lại.")
        return Status("interrupted", said, *told)
    return Status("working", _doing(batch), *told)


def _is_wanted(batch: ImportBatch) -> bool:
    if batch.state in {State.PREVIEWING, State.COMMITTING}:
        return True
    return (
        batch.state == State.OPEN
        and batch.uploads.filter(state=ImportUpload.State.RECEIVED).exists()
    )


def _doing(batch: ImportBatch) -> str:
    if batch.state == State.COMMITTING:
        return _("Đang ghi vào hệ thống. Có thể đóng trang này và quay lại sau.")
    if batch.state == State.PREVIEWING:
        return _("Đang xem trước, chưa ghi gì. Có thể đóng trang này và quay lại sau.")
    return _("Đang nhận dạng tệp.")


def _not_begun(batch: ImportBatch, at: datetime) -> Status:
    waited = at - (batch.requested_at or batch.created_at)
    if waited < WAITING_LONG:
        return Status("waiting", _("Đang chờ máy xử lý nhận việc."))
    busy = ProcrastinateJob.objects.filter(status="doing", lock=lock_of(batch))
    if busy.exclude(pk=batch.job_id).exists():
        return Status("waiting", _("Đang chờ một lượt nạp khác chạy xong."))
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gt=at - _WORKER_SILENT)
    if alive.exists():
        return Status("waiting", _("Máy xử lý đang bận việc khác; sẽ đến lượt."))
    return Status(
        "no_worker",
        _("Máy xử lý không chạy nên việc này chưa bắt đầu. Báo quản trị bật lại; không mất gì."),
    )
