"""How a batch's job is getting on, told so that nobody waits for what will not come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
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
    return statuses_of([batch], at=at)[batch.pk]


def statuses_of(batches: Sequence[ImportBatch], *, at: datetime) -> dict[int, Status]:
    """The same of several by their keys, asking no more often than for one."""
    wanted = _wanted(batches)
    begun = BatchProgress.objects.filter(batch__in=wanted, beat_at__isnull=False)
    progress = {row.batch_id: row for row in begun} if wanted else {}
    queue = _Queue(at)
    return {
        batch.pk: _status(batch, progress.get(batch.pk), queue)
        if batch.pk in wanted
        else Status("idle")
        for batch in batches
    }


def _wanted(batches: Sequence[ImportBatch]) -> set[int]:
    """Batches of which a job is asked for."""
    still_open = [batch.pk for batch in batches if batch.state == State.OPEN]
    waiting = ImportUpload.objects.filter(
        batch__in=still_open, state=ImportUpload.State.RECEIVED
    ).values_list("batch", flat=True)
    asked = {batch.pk for batch in batches if batch.state in {State.PREVIEWING, State.COMMITTING}}
    return asked | (set(waiting.distinct()) if still_open else set())


class _Queue:
    """What else the workers do; asked once, and only where it matters."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    @cached_property
    def at_work(self) -> list[tuple[int, str | None]]:
        """Key and lock of the jobs under way."""
        return list(ProcrastinateJob.objects.filter(status="doing").values_list("pk", "lock"))

    @cached_property
    def has_worker(self) -> bool:
        alive = ProcrastinateWorker.objects.filter(last_heartbeat__gt=self.at - _WORKER_SILENT)
        return bool(alive.exists())


def _status(batch: ImportBatch, progress: BatchProgress | None, queue: _Queue) -> Status:
    if progress is None or progress.beat_at is None:
        return _not_begun(batch, queue)
    told = (progress.note, progress.done, progress.total)
    if queue.at - progress.beat_at > SILENT_AFTER:
        said = _("Máy xử lý bị ngắt, chưa ghi gì. Việc này sẽ tự chạy lại, hoặc bấm Chạy lại.")
        return Status("interrupted", said, *told)
    return Status("working", _doing(batch), *told)


def _doing(batch: ImportBatch) -> str:
    if batch.state == State.COMMITTING:
        return _("Đang ghi vào hệ thống. Có thể đóng trang này và quay lại sau.")
    if batch.state == State.PREVIEWING:
        return _("Đang xem trước, chưa ghi gì. Có thể đóng trang này và quay lại sau.")
    return _("Đang nhận dạng tệp.")


def _not_begun(batch: ImportBatch, queue: _Queue) -> Status:
    waited = queue.at - (batch.requested_at or batch.created_at)
    if waited < WAITING_LONG:
        return Status("waiting", _("Đang chờ máy xử lý nhận việc."))
    mine = lock_of(batch)
    if any(lock == mine and pk != batch.job_id for pk, lock in queue.at_work):
        return Status("waiting", _("Đang chờ một lượt nạp khác chạy xong."))
    if queue.has_worker:
        return Status("waiting", _("Máy xử lý đang bận việc khác; sẽ đến lượt."))
    return Status(
        "no_worker",
        _("Máy xử lý không chạy nên việc này chưa bắt đầu. Báo quản trị bật lại; không mất gì."),
    )
