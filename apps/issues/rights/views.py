"""The household's right: the paper with all that is held, requests and their legal clocks."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.access import ActorView, only
from apps.accounts.models import AccessLog
from apps.accounts.services import record_access
from apps.common import clock
from apps.common.errors import DomainError, not_found
from apps.households.models import Household
from apps.households.querysets import EDITOR_ROLES
from apps.issues.rights import services
from apps.issues.rights.forms import EraseForm, ReceiveForm, StepForm
from apps.issues.rights.inbox import due_of
from apps.issues.rights.kinds import RequestKind, RequestState, RequestVerb, verbs_from
from apps.issues.rights.models import DataRequest
from apps.issues.rights.registry import holdings_of
from apps.issues.rights.staying import what_stays
from apps.visits.retention import household_preview

PER_PAGE: Final = 50


class RightsView(ActorView):
    """One moment for all that is asked; only who answers for the commune's register."""

    access = only(EDITOR_ROLES)
    now: datetime

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = clock.now()
        self.today = clock.local_day(self.now)

    def home(self, household: int) -> Household:
        """DomainError 404 out of reach."""
        rows = Household.objects.reached_by(self.actor, EDITOR_ROLES).with_places()
        found = rows.filter(pk=household).first()
        if found is None:
            raise not_found()
        return found

    def log(self, household: int, detail: str = "") -> None:
        record_access(
            actor=self.actor,
            action=AccessLog.Action.READ_HOUSEHOLD,
            object_id=household,
            detail=detail,
            at=self.now,
        )

    def page(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return render(self.request, template, {"today": self.today, **context}, status=status)


class HouseholdView(RightsView):
    """Everything held on a household, on the screen and on A4."""

    def get(self, request: HttpRequest, household: int) -> HttpResponse:
        home = self.home(household)
        # Logged first: this reading stands on the paper as well.
        self.log(home.pk, "rights")
        holdings = holdings_of(self.actor, home, at=self.now)
        context = {"home": home, "holdings": holdings, "now": self.now}
        return self.page("rights/household.html", context)


class RequestsView(RightsView):
    """Open requests, the one due first in front; or those that ended."""

    def get(self, request: HttpRequest) -> HttpResponse:
        done = request.GET.get("xong") == "1"
        rows = DataRequest.objects.visible_to(self.actor).select_related("household__village")
        rows = rows.defer("household__village__geom")
        ended = rows.exclude(pk__in=rows.open().values("pk")).order_by("-ended_on", "-pk")
        wanted = ended if done else rows.open().order_by("answer_by", "act_by", "pk")
        page = Paginator(wanted, PER_PAGE).get_page(request.GET.get("page"))
        told = [(row, due_of(row), due_of(row) < self.today) for row in page.object_list]
        context = {"done": done, "page": page, "rows": told, "query": "xong=1" if done else ""}
        return self.page("rights/requests.html", context)


class ReceiveView(RightsView):
    """A request of a household is written down."""

    def get(self, request: HttpRequest, household: int) -> HttpResponse:
        home = self.home(household)
        return self._show(home, ReceiveForm(initial={"received_on": self.today}))

    def post(self, request: HttpRequest, household: int) -> HttpResponseBase:
        home = self.home(household)
        form = ReceiveForm(request.POST)
        if not form.is_valid():
            return self._show(home, form, 422)
        try:
            answer = services.receive_request(
                key=form.cleaned_data["key"],
                actor=self.actor,
                household=home.pk,
                wish=form.request(),
                at=self.now,
            )
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            field = error.detail.get("field")
            form.add_error(field if field in form.fields else None, error.message)
            return self._show(home, form, error.status)
        messages.success(request, _("Đã nhận yêu cầu. Hãy phản hồi hộ trong hai ngày làm việc."))
        return redirect("rights:request", pk=answer["request"])

    def _show(self, home: Household, form: ReceiveForm, status: int = 200) -> HttpResponse:
        self.log(home.pk)
        return self.page("rights/receive.html", {"home": home, "form": form}, status)


class RequestView(RightsView):
    """One request with its clocks and its next step."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(self._row(pk), StepForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        row = self._row(pk)
        form = StepForm(request.POST)
        if not form.is_valid():
            return self._show(row, form, 422)
        data = form.cleaned_data
        try:
            services.take_step(
                key=data["key"],
                actor=self.actor,
                request=row.pk,
                verb=RequestVerb(data["verb"]),
                text=data["text"],
                at=self.now,
            )
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            field = error.detail.get("field")
            form.add_error(field if field in form.fields else None, error.message)
            return self._show(row, form, error.status)
        messages.success(request, _("Đã ghi."))
        return redirect("rights:request", pk=row.pk)

    def _row(self, pk: int) -> DataRequest:
        rows = DataRequest.objects.visible_to(self.actor).filter(pk=pk)
        found = rows.select_related("household__village").defer("household__village__geom").first()
        if found is None:
            raise not_found()
        return found

    def _show(self, row: DataRequest, form: StepForm, status: int = 200) -> HttpResponse:
        self.log(row.household_id)
        is_erasing = row.kind == RequestKind.ERASURE and row.erased_at is None
        may_erase = is_erasing and row.state == RequestState.ANSWERED
        entries = services.entries_within(self.actor, row.household_id) if may_erase else []
        context = {
            "row": row,
            "home": row.household,
            "form": form,
            "verbs": verbs_from(RequestState(row.state)),
            "answer_late": row.answered_on is None and row.answer_by < self.today,
            "act_late": row.ended_on is None and row.act_by < self.today,
            "may_erase": may_erase,
            "erasable": household_preview(entries) if may_erase else None,
            "files": services.erasable_files(entries).count() if may_erase else 0,
            "erase_form": EraseForm() if may_erase else None,
            "stays": what_stays() if row.kind == RequestKind.ERASURE else [],
        }
        return self.page("rights/request.html", context, status)


class EraseView(RightsView):
    """A button, under the list of what goes and what stays."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        back = redirect("rights:request", pk=pk)
        form = EraseForm(request.POST)
        if not DataRequest.objects.visible_to(self.actor).filter(pk=pk).exists():
            raise not_found()
        if not form.is_valid():
            messages.error(request, _("Biểu mẫu này đã cũ. Hãy tải lại trang."))
            return back
        try:
            services.erase(key=form.cleaned_data["key"], actor=self.actor, request=pk, at=self.now)
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message)
            return back
        messages.success(request, _("Đã xóa những gì được phép xóa. Hãy ghi kết quả, báo hộ."))
        return back
