"""Pages of the worklist of doubles: pairs, one pair side by side, what was merged, what is two."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.access import ActorView, only
from apps.accounts.keyed_forms import KeyedForm
from apps.accounts.models import AccessLog
from apps.accounts.services import record_access
from apps.common import clock
from apps.common.errors import DomainError
from apps.common.mapwords import map_words
from apps.common.tabs import Tab
from apps.households import doubles, merging, unmerging
from apps.households.desk_forms import refused
from apps.households.doubles import Shown
from apps.households.doubles_forms import MergeForm, UndoForm, compare
from apps.households.merging import DOUBLES_ROLES
from apps.households.models import HouseholdMerge, NotDouble
from apps.households.versions import versions_of

PER_PAGE: Final = 20
ACCESS = only(DOUBLES_ROLES)


_TABS: Final = (
    ("doubles", gettext_lazy("Nghi trùng")),
    ("merges", gettext_lazy("Đã gộp")),
    ("doubles-apart", gettext_lazy("Không phải trùng")),
)


def _tabs(here: str) -> list[Tab]:
    return [Tab(reverse(f"desk:{name}"), label, name == here) for name, label in _TABS]


class DoublesView(ActorView):
    """Pairs that may be one household, the likeliest first."""

    access = ACCESS

    def get(self, request: HttpRequest) -> HttpResponse:
        pairs = doubles.alike_pairs(self.actor, at=clock.local_day(clock.now()))
        page = Paginator(pairs, PER_PAGE).get_page(request.GET.get("trang"))
        context = {
            "tabs": _tabs("doubles"),
            "page": page,
            "pairs": doubles.shown(self.actor, list(page.object_list)),
            "total": len(pairs),
        }
        return render(request, "households/doubles.html", context)


class PairView(ActorView):
    """Two households side by side, and the form that makes one of them."""

    access = ACCESS

    def get(self, request: HttpRequest, one: int, other: int) -> HttpResponse:
        pair = self._pair(one, other)
        for home in (pair.one, pair.other):
            record_access(
                actor=self.actor,
                action=AccessLog.Action.READ_HOUSEHOLD,
                at=clock.now(),
                object_id=home.pk,
            )
        versions = self._versions(pair)
        return self._page(request, pair, MergeForm(initial=versions), 200)

    def post(self, request: HttpRequest, one: int, other: int) -> HttpResponse:
        form = MergeForm(request.POST)
        if not form.is_valid():
            return self._page(request, self._pair(one, other), form, 422)
        merger = form.merger(*sorted((one, other)))
        try:
            answer = merging.merge(
                actor=self.actor, key=form.cleaned_data["key"], merger=merger, now=clock.now()
            )
        except DomainError as error:
            if error.status == 404:
                raise Http404 from error
            return self._refused(request, one, other, form, error)
        messages.success(request, _("Đã gộp hai hộ thành một."))
        return redirect("desk:merge", pk=answer["merge"])

    def _refused(
        self, request: HttpRequest, one: int, other: int, form: MergeForm, error: DomainError
    ) -> HttpResponse:
        try:
            pair = self._pair(one, other)
        except Http404:
            # Somebody was quicker: one of the two is gone from here.
            messages.error(request, error.message)
            return redirect("desk:doubles")
        form = refused(form, error, **self._versions(pair))
        return self._page(request, pair, form, error.status)

    def _pair(self, one: int, other: int) -> Shown:
        try:
            return doubles.two_households(self.actor, one, other, at=clock.local_day(clock.now()))
        except DomainError as error:
            raise Http404 from error

    def _versions(self, pair: Shown) -> dict[str, int]:
        versions = versions_of([pair.one.pk, pair.other.pk])
        return {"version_one": versions[pair.one.pk], "version_other": versions[pair.other.pk]}

    def _page(
        self, request: HttpRequest, pair: Shown, form: MergeForm, status: int
    ) -> HttpResponse:
        context = {
            "pair": pair,
            "form": form,
            "keep": form["keep"].value(),
            "lines": compare(pair.one, pair.other, form),
            "map_config": _map_config(pair),
        }
        return render(request, "households/merge.html", context, status=status)


def _map_config(pair: Shown) -> dict[str, Any] | None:
    """Where the two stand, as ``static/js/pages/doubles.js`` reads it; None without a place."""
    places = [
        {"name": letter, "lon": home.position.x, "lat": home.position.y}
        for letter, home in (("A", pair.one), ("B", pair.other))
        if home.position is not None
    ]
    if not places:
        return None
    strings = {
        **map_words(),
        "map_label": _("Vị trí của hai hộ A và B"),
    }
    return {"places": places, "strings": strings}


class ApartView(ActorView):
    """The two are two: off the worklist."""

    access = ACCESS

    def post(self, request: HttpRequest, one: int, other: int) -> HttpResponse:
        now = clock.now()
        try:
            doubles.say_two(
                actor=self.actor, one=one, other=other, now=now, at=clock.local_day(now)
            )
        except DomainError as error:
            raise Http404 from error
        messages.success(request, _("Đã ghi là hai hộ khác nhau."))
        return redirect("desk:doubles")


class ApartListView(ActorView):
    """Pairs that somebody found to be two, each with a way back to the worklist."""

    access = ACCESS

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = NotDouble.objects.reached_by(self.actor, DOUBLES_ROLES).with_places()
        ordered = rows.select_related("said_by__person").order_by("-said_at", "-pk")
        page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("trang"))
        rows_shown = [(row, KeyedForm(auto_id=False)) for row in page.object_list]
        context = {"tabs": _tabs("doubles-apart"), "page": page, "rows": rows_shown}
        return render(request, "households/doubles_apart.html", context)


class ApartBackView(ActorView):
    access = ACCESS

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = KeyedForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Biểu mẫu này đã cũ. Hãy tải lại trang."))
            return redirect("desk:doubles-apart")
        try:
            doubles.take_back_two(
                actor=self.actor, key=form.cleaned_data["key"], said=pk, now=clock.now()
            )
        except DomainError as error:
            raise Http404 from error
        messages.success(request, _("Hai hộ đã trở lại danh sách nghi trùng."))
        return redirect("desk:doubles-apart")


class MergesView(ActorView):
    """What was merged, the newest first."""

    access = ACCESS

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = HouseholdMerge.objects.reached_by(self.actor, DOUBLES_ROLES).with_places()
        ordered = rows.select_related("merged_by__person").order_by("-merged_at", "-pk")
        page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("trang"))
        context = {"tabs": _tabs("merges"), "page": page}
        return render(request, "households/merges.html", context)


class MergeView(ActorView):
    """One merge: what became of the two, and the form that takes it back."""

    access = ACCESS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self._merge(pk), UndoForm(), 200)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self._merge(pk)
        form = UndoForm(request.POST)
        if not form.is_valid():
            return self._page(request, row, form, 422)
        try:
            unmerging.unmerge(
                actor=self.actor,
                key=form.cleaned_data["key"],
                merge=row.pk,
                reason=form.cleaned_data["reason"],
                now=clock.now(),
            )
        except DomainError as error:
            row.refresh_from_db()
            return self._page(request, row, refused(form, error), error.status)
        messages.success(request, _("Đã tách lại thành hai hộ như trước khi gộp."))
        return redirect("desk:merge", pk=row.pk)

    def _merge(self, pk: int) -> HouseholdMerge:
        rows = HouseholdMerge.objects.reached_by(self.actor, DOUBLES_ROLES).with_places()
        people = rows.select_related("merged_by__person", "undone_by__person")
        row = people.filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def _page(
        self, request: HttpRequest, row: HouseholdMerge, form: UndoForm, status: int
    ) -> HttpResponse:
        context = {"merge": row, "form": form}
        return render(request, "households/merge_done.html", context, status=status)
