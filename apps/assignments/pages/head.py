"""What stands above every page of a plan: whose it is, where it is in its life, its tabs.

``templates/plans/_head.html`` draws it; a page puts it into its context as ``head``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.assignments.pages.tabs import tabs_of
from apps.assignments.plan_states import RESOLVED, PlanState
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.roles import rights_of
from apps.assignments.tiers import Tier
from apps.common import clock
from apps.common.tabs import Tab

# How a state is coloured; the words say it as well.
_TONES: Final = {
    PlanState.DRAFT: "state-warning",
    PlanState.SUBMITTED: "state-warning",
    PlanState.IN_FORCE: "state-on",
    PlanState.DROPPED: "state-off",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan's life; ``note``: when it was, if it was."""

    label: str
    note: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Action:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PlanHead:
    """``next``: the one thing to do now; ``hint``: whose turn it is, where it is not the reader's.

    ``others``: what else may be done. ``is_whole``: the reader sees the plan whole.
    """

    plan: AssignmentPlan
    cell_name: str
    state_label: str
    tone: str
    steps: list[Step]
    tabs: list[Tab]
    is_whole: bool
    may_draft: bool
    may_resolve: bool
    next: Action | None
    hint: str
    others: list[Action]

    @property
    def is_upper(self) -> bool:
        """Of a commune's officers or committee members, not of a cell."""
        return self.plan.cell_id is None

    @property
    def is_villages(self) -> bool:
        return self.plan.tier == Tier.COMMITTEE

    @property
    def is_draft(self) -> bool:
        return self.plan.state == PlanState.DRAFT

    @property
    def may_edit(self) -> bool:
        """Whether the reader may change the pairs now."""
        return self.is_draft and self.may_draft


def plan_head(actor: Actor, plan: AssignmentPlan, at: date, *, current: str = "") -> PlanHead:
    """The head of a plan that the actor sees; ``current``: the tab it stands on (``pages.tabs``).

    Three queries, besides the cell's if it was not selected with the plan.
    """
    whole = AssignmentPlan.objects.read_whole_by(actor).filter(pk=plan.pk).exists()
    rights = rights_of(actor, at=at)
    drafts, resolves = rights.drafts(plan), rights.resolves(plan)
    return PlanHead(
        plan=plan,
        cell_name=plan.cell.name if plan.cell else plan.get_tier_display(),
        state_label=plan.state_words,
        tone=_TONES.get(PlanState(plan.state), ""),
        steps=_steps(plan),
        tabs=list(
            tabs_of(
                actor,
                plan.pk,
                whole=whole,
                in_force=plan.state == PlanState.IN_FORCE,
                current=current,
                tier=plan.tier,
            )
        ),
        is_whole=whole,
        may_draft=drafts,
        may_resolve=resolves,
        next=_next(plan, drafts=drafts, resolves=resolves),
        hint=_hint(plan, drafts=drafts, resolves=resolves) if whole else "",
        others=_others(plan, drafts=drafts, resolves=resolves, whole=whole),
    )


def _steps(plan: AssignmentPlan) -> list[Step]:
    """Draft, meeting, resolution, in force; none of a plan that was dropped."""
    if plan.state == PlanState.DROPPED:
        return []
    reached = {PlanState.DRAFT: 0, PlanState.SUBMITTED: 1}.get(PlanState(plan.state), 3)
    over = plan.ended_on is not None
    number = plan.resolution_number and _("số %(number)s, %(day)s") % {
        "number": plan.resolution_number,
        "day": _day(plan.resolution_date),
    }
    told = [
        (_("Dự thảo"), _day(plan.created_at)),
        (_("Họp chi bộ") if plan.cell_id else _("Lãnh đạo xã xem"), _day(plan.submitted_at)),
        (_("Nghị quyết") if plan.cell_id else _("Văn bản phân công"), number),
        (plan.get_state_display() if over else _("Có hiệu lực"), _in_force(plan)),
    ]
    return [
        Step(label, note, is_done=place < reached or over, is_current=place == reached)
        for place, (label, note) in enumerate(told)
    ]


def _in_force(plan: AssignmentPlan) -> str:
    if plan.effective_on is None:
        return ""
    said = {"since": _day(plan.effective_on), "until": _day(plan.ended_on)}
    return (_("%(since)s – %(until)s") if plan.ended_on else _("từ %(since)s")) % said


def _day(moment: date | datetime | None) -> str:
    if isinstance(moment, datetime):
        moment = clock.local_day(moment)
    return date_format(moment, "SHORT_DATE_FORMAT") if moment else ""


def _to(name: str, plan: AssignmentPlan) -> str:
    return reverse(f"plan-pages:{name}", kwargs={"pk": plan.pk})


def _next(plan: AssignmentPlan, *, drafts: bool, resolves: bool) -> Action | None:
    upper = plan.cell_id is None
    if plan.state == PlanState.DRAFT and drafts:
        return Action(_("Trình lãnh đạo") if upper else _("Trình chi bộ"), _to("submit", plan))
    if plan.state == PlanState.SUBMITTED and resolves:
        return Action(_("Ghi văn bản") if upper else _("Ghi nghị quyết"), _to("resolve", plan))
    if plan.state == PlanState.IN_FORCE and drafts:
        return Action(_("Sửa đổi, bổ sung"), _to("amend", plan))
    return None


def _hint(plan: AssignmentPlan, *, drafts: bool, resolves: bool) -> str:
    if plan.cell_id is None:
        return _upper_hint(plan, drafts=drafts, resolves=resolves)
    if plan.state == PlanState.DRAFT and not drafts:
        return _("Chi ủy của chi bộ đang soạn; bạn xem được, không sửa.")
    if plan.state == PlanState.SUBMITTED and not resolves:
        return _("Sau cuộc họp, bí thư hoặc phó bí thư chi bộ ghi nghị quyết.")
    return ""


def _upper_hint(plan: AssignmentPlan, *, drafts: bool, resolves: bool) -> str:
    if plan.state == PlanState.DRAFT and not drafts:
        return _("Văn phòng Đảng ủy đang soạn; bạn xem được, không sửa.")
    if plan.state == PlanState.SUBMITTED and not resolves:
        return _("Lãnh đạo xã ghi số, ngày văn bản để kế hoạch có hiệu lực.")
    return ""


def _others(plan: AssignmentPlan, *, drafts: bool, resolves: bool, whole: bool) -> list[Action]:
    found = []
    if whole:
        found.append(Action(_("In bản để họp"), _to("print", plan)))
    if drafts and plan.state == PlanState.SUBMITTED:
        found.append(Action(_("Trả lại để soạn tiếp"), _to("return", plan)))
    if drafts and plan.state not in {*RESOLVED, PlanState.DROPPED}:
        found.append(Action(_("Bỏ kế hoạch"), _to("drop", plan)))
    if resolves and plan.state in RESOLVED:
        said = _("Sửa số, ngày nghị quyết") if plan.cell_id else _("Sửa số, ngày văn bản")
        found.append(Action(said, _to("correct", plan)))
    return found
