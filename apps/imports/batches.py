"""Between a batch and the engine that reads, recognises and writes: what the jobs call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.common.errors import DomainError
from apps.imports.choices import Choices
from apps.imports.folder import LaidOut, laid_out
from apps.imports.guessing import guess_of
from apps.imports.layout import cells_of, layouts_of
from apps.imports.memory import recalled
from apps.imports.models import ImportBatch, ImportUpload, UploadPart
from apps.imports.planning import Planner
from apps.imports.readers.sandbox import opened
from apps.imports.readers.shapes import ReaderError
from apps.imports.recognise import recognise
from apps.imports.services import ImportResult, Source, import_files
from apps.imports.systems import systems_of

State = ImportBatch.State
# Called with a file's name, rows done and rows in all.
Tell = Callable[[str, int, int], None]


def recognise_batch(batch_id: int, tell: Tell) -> None:
    """Look at every file of the batch that waits for it."""
    batch = ImportBatch.objects.select_related("commune__province").filter(pk=batch_id).first()
    if batch is None:
        return
    waiting = list(batch.uploads.filter(state=ImportUpload.State.RECEIVED).order_by("pk"))
    for upload in waiting:
        tell(upload.name, 0, 0)
        seen = dict(upload.choices)
        with laid_out(batch, [upload]) as (lain,):
            _look_at(batch, lain)
        # Chosen or taken out anew in the meantime, or a part of it came: that is another job's.
        unchanged = ImportUpload.objects.filter(
            pk=upload.pk,
            state=ImportUpload.State.RECEIVED,
            choices=seen,
            parts_seen=upload.parts_seen,
        )
        unchanged.update(
            state=upload.state,
            kind=upload.kind,
            guess=upload.guess,
            choices=upload.choices,
            remembered=upload.remembered,
            error_code=upload.error_code,
        )


def _look_at(batch: ImportBatch, lain: LaidOut) -> None:
    """Put into the upload what its file seems to be, or why it cannot be used."""
    upload = lain.upload
    upload.error_code = ""
    try:
        _guess(batch, lain)
        if not upload.choices and (chosen := recalled(batch, upload.guess)):
            upload.choices, upload.remembered = chosen, True
            _guess(batch, lain)
    except ReaderError as error:
        _cannot_use(upload, error.code)
        return
    except DomainError as error:
        _cannot_use(upload, error.code)
        return
    if not upload.kind:
        _cannot_use(upload, "unknown_kind_of_file")
        return
    upload.state = ImportUpload.State.RECOGNISED


def _cannot_use(upload: ImportUpload, code: str) -> None:
    upload.state = ImportUpload.State.UNUSABLE
    upload.error_code = code


def _guess(batch: ImportBatch, lain: LaidOut) -> None:
    upload = lain.upload
    choices = Choices.from_json(upload.choices)
    before = upload.guess
    with opened(lain.path, choices) as raw:
        found = recognise(raw, choices)
        upload.guess = guess_of(found) | {"systems": systems_of(found, batch.commune)}
    upload.kind = found.kind.key if found.kind else ""
    if upload.choices and "signature" in before:
        # Known by what it was before anybody chose.
        upload.guess |= {key: before[key] for key in ("signature", "first_kind")}


def preview_batch(batch_id: int, tell: Tell, *, at: datetime) -> None:
    """Try the whole batch and keep what would become of every row; nothing else is written."""
    batch = ImportBatch.objects.select_related("commune").filter(pk=batch_id).first()
    if batch is None or batch.state != State.PREVIEWING:
        return
    with _Run(batch, batch.created_by_id, tell, at) as run:
        result = run.take_in(dry_run=True)
        if not result.unreadable:
            run.describe(result)
        with transaction.atomic():
            now = ImportBatch.objects.select_for_update(no_key=True).filter(pk=batch.pk).first()
            if now is None or (now.state, now.revision) != (batch.state, batch.revision):
                return
            if result.unreadable:
                _give_up(now, State.OPEN, _reason(result))
                return
            run.store(result)
            _previewed(now)


def commit_batch(batch_id: int, tell: Tell, *, at: datetime) -> None:
    """Write the whole batch in one transaction, or nothing of it.

    The batch's row is held all the while: whoever runs the job a second time waits, and then
    finds it done. Where the register has moved so that other things would happen than were
    previewed, those are the new preview and nothing is written.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(no_key=True).filter(pk=batch_id).first()
        if batch is None or batch.state != State.COMMITTING:
            return
        with _Run(batch, batch.committed_by_id or batch.created_by_id, tell, at) as run:
            result, as_previewed = run.write()
            if result.unreadable:
                _give_up(batch, State.OPEN, _reason(result))
                return
            run.describe(result)
            run.store(result)
        if not as_previewed:
            _previewed(batch)
            _give_up(batch, State.PREVIEWED, ("other_than_previewed", _moved_words()))
            return
        batch.state = State.COMMITTED
        batch.committed_at = at
        batch.save(update_fields=["state", "committed_at"])
        # The rows are in the register now; the files are needed no longer.
        UploadPart.objects.filter(upload__batch=batch).delete()


def _previewed(batch: ImportBatch) -> None:
    """What is stored now is to be looked at before anything else happens."""
    batch.state = State.PREVIEWED
    batch.revision += 1
    batch.save(update_fields=["state", "revision"])


def _moved_words() -> str:
    return _(
        "Từ lúc xem trước, dữ liệu của xã đã có người sửa nên kết quả khác đi; chưa ghi gì. Số "
        "liệu dưới đây là của lúc này: xem lại rồi bấm Nạp tất cả."
    )


def fail(batch_id: int, code: str) -> None:
    """Say that the job broke off without a reason of its own, so that nobody waits for it."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(no_key=True).filter(pk=batch_id).first()
        if batch is None or batch.state not in {State.PREVIEWING, State.COMMITTING}:
            return
        said = _("Có lỗi ngoài dự kiến, chưa ghi gì. Hãy thử lại; nếu vẫn lỗi, báo quản trị.")
        _give_up(batch, State.OPEN, (code, said))


def _give_up(batch: ImportBatch, state: ImportBatch.State, reason: tuple[str, str]) -> None:
    batch.state = state
    batch.error_code, batch.error = reason
    batch.save(update_fields=["state", "error_code", "error"])


def _reason(result: ImportResult) -> tuple[str, str]:
    first = result.unreadable[0]
    return first.code, f"{first.file}: {first.message}"


class _Run:
    """One go through all files of a batch, which lie on disk meanwhile."""

    def __init__(self, batch: ImportBatch, user_id: int, tell: Tell, at: datetime) -> None:
        self.batch, self.user_id, self.tell, self.at = batch, user_id, tell, at
        self.uploads = list(
            batch.uploads.filter(state=ImportUpload.State.RECOGNISED).order_by("pk")
        )
        self._folder = laid_out(batch, self.uploads)
        self._lain: Sequence[LaidOut] = ()

    def __enter__(self) -> _Run:
        self._lain = self._folder.__enter__()
        self.planner = Planner(self.uploads)
        return self

    def __exit__(self, *error: Any) -> None:
        self.planner.close()
        self._folder.__exit__(*error)

    def take_in(self, *, dry_run: bool) -> ImportResult:
        """Hand the files to the engine; the planner hears of every row."""
        sources = [
            Source(lain.path, lain.upload.name, Choices.from_json(lain.upload.choices))
            for lain in self._lain
        ]
        return import_files(
            sources,
            at=self.at,
            commune=self.batch.commune,
            dry_run=dry_run,
            single_transaction=True,
            actor=Actor(user_id=self.user_id),
            reason="import",
            ledger=self.planner,
            progress=self.tell,
        )

    def write(self) -> tuple[ImportResult, bool]:
        """Take the files in, unless something else would become of a row than was previewed."""
        with transaction.atomic():
            result = self.take_in(dry_run=False)
            as_previewed = all(
                self.planner.digest(upload.name) == upload.report.get("digest")
                for upload in self.uploads
            )
            if not as_previewed:
                transaction.set_rollback(True)
        return result, as_previewed

    def describe(self, result: ImportResult) -> None:
        """Note the sheets of each file, and the cells of the rows that come back."""
        systems = {report.file: report.srid for report in result.reports}
        for lain in self._lain:
            choices = Choices.from_json(lain.upload.choices)
            wanted = self.planner.rejected(lain.upload.name)
            srid = systems.get(lain.upload.name)
            with opened(lain.path, choices) as raw:
                found = recognise(raw, choices)
                lain.upload.layout = layouts_of(raw, found, srid)
                self.planner.add_raw(lain.upload.name, cells_of(found, wanted, srid))

    def store(self, result: ImportResult) -> None:
        """Keep the rows and the report of each file."""
        reports = {report.file: report.as_json() for report in result.reports}
        for upload in self.uploads:
            self.planner.store(upload.name, [layout["sheet"] for layout in upload.layout])
            said = reports.get(upload.name, {})
            # Remarks about rows stand with the rows.
            said["messages"] = [about for about in said.get("messages", []) if not about["row"]]
            said["digest"] = self.planner.digest(upload.name)
            upload.report = said
            upload.save(update_fields=["report", "layout"])
