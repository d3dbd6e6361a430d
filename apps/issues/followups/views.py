"""Pages of a commune's follow-up rules: what there is, and one with what it would raise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.access import ActorView, only
from apps.accounts.keyed_forms import KeyedForm
from apps.areas.models import Commune
from apps.common import clock
from apps.common.db import by_unit_name
from apps.common.errors import DomainError
from apps.common.tabs import Tab
from apps.issues.followups import support
from apps.issues.followups.kinds import DUE_DAYS, LEVELS, SPECS, RuleKind
from apps.issues.followups.models import FollowUpRule, unsaved
from apps.issues.followups.querysets import READER_ROLES, TUNER_ROLES
from apps.issues.followups.services import Preview, Tuning, preview, rule_of, tune
from apps.people.querysets import edited_communes


class RuleForm(KeyedForm):
    """``seen``: the version it was filled in from; ``shown``: the effect that was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    number = forms.IntegerField()
    level = forms.ChoiceField(
        label=gettext_lazy("Giao cho"),
        choices=[(level.value, level.label) for level in LEVELS],
        help_text=gettext_lazy("Hộ chưa có người phụ trách thì việc thuộc chi ủy."),
    )
    due_days = forms.IntegerField(
        label=gettext_lazy("Làm trong (ngày)"), min_value=DUE_DAYS[0], max_value=DUE_DAYS[1]
    )
    is_on = forms.BooleanField(label=gettext_lazy("Bật quy tắc này"), required=False)

    def __init__(self, kind: RuleKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, spec = kind, SPECS[kind]
        # In the place of the one declared above: a number's bounds are made with it.
        self.fields["number"] = forms.IntegerField(
            label=str(spec.label), min_value=spec.low, max_value=spec.high
        )

    @property
    def tuning(self) -> Tuning:
        data = self.cleaned_data
        return Tuning(data["number"], data["level"], data["due_days"], data["is_on"])


class RulesView(ActorView):
    """One moment for all that is asked, and the communes in reach."""

    access = only(READER_ROLES)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = clock.now()
        self.today = clock.local_day(self.now)

    def find(self, pk: int | None) -> Commune:
        """The commune asked for, or the first in reach; 404 outside."""
        self.communes = list(Commune.objects.visible_to(self.actor).order_by(by_unit_name()))
        found = next((c for c in self.communes if pk is None or c.pk == pk), None)
        if found is None:
            raise Http404
        self.commune = found
        return found


class ListView(RulesView):
    """The rules of a commune: what each raises, whether it is on."""

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        commune = self.find(pk)
        kept = {rule.kind: rule for rule in FollowUpRule.objects.filter(commune=commune)}
        rules = [kept.get(kind.value) or unsaved(commune.pk, kind) for kind in RuleKind]
        context = {
            "commune": commune,
            "tabs": [
                Tab(reverse("followups:commune", args=[c.pk]), c.full_name, c == commune)
                for c in self.communes
            ],
            "rules": [(rule, SPECS[RuleKind(rule.kind)]) for rule in rules],
            "tunes": commune.pk in edited_communes(self.actor),
        }
        return render(request, "followups/list.html", context)


class RuleView(RulesView):
    """One rule: first what it would raise, then the switch."""

    access = only(TUNER_ROLES)

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        rule = self._open(pk, kind)
        tuning = Tuning.of(rule)
        hidden = {"seen": tuning.version, "shown": tuning.effect}
        form = RuleForm(self.kind, initial={**_values(rule), **hidden})
        return self._show(form, rule)

    def post(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        rule = self._open(pk, kind)
        form = RuleForm(self.kind, request.POST)
        if not form.is_valid():
            return self._show(form, rule, 422)
        data, tuning = form.cleaned_data, form.tuning
        wanted = _tuned(rule, tuning)
        # Asked to look, or to switch on what was not looked at: looking comes first.
        if "look" in request.POST or (tuning.is_on and data["shown"] != tuning.effect):
            return self._show(_renewed(form, shown=tuning.effect), wanted, looked=True)
        try:
            answer = tune(
                key=data["key"],
                actor=self.actor,
                commune=pk,
                kind=self.kind,
                tuning=tuning,
                seen=data["seen"],
                shown=data["shown"],
                now=self.now,
            )
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            again = _renewed(form, seen=error.detail.get("version", data["seen"]))
            again.add_error(None, error.message)
            return self._show(again, wanted, error.status)
        messages.success(
            request,
            _("Đã ghi quy tắc: nêu thêm %(raised)s việc, đóng %(closed)s việc.") % answer,
        )
        return redirect("followups:commune", pk=pk)

    def _open(self, pk: int, kind: str) -> FollowUpRule:
        self.find(pk)
        if kind not in RuleKind.values or pk not in edited_communes(self.actor):
            raise Http404
        self.kind = RuleKind(kind)
        return rule_of(pk, self.kind)

    def _show(
        self, form: RuleForm, rule: FollowUpRule, status: int = 200, *, looked: bool = False
    ) -> HttpResponse:
        found: Preview = preview(self.actor, rule, at=self.today)
        context = {
            "commune": self.commune,
            "rule": rule,
            "spec": SPECS[self.kind],
            "form": form,
            "preview": found,
            "more": found.count > len(found.homes),
            "looked": looked,
            "lacks_support": self.kind == RuleKind.POOR_NO_SUPPORT and not support.is_known(),
        }
        return render(self.request, "followups/rule.html", context, status=status)


def _values(rule: FollowUpRule) -> dict[str, Any]:
    names = ("number", "level", "due_days", "is_on")
    return {name: getattr(rule, name) for name in names}


def _tuned(rule: FollowUpRule, tuning: Tuning) -> FollowUpRule:
    """The rule as it would be; it is not saved."""
    rule.number, rule.level, rule.due_days = tuning.number, tuning.level, tuning.due_days
    return rule


def _renewed(form: RuleForm, **hidden: str) -> RuleForm:
    """What was written in the form, with other hidden values."""
    again = RuleForm(form.kind, {**dict(form.data.items()), **hidden})
    again.is_valid()
    return again
