"""The steps of a plan's life that need no more than a word: submit, return, drop, amend."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.assignments.pages.forms import AmendForm, ReasonForm, SeenForm, SeenReasonForm
from apps.assignments.pages.units.content import any_content
from apps.assignments.pages.writing import FormView
from apps.assignments.plan_states import PlanState
from apps.assignments.plans import proposing, services
from apps.assignments.plans.drift import Drift, drift_of
from apps.assignments.plans.kinds import CELL_AMENDS, UPPER_AMENDS, AmendReason


class SubmitView(FormView):
    """Put the draft to the cell, knowing what it still leaves open."""

    form_class = SeenForm
    template = "plans/submit.html"

    def context(self, form: Any) -> dict[str, Any]:
        content = any_content(self.actor, self.plan, at=self.today)
        return {"content": content, "over": content.over}

    def carry_out(self, form: SeenForm) -> Answer:
        data = form.cleaned_data
        order = self.order(
            data["key"], _("Trình lãnh đạo xã") if self.head.is_upper else _("Trình chi bộ")
        )
        return services.submit(plan=self.plan.pk, seen=data["seen"], order=order)

    def done(self, answer: Answer) -> HttpResponse:
        messages.success(
            self.request,
            _("Đã trình lãnh đạo xã. Không ai sửa được nữa cho tới khi trả lại.")
            if self.head.is_upper
            else _("Đã trình chi bộ. In bản để họp, rồi ghi nghị quyết sau cuộc họp."),
        )
        return redirect(self.home)


class _ReasonView(FormView):
    form_class: type[forms.Form] = ReasonForm

    def done(self, answer: Answer) -> HttpResponse:
        messages.success(self.request, self.told_after())
        return redirect(self.home)

    def told_after(self) -> str:
        raise NotImplementedError


class ReturnView(_ReasonView):
    """The meeting wants it otherwise."""

    states = frozenset({PlanState.SUBMITTED})

    def context(self, form: Any) -> dict[str, Any]:
        return {
            "title": _("Trả lại để soạn tiếp"),
            "lead": _("Bản đã trình trở lại là dự thảo; các cặp đã xếp giữ nguyên."),
            "submit": _("Trả lại"),
        }

    def carry_out(self, form: ReasonForm) -> Answer:
        data = form.cleaned_data
        return services.return_to_draft(
            plan=self.plan.pk, order=self.order(data["key"], data["reason"])
        )

    def told_after(self) -> str:
        return _("Kế hoạch lại là dự thảo.")


class DropView(_ReasonView):
    """Give up what is not decided, as it was seen."""

    form_class = SeenReasonForm
    states = frozenset({PlanState.DRAFT, PlanState.SUBMITTED})

    def context(self, form: Any) -> dict[str, Any]:
        return {
            "title": _("Bỏ kế hoạch"),
            "lead": _("Bản này thôi không dùng nữa nhưng vẫn xem lại được. Phân công giữ như cũ."),
            "submit": _("Bỏ kế hoạch"),
            "is_danger": True,
        }

    def carry_out(self, form: SeenReasonForm) -> Answer:
        data = form.cleaned_data
        order = self.order(data["key"], data["reason"])
        return services.drop(plan=self.plan.pk, seen=data["seen"], order=order)

    def told_after(self) -> str:
        return _("Đã bỏ kế hoạch. Phân công đang có hiệu lực không thay đổi.")


class AmendView(FormView):
    """Begin an amendment of what is in force, with suggestions of least change."""

    form_class = AmendForm
    states = frozenset({PlanState.IN_FORCE})

    def initial(self) -> dict[str, Any]:
        return {"reason": self._drift.reason}

    @cached_property
    def _drift(self) -> Drift:
        return drift_of(self.actor, self.plan, at=self.today)

    def form_kwargs(self) -> dict[str, Any]:
        return {"offered": UPPER_AMENDS if self.head.is_upper else CELL_AMENDS}

    def context(self, form: Any) -> dict[str, Any]:
        return {
            "title": _("Sửa đổi, bổ sung kế hoạch"),
            "lead": _(
                "Lập một dự thảo từ phân công hiện nay, kèm đề xuất cho nơi chưa có ai. Kế hoạch "
                "đang có hiệu lực giữ nguyên cho tới khi có văn bản mới."
            )
            if self.head.is_upper
            else _(
                "Lập một dự thảo từ phân công hiện nay, kèm đề xuất đổi ít nhất. Kế hoạch đang có "
                "hiệu lực giữ nguyên cho tới khi có nghị quyết mới."
            ),
            "submit": _("Lập dự thảo sửa đổi"),
            "drift": self._drift,
        }

    def carry_out(self, form: AmendForm) -> Answer:
        reason = AmendReason(form.cleaned_data["reason"])
        order = self.order(
            form.cleaned_data["key"], _("Sửa đổi kế hoạch: %(why)s") % {"why": reason.label}
        )
        return proposing.amend_plan(plan=self.plan.pk, reason=reason, order=order)

    def done(self, answer: Answer) -> HttpResponse:
        messages.success(
            self.request,
            (
                _("Đã lập dự thảo sửa đổi: giữ %(kept)s phân công, đề xuất thêm %(n)s.")
                if self.head.is_upper
                else _("Đã lập dự thảo sửa đổi: giữ %(kept)s cặp đang có, đề xuất đổi %(n)s hộ.")
            )
            % {"kept": answer["kept"], "n": answer["changed"]},
        )
        return redirect("plan-pages:plan", pk=answer["plan"])
