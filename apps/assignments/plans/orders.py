"""What every change of a plan shares: who, why, when, once; the plan's lock; and the refusals."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from django.db import IntegrityError
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts import orders
from apps.accounts.keys import Answer
from apps.accounts.orders import Order as Order
from apps.assignments.plan_states import PlanState
from apps.assignments.plans.models import AssignmentPlan, PlanPair
from apps.assignments.plans.roles import require_drafter_of
from apps.assignments.plans.units.models import PlanSeat, PlanSecretary
from apps.common.errors import DomainError, not_found
from apps.people.models import PartyCell, Person

# What the database refuses when somebody else was faster.
_REFUSALS: Final[Mapping[str, Promise]] = {
    "plan_one_open_per_cell": gettext_lazy(
        "Chi bộ đang có một dự thảo chưa xong. Hãy làm tiếp bản đó, hoặc bỏ nó trước."
    ),
    "plan_one_in_force_per_cell": gettext_lazy("Chi bộ đã có kế hoạch khác đang có hiệu lực."),
    "plan_one_open_per_tier": gettext_lazy(
        "Xã đang có một dự thảo chưa xong. Hãy làm tiếp bản đó, hoặc bỏ nó trước."
    ),
    "plan_one_in_force_per_tier": gettext_lazy("Xã đã có kế hoạch khác đang có hiệu lực."),
    "plan_seat_fits_plan": gettext_lazy("Đơn vị này không thuộc kế hoạch."),
    "plan_seat_not_banned": gettext_lazy(
        "Đã ghi không phân công người này ở đây. Hãy bỏ điều đó trước."
    ),
    "assignment_group_person_once": gettext_lazy(
        "Có tổ vừa được giao cho người này. Hãy tải lại trang."
    ),
    "assignment_village_person_once": gettext_lazy(
        "Có thôn vừa được giao cho người này. Hãy tải lại trang."
    ),
    "team_secretary_one_per_village": gettext_lazy("Có thôn vừa được cử thư ký. Hãy tải lại."),
    "plan_pair_in_villages": gettext_lazy("Hộ này không thuộc thôn của chi bộ."),
    "plan_pair_not_banned": gettext_lazy(
        "Chi ủy đã ghi không phân công người này cho hộ này. Hãy bỏ điều đó trước."
    ),
    "plan_pair_not_own_household": gettext_lazy("Không ai phụ trách chính hộ mình."),
    "assignment_not_own_household": gettext_lazy("Không ai phụ trách chính hộ mình."),
    "assignment_one_per_household": gettext_lazy(
        "Có hộ vừa được giao cho người khác. Hãy tải lại trang."
    ),
    "plan_ended_when": gettext_lazy(
        "Ngày có hiệu lực không thể trước ngày có hiệu lực của kế hoạch đang có."
    ),
}


def refusal(error: IntegrityError) -> DomainError | None:
    """What to tell about a rule of the database; None for one that nobody foresaw."""
    name = orders.broken_rule(error)
    message = _REFUSALS.get(name)
    return DomainError(name, str(message), status=409) if message else None


def carry_out(
    order: Order, *, body: Mapping[str, Any], work: Callable[[], Answer], **said: str
) -> Answer:
    """As ``accounts.orders.carry_out``, with what is said here where the database refuses."""
    return orders.carry_out(order, body=body, work=work, refusal=refusal, **said)


def locked_plan(pk: int, order: Order) -> AssignmentPlan:
    """The plan, kept from others until the transaction ends; 404 for one not read whole.

    Its cell is locked before it, always, so that two plans of one cell do not wait in a circle.
    """
    list(PartyCell.objects.filter(plans=pk).select_for_update(of=("self",), no_key=True))
    rows = AssignmentPlan.objects.read_whole_by(order.actor)
    plan: AssignmentPlan | None = (
        rows.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    )
    if plan is None:
        raise not_found()
    return plan


def hold_people_of(pk: int, order: Order) -> None:
    """Keep who stands in the plan from leaving, or changing their duties, until the end.

    Before the plan and its cell, as who changes cells is locked before the cell.
    """
    plans = AssignmentPlan.objects.read_whole_by(order.actor).filter(pk=pk).values("pk")
    planned = Q(pk__in=[])
    for model in (PlanPair, PlanSeat, PlanSecretary):
        planned |= Q(pk__in=model._default_manager.filter(plan__in=plans).values("person"))
    people = Person.objects.filter(planned).order_by("pk")
    list(people.select_for_update(of=("self",), no_key=True).values_list("pk"))


def locked_draft(pk: int, order: Order) -> AssignmentPlan:
    """The draft, locked, for who drafts it (403); 409 once it is no draft any more."""
    plan = locked_plan(pk, order)
    require_drafter_of(order.actor, plan, at=order.today)
    require_state(plan, {PlanState.DRAFT})
    return plan


def user_of(order: Order) -> int:
    """Whose wish it is; strangers were refused before (``accounts.keys``)."""
    if order.actor.user_id is None:
        raise DomainError("unknown_actor", _("Hãy đăng nhập."), status=403)
    return order.actor.user_id


def require_state(plan: AssignmentPlan, states: Collection[PlanState]) -> None:
    if plan.state not in states:
        raise DomainError(
            "wrong_state",
            _("Kế hoạch này ở trạng thái “%(state)s” nên không làm được việc đó. Hãy tải lại.")
            % {"state": plan.state_words},
            status=409,
            detail={"state": plan.state},
        )


def require_revision(plan: AssignmentPlan, seen: int) -> None:
    """Refuse (409) to decide on a plan that is no longer what somebody saw."""
    if plan.revision != seen:
        raise DomainError(
            "stale",
            _("Kế hoạch đã có người sửa sau khi bạn mở. Hãy xem lại rồi làm tiếp."),
            status=409,
            detail={"revision": plan.revision},
        )
