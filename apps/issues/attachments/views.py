"""Attachments as an issue's page adds, shows and takes them off."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.keyed_forms import KeyedForm
from apps.issues.attachments import limits
from apps.issues.attachments.cleaning import MESSAGES
from apps.issues.attachments.models import AttachmentType, IssueAttachment
from apps.issues.attachments.services import attach, detach
from apps.issues.desk.base import IssueView

_SUFFIX = {AttachmentType.JPEG.value: "jpg", AttachmentType.PDF.value: "pdf"}


class AttachForm(KeyedForm):
    file = forms.FileField(
        label=gettext_lazy("Ảnh hoặc tệp PDF"),
        error_messages={
            "required": gettext_lazy("Hãy chọn một ảnh hoặc tệp PDF."),
            "empty": gettext_lazy("Tệp rỗng. Hãy chọn lại ảnh hoặc tệp PDF."),
        },
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > limits.FILE_BYTES:
            raise forms.ValidationError(str(MESSAGES["too_big"]))
        data: bytes = file.read()
        return data


class AttachView(IssueView):
    """A button: one file is added."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = AttachForm(request.POST, request.FILES)
        if form.is_valid():
            self.press(partial(self._attach, pk, form.cleaned_data), _("Đã gửi tệp."))
        else:
            self.complain(form.errors)
        return redirect("issues:show", pk=pk)

    def _attach(self, pk: int, told: dict[str, Any]) -> None:
        attach(key=told["key"], actor=self.actor, issue_id=pk, data=told["file"], at=self.now)


class FileView(IssueView):
    """The bytes, as our own process drew them."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = IssueAttachment.objects.visible_to(self.actor)
        row = rows.select_related("content").filter(pk=pk).first()
        if row is None:
            raise Http404
        kind = row.content.type
        answer = HttpResponse(bytes(row.content.data), content_type=kind)
        # A picture is shown within the page, a paper is kept and opened by whoever wants it.
        way = "inline" if kind == AttachmentType.JPEG else "attachment"
        name = f"van-de-{row.issue_id}-{row.number}.{_SUFFIX[kind]}"
        answer["Content-Disposition"] = f'{way}; filename="{name}"'
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


class DetachView(IssueView):
    """A button: a file is taken off."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = IssueAttachment.objects.visible_to(self.actor).filter(pk=pk)
        issue = rows.values_list("issue", flat=True).first()
        if issue is None:
            raise Http404
        form = KeyedForm(request.POST)
        if form.is_valid():
            key = form.cleaned_data["key"]
            act = partial(detach, key=key, actor=self.actor, attachment_id=pk, at=self.now)
            self.press(act, _("Đã bỏ tệp."))
        else:
            self.complain(form.errors)
        return redirect("issues:show", pk=issue)
