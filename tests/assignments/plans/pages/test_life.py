"""From the draft to the resolution and its amendment, at the pages."""

import pytest
from django.test import Client

from apps.accounts.models import AccessLog
from apps.accounts.roles import Role
from apps.assignments.models import Assignment, AssignmentPlan
from apps.assignments.plan_states import PlanState
from apps.households.models import Household
from apps.people.kinds import MemberKind
from apps.people.models import Membership
from tests.assignments.plans.conftest import Committee
from tests.assignments.plans.pages.conftest import Login, page, send, text
from tests.conftest import NOW
from tests.factories.plans import draft, resolve, submit

pytestmark = pytest.mark.django_db
PAPER = {"number": "07-NQ/CB", "decided_on": "15/11/2026", "effective_on": "16/11/2026"}


@pytest.fixture
def plan(housed: Committee) -> AssignmentPlan:
    homes, members = housed.homes, housed.members
    return draft(housed.world.cell, {homes[0]: members[0], homes[1]: members[1]})


def test_from_draft_to_amendment(
    housed: Committee, secretary: Client, plan: AssignmentPlan
) -> None:
    shown = text(secretary.get(page("submit", pk=plan.pk)))
    assert "2 trên 6" in shown
    send(secretary, page("submit", pk=plan.pk), {"seen": 0})
    send(secretary, page("return", pk=plan.pk), {"reason": "Chi bộ muốn sửa"})
    send(secretary, page("submit", pk=plan.pk), {"seen": 0})
    decide = page("resolve", pk=plan.pk)
    assert "Nay mới có người" in text(secretary.get(decide))
    send(secretary, decide, {**PAPER, "seen": 0, "agreed": 0})
    plan.refresh_from_db()
    assert (plan.state, plan.resolution_number) == ("in_force", "07-NQ/CB")
    assert Assignment.objects.get(household=housed.homes[1]).person == housed.members[1]
    told = text(secretary.get(page("plan", pk=plan.pk)))
    assert "1 hộ giữ người cũ, 1 hộ có người mới" in told
    assert "số 07-NQ/CB, 15/11/2026" in told
    send(secretary, page("amend", pk=plan.pk), {"reason": "member_left"})
    amendment = AssignmentPlan.objects.open().get()
    assert amendment.amends == plan
    assert "Sửa đổi kế hoạch phân công" in text(secretary.get(page("plan", pk=amendment.pk)))


def test_the_day_is_tried_before_anything_is_written(
    secretary: Client, plan: AssignmentPlan
) -> None:
    submit(plan)
    body = {**PAPER, "number": "", "effective_on": "15/11/2026", "seen": 0, "agreed": 0}
    told = text(send(secretary, page("resolve", pk=plan.pk), {**body, "preview": "1"}, 200))
    assert "Nếu có hiệu lực từ 15/11/2026" in told
    assert "Hãy ghi số nghị quyết" not in told
    assert 'value="15/11/2026"' in told
    plan.refresh_from_db()
    assert plan.state == "submitted"


def test_who_loses_somebody_is_agreed_to_by_number(housed: Committee, secretary: Client) -> None:
    """The first household has somebody today, and nobody by the plan."""
    plan = submit(draft(housed.world.cell, {housed.homes[1]: housed.members[1]}))
    decide = page("resolve", pk=plan.pk)
    shown = text(secretary.get(decide))
    assert 'name="agreed" value="1"' in shown
    assert "thôi phụ trách" in shown
    body = {**PAPER, "seen": 0, "agreed": 1}
    assert "Hãy đánh dấu đồng ý" in text(send(secretary, decide, body, 422))
    # An old page knew of none.
    stale = send(secretary, decide, {**body, "agreed": 0}, 409)
    assert "1 hộ sẽ không còn ai phụ trách" in text(stale)
    assert 'value="07-NQ/CB"' in text(stale)
    assert 'name="agreed" value="1"' in text(stale)
    send(secretary, decide, {**body, "agree": "on"})
    plan.refresh_from_db()
    assert plan.state == "in_force"


def test_bad_days_are_told_at_their_fields(secretary: Client, plan: AssignmentPlan) -> None:
    submit(plan)
    decide = page("resolve", pk=plan.pk)
    body = {**PAPER, "seen": 0, "agreed": 0}
    later = send(secretary, decide, {**body, "effective_on": "17/11/2026"}, 422)
    assert "Ngày chưa tới" in text(later)
    odd = send(secretary, decide, {**body, "decided_on": "hôm qua"}, 422)
    assert "Hãy ghi ngày dạng ngày/tháng/năm" in text(odd)
    assert "hôm qua" in text(odd)


def test_a_colleague_submits_and_does_not_resolve(colleague: Client, plan: AssignmentPlan) -> None:
    send(colleague, page("submit", pk=plan.pk), {"seen": 0})
    assert colleague.get(page("resolve", pk=plan.pk)).status_code == 403
    assert "bí thư hoặc phó bí thư chi bộ ghi nghị quyết" in text(
        colleague.get(page("plan", pk=plan.pk))
    )


def test_an_empty_draft_is_not_submitted(housed: Committee, secretary: Client) -> None:
    plan = draft(housed.world.cell)
    told = text(send(secretary, page("submit", pk=plan.pk), {"seen": 0}, 409))
    assert "chưa giao hộ nào" in told


def test_submitting_what_somebody_changed_meanwhile(
    housed: Committee, secretary: Client, plan: AssignmentPlan
) -> None:
    housed.give(plan, {2: 2}, user=housed.colleague)
    told = text(send(secretary, page("submit", pk=plan.pk), {"seen": 0}, 409))
    assert "đã có người sửa sau khi bạn mở" in told
    assert 'name="seen" value="1"' in told


def test_who_would_have_too_many_is_told_at_the_decision(
    secretary: Client, plan: AssignmentPlan
) -> None:
    submit(plan)
    decide = page("resolve", pk=plan.pk)
    assert "Quá số hộ" not in text(secretary.get(decide))
    person = plan.pairs.order_by("pk")[0].person
    Membership.objects.filter(person=person).update(capacity=0)
    assert f"Quá số hộ: {person.full_name} (1/0)" in text(secretary.get(decide))


def test_a_draft_that_grew_old_does_not_look_covered(
    housed: Committee, secretary: Client, plan: AssignmentPlan
) -> None:
    """Somebody was excused since, and a household has left."""
    for number, member in ((2, 2), (3, 2)):
        plan.pairs.create(
            household=housed.homes[number], person=housed.members[member], source="hand"
        )
    assert "<strong>4 trên 6</strong>" in text(secretary.get(page("plan", pk=plan.pk)))
    Membership.objects.filter(person=housed.members[2]).update(kind=MemberKind.EXCUSED)
    Household.objects.filter(pk=housed.homes[1].pk).update(
        left_on=NOW.date(), left_reason="moved_away"
    )
    stale = page("households", pk=plan.pk) + "?xem=cu"
    for name in ("plan", "submit"):
        told = text(secretary.get(page(name, pk=plan.pk)))
        assert "<strong>1 trên 5</strong>" in told, name
        assert stale in told
        assert "3 cặp không còn thực hiện được, không tính là có người" in told
    rows = text(secretary.get(stale))
    assert rows.count("hộ không còn ở địa bàn chi bộ") == 1
    assert rows.count("người được chọn không còn được phân công ở đây") == 2
    paper = text(secretary.get(page("print", pk=plan.pk)))
    assert "1 trên 5 hộ có người phụ trách" in paper
    assert "Hộ chưa có người phụ trách (4)" in paper
    assert "Cặp không còn thực hiện được (3)" in paper
    gaps = text(secretary.get(page("gaps", pk=plan.pk)))
    assert "còn <strong>4</strong> trên 5 hộ chưa có người phụ trách" in gaps


def test_a_plan_that_is_over_is_told_as_it_was(
    housed: Committee, secretary: Client, plan: AssignmentPlan
) -> None:
    resolve(plan)
    plan.state, plan.ended_on = PlanState.ENDED, NOW.date()
    plan.save()
    Membership.objects.filter(person=housed.members[0]).update(kind=MemberKind.EXCUSED)
    told = text(secretary.get(page("plan", pk=plan.pk)))
    assert "<strong>2 trên 6</strong>" in told
    assert "không còn thực hiện được" not in told


def test_dropping_wants_a_reason(secretary: Client, plan: AssignmentPlan) -> None:
    drop = page("drop", pk=plan.pk)
    assert 'name="seen" value="0"' in text(secretary.get(drop))
    assert "Hãy ghi lý do" in text(send(secretary, drop, {"seen": 0, "reason": " "}, 422))
    send(secretary, drop, {"seen": 0, "reason": "Ghi nhầm"})
    plan.refresh_from_db()
    assert plan.state == "dropped"


def test_dropping_what_somebody_changed_meanwhile(
    housed: Committee, secretary: Client, plan: AssignmentPlan
) -> None:
    housed.give(plan, {2: 2}, user=housed.colleague)
    drop = page("drop", pk=plan.pk)
    told = text(send(secretary, drop, {"seen": 0, "reason": "Ghi nhầm"}, 409))
    assert "đã có người sửa sau khi bạn mở" in told
    assert 'name="seen" value="1"' in told
    assert 'value="Ghi nhầm"' in told


def test_the_paper_for_the_meeting_is_logged(
    housed: Committee, secretary: Client, plan: AssignmentPlan
) -> None:
    told = text(secretary.get(page("print", pk=plan.pk)))
    assert "Dự thảo phân công phụ trách hộ năm 2026" in told
    assert "Hộ chưa có người phụ trách (4)" in told
    assert housed.homes[5].head_name in told
    logged = AccessLog.objects.get(action=AccessLog.Action.EXPORT)
    assert (logged.object_id, logged.count, logged.detail) == (plan.pk, 6, "plan print")


def test_strangers_find_nothing(housed: Committee, login: Login, plan: AssignmentPlan) -> None:
    world = housed.world
    assert world.outsider is not None
    for name in ("plan", "households", "gaps", "story", "print", "submit", "resolve"):
        url = page(name, pk=plan.pk)
        for user, status in (
            (world.outsider, {404, 403}),
            (world.users[Role.COMMUNE_POLICE], {403}),
            (world.users[Role.PROVINCE_VIEWER], {403}),
            (world.users[Role.SYSTEM_ADMIN], {403}),
            (world.users[Role.MEMBER_IN_CHARGE], {404, 403}),
        ):
            assert login(user).get(url).status_code in status, (name, user.username)


def test_number_and_day_of_the_paper_are_put_right(
    secretary: Client, colleague: Client, plan: AssignmentPlan
) -> None:
    correct = page("correct", pk=plan.pk)
    assert "không làm được việc đó" in text(secretary.get(correct, follow=True))
    submit(plan)
    send(secretary, page("resolve", pk=plan.pk), {**PAPER, "seen": 0, "agreed": 0})
    assert correct in text(secretary.get(page("plan", pk=plan.pk)))
    assert correct not in text(colleague.get(page("plan", pk=plan.pk)))
    assert colleague.get(correct).status_code == 403
    assert 'value="15/11/2026"' in text(secretary.get(correct))
    seen = {"seen_number": "07-NQ/CB", "seen_day": "2026-11-15"}
    body = {"number": "17-NQ/CB", "decided_on": "14/11/2026", "reason": "Ghi nhầm số", **seen}
    late = text(send(secretary, correct, {**body, "decided_on": "17/11/2026"}, 422))
    assert "không thể sau ngày kế hoạch có hiệu lực" in late
    send(secretary, correct, body)
    assert "số 17-NQ/CB, 14/11/2026" in text(secretary.get(page("plan", pk=plan.pk)))
    shown = text(secretary.get(correct))
    assert "Trước đó ghi: số 07-NQ/CB, ngày 15/11/2026" in shown
    assert "Ghi nhầm số" in shown
    # Filled in from what stands there no more: told, and the next time on purpose.
    stale = text(send(secretary, correct, {**body, "number": "18-NQ/CB"}, 409))
    assert "Chưa có gì bị ghi đè" in stale
    assert 'value="17-NQ/CB"' in stale
