"""The import assistant's pages: a list of batches, a batch, and how one of its files is read."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.access import ActorView, only
from apps.accounts.models import AccessLog
from apps.accounts.services import record_access
from apps.common import clock
from apps.common.errors import DomainError
from apps.common.tabs import Tab
from apps.imports import batch_states, requests, selectors, uploads
from apps.imports.choices import Choices
from apps.imports.correction import correction_workbook
from apps.imports.models import ImportBatch, ImportUpload, PlannedRow
from apps.imports.page import batch_config
from apps.imports.querysets import IMPORT_ROLES
from apps.imports.reading_form import chosen_of, reading_form
from apps.imports.status import status_of, statuses_of

State = ImportBatch.State
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: what the list of rows begins with: what needs a look
_FIRST_SHOWN: Final = (
    PlannedRow.Outcome.REJECTED,
    PlannedRow.Outcome.CHANGED,
    PlannedRow.Outcome.NEW,
    PlannedRow.Outcome.UNCHANGED,
)


class _Page(ActorView):
    """A page with rows out of the office's files."""

    access = only(IMPORT_ROLES)


class BatchListView(_Page):
    """All batches of the commune; the form opens a new one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        batches = selectors.listed_batches(self.actor)
        statuses = statuses_of(batches, at=clock.now())
        context = {
            "batches": [(batch, statuses[batch.pk]) for batch in batches],
            "key": uuid4(),
        }
        return render(request, "imports/list.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            key = UUID(request.POST.get("key", ""))
        except ValueError:
            messages.error(request, _("Trang đã cũ; hãy bấm lại."))
            return redirect("imports:list")
        batch = batch_states.open_batch(actor=self.actor, key=key, at=clock.now())
        return redirect("imports:batch", key=batch.key)


class BatchView(_Page):
    """One batch: its files, what would become of their rows, and what was done."""

    def get(self, request: HttpRequest, key: UUID) -> HttpResponse:
        batch = selectors.find_batch(self.actor, key)
        status = status_of(batch, at=clock.now())
        cards = selectors.file_cards(self.actor, batch)
        context = {
            "batch": batch,
            "area_name": batch.commune.full_name,
            "status": status,
            "cards": cards,
            "may_change": batch.state in batch_states.CHANGEABLE,
            "is_understood": batch_states.is_understood(batch),
            "has_workbook": any(card.has_workbook for card in cards),
            "has_plan": batch.state in {State.PREVIEWED, State.COMMITTING, State.COMMITTED},
            "import_config": batch_config(batch, status),
        }
        if context["has_plan"]:
            context |= self._plan(request, batch)
        return render(request, "imports/batch.html", context)

    def _plan(self, request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
        """The rows, as far as they are looked at."""
        totals = selectors.totals(self.actor, batch)
        row = _whole(request.GET.get("dong", ""))
        wanted = request.GET.get("xem", "")
        if row is not None:
            wanted = selectors.outcome_of(self.actor, batch, row) or wanted
        if wanted not in totals:
            wanted = next((outcome for outcome in _FIRST_SHOWN if totals[outcome]), "new")
        page = selectors.page_of_rows(
            self.actor, batch, wanted=wanted, number=request.GET.get("trang", "1"), row=row
        )
        names = {value: str(label) for value, label in PlannedRow.Outcome.choices}
        names[selectors.REMARKED] = _("Có lưu ý")
        return {
            "totals": totals,
            "tabs": [
                Tab(f"?xem={outcome}#import-rows-title", names[outcome], outcome == wanted, number)
                for outcome, number in totals.items()
            ],
            "wanted": wanted,
            "page": page,
            "lines": selectors.lines_of(page),
            "pointed_at": row,
        }


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


class _ActView(_Page):
    """A button of the batch's page: do it, say if it cannot be done, and show the page again."""

    def act(self, key: UUID, **kwargs: Any) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, key: UUID, **kwargs: Any) -> HttpResponse:
        try:
            self.act(key, **kwargs)
        except DomainError as error:
            if error.status == 404:
                raise
            messages.error(request, error.message)
        return self.after(key)

    def after(self, key: UUID) -> HttpResponse:
        return redirect("imports:batch", key=key)


class PreviewView(_ActView):
    def act(self, key: UUID, **kwargs: Any) -> None:
        requests.ask_for_preview(actor=self.actor, batch_key=key, at=clock.now())


class CommitView(_ActView):
    def act(self, key: UUID, **kwargs: Any) -> None:
        requests.ask_for_commit(
            actor=self.actor,
            batch_key=key,
            revision=_whole(self.request.POST.get("revision", "")),
            at=clock.now(),
        )


class CallOffView(_ActView):
    def act(self, key: UUID, **kwargs: Any) -> None:
        requests.call_off(actor=self.actor, batch_key=key)


class AgainView(_ActView):
    def act(self, key: UUID, **kwargs: Any) -> None:
        requests.ask_again(actor=self.actor, batch_key=key, at=clock.now())


class RemoveView(_ActView):
    def act(self, key: UUID, **kwargs: Any) -> None:
        uploads.remove_upload(
            actor=self.actor, batch_key=key, upload_key=kwargs["file"], at=clock.now()
        )


class DiscardView(_ActView):
    def act(self, key: UUID, **kwargs: Any) -> None:
        requests.discard_batch(actor=self.actor, batch_key=key)
        messages.success(self.request, _("Đã xoá lượt nạp."))

    def after(self, key: UUID) -> HttpResponse:
        still_there = ImportBatch.objects.visible_to(self.actor).filter(key=key).exists()
        return redirect("imports:batch", key=key) if still_there else redirect("imports:list")


class FileView(_Page):
    """How a file is read: the guess, and everything that can be said instead."""

    def get(self, request: HttpRequest, key: UUID, file: UUID) -> HttpResponse:
        upload = selectors.find_upload(self.actor, key, file)
        return self._page(request, upload, upload.choices, 200)

    def post(self, request: HttpRequest, key: UUID, file: UUID) -> HttpResponse:
        upload = selectors.find_upload(self.actor, key, file)
        said = (
            {}
            if "reset" in request.POST
            else chosen_of(request.POST.dict(), upload.guess, upload.choices)
        )
        try:
            requests.choose(
                actor=self.actor,
                batch_key=key,
                upload_key=file,
                choices=Choices.from_json(said),
                at=clock.now(),
            )
        except DomainError as error:
            if error.status == 404:
                raise
            messages.error(request, error.message)
            return self._page(request, upload, upload.choices | _showable(said), 422)
        messages.success(request, _("Đã ghi cách đọc; máy đang nhận dạng lại tệp."))
        return redirect("imports:batch", key=key)

    def _page(
        self, request: HttpRequest, upload: ImportUpload, chosen: dict[str, Any], status: int
    ) -> HttpResponse:
        context = {
            "upload": upload,
            "batch": upload.batch,
            "area_name": upload.batch.commune.full_name,
            "form": reading_form(upload.name, upload.guess, chosen),
            "may_change": upload.batch.state in batch_states.CHANGEABLE,
        }
        return render(request, "imports/file.html", context, status=status)


def _showable(said: dict[str, Any]) -> dict[str, Any]:
    """What can stand in the form again; what cannot be shown is left as it was."""
    rows = said.get("header_rows")
    return {key: value for key, value in said.items() if key != "header_rows"} | (
        {"header_rows": rows if isinstance(rows, list) else [rows]} if rows or rows == [] else {}
    )


class CorrectionView(_Page):
    """The rows of a file that come back, as a workbook; taking them away is logged."""

    def get(self, request: HttpRequest, key: UUID, file: UUID) -> HttpResponse:
        upload = selectors.find_upload(self.actor, key, file)
        rows = selectors.returned_rows(self.actor, upload)
        if not rows:
            raise Http404
        record_access(
            actor=self.actor,
            action=AccessLog.Action.EXPORT,
            at=clock.now(),
            count=len(rows),
            detail="correction workbook",
        )
        response = HttpResponse(correction_workbook(upload.layout, rows), content_type=_WORKBOOK)
        # The page names the file; a name in a header would have to be spelt for old browsers.
        response["Content-Disposition"] = 'attachment; filename="dong-can-sua.xlsx"'
        return response
