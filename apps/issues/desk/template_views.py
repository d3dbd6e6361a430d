"""Answers that a commune keeps ready, written by its office."""

from __future__ import annotations

from typing import Any

import pghistory
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.access import only
from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.issues.desk.base import IssueView
from apps.issues.desk.forms import TemplateForm
from apps.issues.models import AnswerTemplate
from apps.people.querysets import EDITOR_ROLES, edited_communes


def templates_of(actor: Actor) -> Any:
    """Those of the communes whose rules the actor writes."""
    return AnswerTemplate.objects.filter(commune__in=edited_communes(actor))


class TemplatesView(IssueView):
    """All of them, by kind; and the form for a new one."""

    access = only(EDITOR_ROLES)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(TemplateForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        commune = min(edited_communes(self.actor))
        return self.save(AnswerTemplate(commune_id=commune, made_by_id=self.actor.user_id))

    def save(self, row: AnswerTemplate) -> HttpResponse:
        form = TemplateForm(self.request.POST)
        if not form.is_valid():
            return self.show(form, row, status=422)
        told = {"verb": "save_template", "template": row.pk, **form.wish}

        def work() -> Answer:
            for name in ("kind", "title", "text", "is_retired"):
                setattr(row, name, form.cleaned_data[name])
            with pghistory.context(reason="template"):
                row.save()
            return {"template": row.pk}

        try:
            with transaction.atomic():
                key = form.cleaned_data["key"]
                once(key=key, actor=self.actor, body=told, at=self.now, work=work)
        except IntegrityError:
            form.add_error("title", _("Loại này đã có mẫu cùng tên. Hãy đặt tên khác."))
            return self.show(form, row, status=422)
        messages.success(self.request, _("Đã ghi mẫu trả lời."))
        return redirect("issues:templates")

    def show(
        self, form: TemplateForm, row: AnswerTemplate | None = None, status: int = 200
    ) -> HttpResponse:
        rows = templates_of(self.actor).order_by("is_retired", "kind", "title")
        context = {"form": form, "rows": rows, "row": row if row and row.pk else None}
        return render(self.request, "issues/templates.html", context, status=status)


class TemplateView(TemplatesView):
    """One of them, to be changed."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]
        row = self._find(pk)
        names = ("kind", "title", "text", "is_retired")
        return self.show(TemplateForm(initial={name: getattr(row, name) for name in names}), row)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]
        return self.save(self._find(pk))

    def _find(self, pk: int) -> AnswerTemplate:
        row: AnswerTemplate | None = templates_of(self.actor).filter(pk=pk).first()
        if row is None:
            raise Http404
        return row
