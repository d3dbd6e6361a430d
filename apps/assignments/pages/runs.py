"""Proposals asked of the worker: how it is getting on, and what to do with what it proposes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.access import only
from apps.accounts.keyed_forms import KeyedForm
from apps.accounts.keys import Answer
from apps.accounts.orders import Order
from apps.assignments.pages.base import PlansView
from apps.assignments.pages.wording import reason_words
from apps.assignments.plans import accepting, run_reading, runs
from apps.assignments.plans.kinds import ProposalState, RunState
from apps.assignments.plans.querysets import DRAFTER_ROLES, RUN_ROLES
from apps.common.errors import DomainError
from apps.people.models import PartyCell
from apps.people.querysets import EDITOR_ROLES, edited_communes


class RunView(PlansView):
    """A page that may be left: while the worker is at it, it asks again by itself."""

    access = only(RUN_ROLES)

    def get(self, request: HttpRequest, key: UUID) -> HttpResponse:
        told = run_reading.run_in_full(self.actor, key, at=self.now)
        made = [row for row in told["proposals"] if row["made_at"] is not None]
        context = {
            "run": told,
            "is_busy": told["state"] in {state.value for state in runs.UNDER_WAY},
            "is_failed": told["state"] == RunState.FAILED,
            # Of those not come to yet the number says enough.
            "proposals": [_proposal(row) for row in made],
            "sums": _sums(made) if len(made) > 1 else None,
            "not_made": len(told["proposals"]) - len(made),
        }
        return render(request, "plans/run.html", context)


def _proposal(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "left_over": sum(row["left"].values()),
        "reasons": [(reason_words(reason), number) for reason, number in row["left"].items()],
    }


def _sums(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """What is proposed to all cells together, as far as it was not dropped."""
    kept = [row for row in rows if row["state"] != ProposalState.DROPPED]
    return {
        "cells": len(kept),
        "pairs": sum(row["pairs"] for row in kept),
        "left": sum(sum(row["left"].values()) for row in kept),
        "broken": sum(row["cost"].get("broken", 0) for row in kept),
    }


class _AskView(PlansView):
    """A button without a page of its own. ``back``: where a refusal is told."""

    def act(self, wish: UUID, **kwargs: Any) -> Answer:
        raise NotImplementedError

    def done(self, answer: Answer, **kwargs: Any) -> HttpResponse:
        return redirect("plan-pages:run", key=answer["run"])

    def back(self, **kwargs: Any) -> HttpResponse:
        return redirect("plan-pages:home")

    def find(self, **kwargs: Any) -> None:
        """404 for what is out of reach, before what was sent is read."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.find(**kwargs)
        form = KeyedForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Trang này đã cũ. Hãy xem lại rồi bấm lại."))
            return self.back(**kwargs)
        try:
            return self.done(self.act(form.cleaned_data["key"], **kwargs), **kwargs)
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message)
            return self.back(**kwargs)


class AskForCellView(_AskView):
    access = only(DRAFTER_ROLES)

    def find(self, **kwargs: Any) -> None:
        if not PartyCell.objects.visible_to(self.actor).filter(pk=kwargs["pk"]).exists():
            raise Http404

    def act(self, wish: UUID, **kwargs: Any) -> Answer:
        order = self.order(wish, _("Nhờ máy đề xuất phân công"))
        return runs.request_for_cell(cell=kwargs["pk"], order=order)


class AskForCommuneView(_AskView):
    access = only(EDITOR_ROLES)

    def find(self, **kwargs: Any) -> None:
        if kwargs["pk"] not in edited_communes(self.actor):
            raise Http404

    def act(self, wish: UUID, **kwargs: Any) -> Answer:
        order = self.order(wish, _("Nhờ máy đề xuất cho mọi chi bộ"))
        return runs.request_for_commune(commune=kwargs["pk"], order=order)


class _RunButton(_AskView):
    access = only(RUN_ROLES)

    def find(self, **kwargs: Any) -> None:
        run_reading.run_in_full(self.actor, kwargs["key"], at=self.now)

    def back(self, **kwargs: Any) -> HttpResponse:
        return redirect("plan-pages:run", key=kwargs["key"])

    def order_of(self, wish: UUID) -> Order:
        return self.order(wish, _("Xem đề xuất phân công"))


class CancelView(_RunButton):
    def act(self, wish: UUID, **kwargs: Any) -> Answer:
        return runs.cancel(run=kwargs["key"], order=self.order_of(wish))


class AcceptView(_RunButton):
    """Take what is proposed to the own cell into its draft."""

    access = only(DRAFTER_ROLES)

    def act(self, wish: UUID, **kwargs: Any) -> Answer:
        return accepting.accept(run=kwargs["key"], cell=kwargs["cell"], order=self.order_of(wish))

    def done(self, answer: Answer, **kwargs: Any) -> HttpResponse:
        messages.success(
            self.request,
            _("Đã lấy đề xuất vào dự thảo: %(n)s thay đổi.") % {"n": answer["changed"]},
        )
        if kept := len(answer["kept"]):
            said = _("%(n)s hộ giữ như chi ủy đã quyết trong lúc máy tính.")
            messages.info(self.request, said % {"n": kept})
        if gone := len(answer["left_out"]):
            said = _("%(n)s cặp đề xuất nay không còn thực hiện được nên không lấy.")
            messages.warning(self.request, said % {"n": gone})
        return redirect("plan-pages:plan", pk=answer["plan"])


class DropRunView(_RunButton):
    """Throw away what is proposed to one cell."""

    def act(self, wish: UUID, **kwargs: Any) -> Answer:
        return runs.drop(run=kwargs["key"], cell=kwargs["cell"], order=self.order_of(wish))

    def done(self, answer: Answer, **kwargs: Any) -> HttpResponse:
        messages.success(self.request, _("Đã bỏ đề xuất."))
        return self.back(**kwargs)
