"""Where plans of tiers 1 and 2 begin: who is in charge today, the next step, the plans so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.access import only
from apps.accounts.roles import COMMUNE_ROLES
from apps.areas.models import Commune
from apps.assignments.models import TeamSecretary
from apps.assignments.pages.base import PlansView
from apps.assignments.pages.forms import StartForm
from apps.assignments.pages.head import Action
from apps.assignments.plan_states import OPEN, PlanState
from apps.assignments.plans.kinds import Seed
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.reading import plans
from apps.assignments.plans.roles import rights_of
from apps.assignments.plans.units import services as units
from apps.assignments.plans.units.reading import names_of_units
from apps.assignments.plans.units.register import UPPER_TIERS, UnitRegister, unit_register
from apps.assignments.tiers import Tier
from apps.common.errors import DomainError
from apps.people.models import Person
from apps.people.querysets import EDITOR_ROLES

#: changes of secretaries that are told
_LISTED = 50


@dataclass(frozen=True, slots=True)
class UnitToday:
    """A unit as it is on the day, in names."""

    name: str
    village_name: str
    people: str
    secretary: str


class _TierView(PlansView):
    def find(self, pk: int, tier: int) -> None:
        """The commune and its plans of the tier; 404."""
        if tier not in UPPER_TIERS:
            raise Http404
        self.tier = Tier(tier)
        self.commune: Commune = units.read_commune(self.actor, pk)
        rows = AssignmentPlan.objects.read_whole_by(self.actor).filter(
            commune=pk, tier=tier, state__in=sorted({*OPEN, PlanState.IN_FORCE})
        )
        found = {row.state == PlanState.IN_FORCE: row for row in rows}
        self.in_force, self.open_plan = found.get(True), found.get(False)
        rights = rights_of(self.actor, at=self.today)
        self.may_draft = pk in rights.drafted_communes
        self.may_resolve = pk in rights.resolved_communes

    def url(self, name: str) -> str:
        return reverse(f"plan-pages:{name}", kwargs={"pk": self.commune.pk, "tier": int(self.tier)})


class TierView(_TierView):
    """The commune's own cell page, so to speak: today, what to do next, and the history."""

    access = only(COMMUNE_ROLES)

    def get(self, request: HttpRequest, pk: int, tier: int) -> HttpResponse:
        self.find(pk, tier)
        register = unit_register(self.commune, self.tier, at=self.today)
        context = {
            "commune": self.commune,
            "tier": self.tier,
            "is_villages": self.tier == Tier.COMMITTEE,
            "units": self._today(register),
            "covered": sum(1 for unit in register.units.values() if unit.people),
            "all": len(register.units),
            "plan": self.open_plan or self.in_force,
            "next": self._next(),
            "start": self.url("tier-start") if self._may_start_anew() else "",
            "plans": plans(self.actor, at=self.today, commune=pk, tier=tier),
            "secretaries": self._secretaries(),
        }
        return render(request, "plans/units/tier.html", context)

    def _today(self, register: UnitRegister) -> list[UnitToday]:
        keys = {person for unit in register.units.values() for person in unit.people}
        rows = Person.objects.visible_to(self.actor)
        rows = rows.filter(pk__in={*keys, *register.secretaries.values()})
        people = dict(rows.values_list("pk", "full_name"))
        return [
            UnitToday(
                name.name,
                name.village_name,
                ", ".join(people.get(key, "") for key in sorted(register.units[pk].people)),
                people.get(register.secretaries.get(pk, 0), ""),
            )
            for pk, name in names_of_units(self.tier, register.units).items()
        ]

    def _secretaries(self) -> list[TeamSecretary]:
        """Who compiled which village's report, and from when to when; the newest first."""
        if self.tier != Tier.COMMITTEE:
            return []
        rows = TeamSecretary.objects.visible_to(self.actor).filter(village__commune=self.commune)
        return list(rows.select_related("village", "person").order_by("-period", "pk")[:_LISTED])

    def _next(self) -> Action | None:
        plan = self.open_plan
        if plan is None:
            if self.may_draft and self.in_force is None:
                return Action(_("Lập kế hoạch phân công"), self.url("tier-start"))
            if self.may_draft and self.in_force is not None:
                return Action(_("Sửa đổi, bổ sung"), _to("amend", self.in_force))
            return Action(_("Xem kế hoạch"), _to("plan", self.in_force)) if self.in_force else None
        if plan.state == PlanState.SUBMITTED and self.may_resolve:
            return Action(_("Ghi văn bản"), _to("resolve", plan))
        if plan.state == PlanState.DRAFT and self.may_draft:
            return Action(_("Soạn tiếp dự thảo"), _to("plan", plan))
        return Action(_("Xem dự thảo"), _to("plan", plan))

    def _may_start_anew(self) -> bool:
        return self.may_draft and self.open_plan is None and self.in_force is not None


def _to(name: str, plan: AssignmentPlan) -> str:
    return reverse(f"plan-pages:{name}", kwargs={"pk": plan.pk})


class StartTierView(_TierView):
    """Begin a draft: from what, told in one line each."""

    access = only(EDITOR_ROLES)

    def _form(self, data: Any = None) -> StartForm:
        had = AssignmentPlan.objects.read_whole_by(self.actor).resolved()
        last = had.filter(commune=self.commune, tier=self.tier).exists()
        offered = [seed for seed in Seed if seed != Seed.LAST_PLAN or last]
        initial = {"seed": Seed.SOLVER, "year": self.today.year}
        return StartForm(data, offered=offered, initial=initial)

    def _show(self, form: StartForm, status: int = 200) -> HttpResponse:
        explained = _explained(self.tier)
        context = {
            "form": form,
            "lead": _("Dự thảo chưa đổi gì ngoài thực tế cho tới khi lãnh đạo xã ghi văn bản."),
            "back_label": self.tier.label,
            "back": self.url("tier"),
            "seeds": [(option, explained[option.data["value"]]) for option in form["seed"]],
        }
        return render(self.request, "plans/start.html", context, status=status)

    def get(self, request: HttpRequest, pk: int, tier: int) -> HttpResponse:
        self.find(pk, tier)
        if self.open_plan is not None:
            return redirect("plan-pages:plan", pk=self.open_plan.pk)
        return self._show(self._form())

    def post(self, request: HttpRequest, pk: int, tier: int) -> HttpResponse:
        self.find(pk, tier)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        data = form.cleaned_data
        try:
            answer = units.start_tier_plan(
                commune=pk,
                tier=self.tier,
                seed=Seed(data["seed"]),
                year=data["year"],
                order=self.order(data["key"], _("Lập dự thảo kế hoạch phân công")),
            )
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            form.add_error(None, error.message)
            return self._show(form, 409)
        messages.success(request, _("Đã lập dự thảo."))
        if left_out := len(answer["left_out"]):
            said = _("%(n)s nơi không lấy sang được người cũ: người ấy không còn phân công được.")
            messages.warning(request, said % {"n": left_out})
        return redirect("plan-pages:plan", pk=answer["plan"])


def _explained(tier: Tier) -> dict[str, str]:
    """One line on each way to begin."""
    return {
        Seed.EMPTY: _("Chưa giao cho ai; chọn từng nơi."),
        Seed.PRESENT: _("Giữ đúng ai đang phụ trách đâu."),
        Seed.LAST_PLAN: _("Theo kế hoạch gần nhất đã có văn bản."),
        Seed.SOLVER: _(
            "Mỗi thôn một đảng ủy viên ở gần còn nhận được. Ai chưa có vị trí nhà thì xếp sau, ít "
            "việc trước."
        )
        if tier == Tier.COMMITTEE
        else _(
            "Mỗi tổ một cán bộ ở gần còn nhận được. Ai chưa có vị trí nhà thì xếp sau, ít việc "
            "trước."
        ),
    }
