"""The commune's rules: what holds, what it means, who changed it; and the form to change it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.access import ActorView, only
from apps.accounts.roles import COMMUNE_ROLES, VILLAGE_ROLES, AreaKind, Role
from apps.areas.models import Commune
from apps.common import clock
from apps.common.db import by_unit_name
from apps.common.errors import DomainError
from apps.common.tabs import Tab
from apps.people.orders import Order
from apps.people.querysets import EDITOR_ROLES, edited_communes
from apps.visits import rules
from apps.visits.forms import RulesForm
from apps.visits.rule_history import history_of
from apps.visits.rule_pages import rule_pages_of
from apps.visits.rules import Rules, rules_in_force, version_of_rules


class _RulesView(ActorView):
    commune: Commune

    def find(self, pk: int | None) -> None:
        """The commune asked for, or the first of the actor's own; 404 outside."""
        rows = Commune.objects.visible_to(self.actor)
        self.communes = list(rows.order_by(by_unit_name()))
        wanted = [c for c in self.communes if pk is None or c.pk == pk]
        if not wanted:
            raise Http404
        self.commune = wanted[0]
        self.now = clock.now()
        self.at = clock.local_day(self.now)

    @property
    def can_edit(self) -> bool:
        return self.commune.pk in edited_communes(self.actor)


class RulesView(_RulesView):
    """The rules in force; who changed them is told to commune-wide roles only."""

    access = only(COMMUNE_ROLES | VILLAGE_ROLES | {Role.GROUP_OFFICER, Role.COMMUNE_POLICE})

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        self.find(pk)
        present = rules_in_force(self.commune.pk)
        reads = self.commune.pk in self.actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES)
        context = {
            "commune": self.commune,
            "tabs": [
                Tab(reverse("rules:commune", args=[c.pk]), c.full_name, c.pk == self.commune.pk)
                for c in self.communes
            ],
            "parts": RulesForm(initial=RulesForm.filled(present)).parts,
            "examples": rules.examples(present, at=self.at),
            "history": history_of(self.commune.pk) if reads else [],
            "can_edit": self.can_edit,
            "more": rule_pages_of(self.actor, self.commune.pk),
        }
        return render(request, "rules/rules.html", context)


class EditRulesView(_RulesView):
    """First the effects in words, then the saving of exactly what was shown."""

    access = only(EDITOR_ROLES)

    def _open(self, pk: int) -> None:
        self.find(pk)
        if not self.can_edit:
            raise Http404

    def _show(self, form: RulesForm, status: int = 200, **more: Any) -> HttpResponse:
        context = {"form": form, "commune": self.commune, **more}
        return render(self.request, "rules/edit.html", context, status=status)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._open(pk)
        present = rules_in_force(pk)
        seen = version_of_rules(present)
        return self._show(RulesForm(initial={**RulesForm.filled(present), "seen": seen}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._open(pk)
        form = RulesForm(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        data = form.cleaned_data
        try:
            rules.check(form.rules)
            if data["shown"] != version_of_rules(form.rules):
                return self._effects(form, form.rules)
            rules.save_rules(
                commune=pk,
                rules=form.rules,
                seen=data["seen"],
                agreed=data["lost"] or 0 if data["agree"] else 0,
                order=Order(self.actor, data["reason"], self.now, data["key"]),
            )
        except DomainError as error:
            return self._refused(form, error)
        messages.success(request, _("Đã ghi quy định. Bản đồ và các danh sách theo quy định mới."))
        return redirect("rules:commune", pk=pk)

    def _effects(self, form: RulesForm, wanted: Rules, status: int = 200) -> HttpResponse:
        """The form again, with what saving it would do."""
        lost = rules.blanked_by(
            self.commune.pk, rules_in_force(self.commune.pk), wanted, at=self.at
        )
        again = self._renewed(form, shown=version_of_rules(wanted), lost=str(lost.total))
        more: dict[str, Any] = {"examples": rules.examples(wanted, at=self.at), "lost": lost}
        return self._show(again, status, **more)

    @staticmethod
    def _renewed(form: RulesForm, **hidden: str) -> RulesForm:
        fresh: dict[str, Any] = {**dict(form.data.items()), **hidden}
        fresh.pop("agree", None)
        again = RulesForm(fresh)
        again.is_valid()
        return again

    def _refused(self, form: RulesForm, error: DomainError) -> HttpResponse:
        if error.status == 404:
            raise Http404 from error
        hidden = {}
        if "version" in error.detail:
            hidden = {"seen": error.detail["version"], "shown": ""}
        again = self._renewed(form, **hidden)
        field = error.detail.get("field")
        again.add_error(field if field in again.fields else None, error.message)
        present = error.detail.get("rules")
        return self._show(
            again,
            409 if error.status == 409 else 422,
            present=None if present is None else RulesForm(initial=RulesForm.filled(present)).parts,
            lost=rules.blanked_by(
                self.commune.pk, rules_in_force(self.commune.pk), form.rules, at=self.at
            )
            if error.code == "will_blank"
            else None,
        )
