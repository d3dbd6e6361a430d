"""Pages of proposed positions: the worklist, and one beside where the household stands now."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from apps.accounts.access import only
from apps.accounts.models import AccessLog
from apps.accounts.services import record_access
from apps.common.errors import DomainError
from apps.common.mapwords import map_words
from apps.visits.checkins.querysets import DECIDER_ROLES
from apps.visits.desk import proposals
from apps.visits.desk.forms import DecisionForm
from apps.visits.desk.proposals import Shown, where
from apps.visits.desk.views import DeskView
from apps.visits.desk.wording import distance_words

PER_PAGE: Final = 50
ACCESS = only(DECIDER_ROLES)


class ProposalsView(DeskView):
    """What waits for the office, the oldest first; and what was decided."""

    access = ACCESS
    tab = "proposals"

    def get(self, request: HttpRequest) -> HttpResponse:
        done = request.GET.get("xong") == "1"
        rows = proposals.proposals(self.actor, done=done)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
        context = {
            "done": done,
            "page": page,
            "rows": [_told(proposals.shown(row)) for row in page.object_list],
            "query": "&xong=1" if done else "",
        }
        return self.page("contacts/proposals.html", context)


class ProposalView(DeskView):
    """One proposal on the map beside the present position; accepted or declined."""

    access = ACCESS
    tab = "proposals"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        shown = proposals.find(self.actor, pk)
        record_access(
            actor=self.actor,
            action=AccessLog.Action.READ_HOUSEHOLD,
            at=self.now,
            object_id=shown.row.household_id,
        )
        return self._show(shown, DecisionForm(initial={"seen": where(shown.row.household)}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = DecisionForm(request.POST)
        shown = proposals.find(self.actor, pk)
        if not form.is_valid():
            return self._show(shown, form, 422)
        data = form.cleaned_data
        try:
            proposals.decide(actor=self.actor, proposal=pk, now=self.now, **data)
        except DomainError as error:
            if error.status == 404:
                raise
            return self._refused(pk, form, error)
        code = shown.row.household.code
        text = (
            _("Đã nhận vị trí mới của hộ %(code)s.")
            if data["accept"]
            else _("Không nhận vị trí đề nghị của hộ %(code)s; vị trí cũ giữ nguyên.")
        )
        messages.success(request, text % {"code": code})
        return redirect("contacts:proposals")

    def _refused(self, pk: int, form: DecisionForm, error: DomainError) -> HttpResponse:
        """The page as it is now, with what was written in it kept."""
        shown = proposals.find(self.actor, pk)
        fresh = {**dict(form.data.items()), "seen": where(shown.row.household)}
        again = DecisionForm(fresh)
        again.is_valid()
        again.add_error("reason" if error.code == "no_reason" else None, error.message)
        asks = error.code == "outside_village"
        return self._show(shown, again, 409 if error.status == 409 else 422, ask_anyway=asks)

    def _show(
        self, shown: Shown, form: DecisionForm, status: int = 200, *, ask_anyway: bool = False
    ) -> HttpResponse:
        context = {
            **_told(shown),
            "form": form,
            "ask_anyway": ask_anyway,
            "map_config": _map_config(shown),
        }
        return self.page("contacts/proposal.html", context, status)


def _told(shown: Shown) -> dict[str, Any]:
    row = shown.row
    return {
        "row": row,
        "home": row.household,
        "distance": "" if shown.metres is None else distance_words(shown.metres),
        "accuracy": "" if row.accuracy is None else distance_words(row.accuracy),
        "waits": row.state == "waiting",
    }


def _map_config(shown: Shown) -> dict[str, Any] | None:
    """As ``static/js/pages/doubles.js`` reads it: A is the present position, B the proposed one."""
    both = (("A", shown.row.household.position), ("B", shown.row.position))
    places = [
        {"name": letter, "lon": point.x, "lat": point.y}
        for letter, point in both
        if point is not None
    ]
    if not places:
        return None
    strings = {
        **map_words(),
        "map_label": _("A là vị trí đang ghi, B là vị trí đề nghị"),
    }
    return {"places": places, "strings": strings}
