"""Forms that take away a duty written down by mistake today."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.keys import Answer
from apps.common.errors import DomainError
from apps.people.desk import forms
from apps.people.desk.duty_edits import DutyFormView
from apps.people.desk.person_form import person_url
from apps.people.mistakes import Duty, withdraw
from apps.people.models import CommuneOfficer, Membership, Post, VillageWorker
from apps.people.orders import Order


class _WithdrawView(DutyFormView):
    form_class = forms.WithdrawForm
    submit = gettext_lazy("Bỏ")
    model: type[Duty]

    def find(self, pk: int) -> None:
        super().find(pk)
        told = _("Quyền theo việc này mất ngay. Lịch sử vẫn giữ ai đã ghi và ai đã bỏ.")
        self.lead = f"{self.lead}. {told}"

    def rows(self) -> Any:
        manager: Any = self.model._default_manager
        return manager.visible_to(self.actor)

    def carry_out(self, form: forms.WithdrawForm, order: Order) -> Answer:
        return withdraw(model=self.model, duty=self.duty.pk, agreed=form.agreed, order=order)

    def post(self, request: HttpRequest, pk: int = 0) -> HttpResponse:
        if not self.rows().edited_by(self.actor).filter(pk=pk).exists():
            return self._again(pk)
        return super().post(request, pk)

    def _again(self, pk: int) -> HttpResponse:
        """Sent twice, the second time finds nothing left: the first one's answer, or 404."""
        form = self.form_class(self.request.POST)
        if not form.is_valid():
            raise Http404
        order = Order(self.actor, form.cleaned_data["reason"], self.now, form.cleaned_data["key"])
        try:
            answer = withdraw(model=self.model, duty=pk, agreed=form.agreed, order=order)
        except DomainError as error:
            raise Http404 from error
        messages.success(self.request, gettext_lazy("Đã ghi."))
        return redirect(person_url(answer["person"]))


class WithdrawPostView(_WithdrawView):
    title = gettext_lazy("Bỏ chức vụ ghi nhầm hôm nay")
    model = Post


class WithdrawOfficeView(_WithdrawView):
    title = gettext_lazy("Bỏ chức danh cán bộ xã ghi nhầm hôm nay")
    model = CommuneOfficer


class WithdrawWorkView(_WithdrawView):
    title = gettext_lazy("Bỏ việc ở thôn ghi nhầm hôm nay")
    model = VillageWorker


class WithdrawMembershipView(_WithdrawView):
    title = gettext_lazy("Bỏ lần vào chi bộ ghi nhầm hôm nay")
    model = Membership
