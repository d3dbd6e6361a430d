"""The tasks of somebody and of the places they look after; one of them, and its end."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.access import ActorView, only
from apps.accounts.keyed_forms import KeyedForm
from apps.accounts.roles import COMMUNE_ROLES, VILLAGE_WIDE_ROLES
from apps.common import clock
from apps.common.errors import DomainError, not_found
from apps.common.fields import TidyField
from apps.common.tabs import Tab
from apps.households.models import Household
from apps.issues.levels import HANDLER_ROLES
from apps.issues.models import FollowTask, TaskResult
from apps.issues.tasks.services import (
    RESULT_LENGTH,
    end_task,
    endable_by,
    is_wordless,
    tasks_in_reach,
)
from apps.issues.tasks.waiting import where, with_places
from apps.issues.warning import WARNING

PER_PAGE: Final = 50
ACCESS: Final = only(HANDLER_ROLES | COMMUNE_ROLES | VILLAGE_WIDE_ROLES)
_VIEWS: Final = (
    ("", gettext_lazy("Việc của tôi")),
    ("dia-ban", gettext_lazy("Trong địa bàn")),
    ("xong", gettext_lazy("Đã xong")),
)


class EndForm(KeyedForm):
    """What became of the task."""

    result = forms.ChoiceField(
        label=gettext_lazy("Kết quả"), choices=TaskResult.choices, initial=TaskResult.DONE
    )
    text = TidyField(
        label=gettext_lazy("Đã làm gì, hoặc vì sao không còn cần"),
        required=False,
        max_length=RESULT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=WARNING,
    )


class TasksView(ActorView):
    access = ACCESS

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = clock.now()
        self.today = clock.local_day(self.now)


class ListView(TasksView):
    """One's own, those of the place, and those that ended; the soonest due first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        here = request.GET.get("xem", "")
        here = here if here in dict(_VIEWS) else ""
        page = Paginator(self._rows(here), PER_PAGE).get_page(request.GET.get("trang"))
        context = {
            "tabs": [
                Tab(f"?xem={key}" if key else "?", label, key == here) for key, label in _VIEWS
            ],
            "page": page,
            "rows": [(task, where(task)) for task in page.object_list],
            "query": f"&xem={here}" if here else "",
            "here": here,
            "today": self.today,
        }
        return render(request, "tasks/list.html", context)

    def _rows(self, here: str) -> QuerySet[FollowTask]:
        if here == "xong":
            done = tasks_in_reach(self.actor).filter(ended_on__isnull=False)
            return with_places(done).order_by("-ended_on", "-pk")
        if here:
            rows = tasks_in_reach(self.actor).filter(ended_on__isnull=True)
        else:
            rows = FollowTask.objects.waiting_for(self.actor)
        return with_places(rows).order_by("due_on", "pk")


class ShowView(TasksView):
    """One task; the form by which it ends is for those whom it waits for."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(self._find(pk), EndForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        task = self._find(pk)
        form = EndForm(request.POST)
        if not form.is_valid():
            return self._show(task, form, 422)
        data = form.cleaned_data
        try:
            end_task(
                key=data["key"],
                actor=self.actor,
                task_id=pk,
                result=TaskResult(data["result"]),
                text=data["text"],
                at=self.now,
            )
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            named = error.detail.get("field")
            form.add_error(named if named in form.fields else None, error.message)
            return self._show(self._find(pk), form, error.status)
        messages.success(request, _("Đã ghi kết quả."))
        return redirect("tasks:list")

    def _find(self, pk: int) -> FollowTask:
        task = with_places(tasks_in_reach(self.actor)).filter(pk=pk).first()
        if task is None:
            raise not_found()
        return task

    def _show(self, task: FollowTask, form: EndForm, status: int = 200) -> HttpResponse:
        home, wordless = task.household_id, is_wordless(task)
        if wordless:
            del form.fields["text"]
        homes = Household.objects.visible_to(self.actor).filter(pk=home or 0)
        context = {
            "task": task,
            "where": where(task),
            "opens_home": not wordless and homes.exists(),
            "ends": endable_by(self.actor).filter(pk=task.pk).exists(),
            "is_late": task.ended_on is None and task.due_on < self.today,
            "form": form,
        }
        return render(self.request, "tasks/show.html", context, status=status)
