"""Editing a draft at its pages: the person, locks, bans, duties, taking back, two at once."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from apps.accounts.roles import Role
from apps.assignments.models import AssignmentPlan, PlanBan, PlanDuty, PlanPair
from apps.assignments.plans import proposing, services
from apps.assignments.plans.kinds import AmendReason
from tests.assignments.plans.conftest import Committee
from tests.assignments.plans.pages.conftest import Login, page, send, text
from tests.factories.plans import draft, resolve, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(housed: Committee) -> AssignmentPlan:
    return draft(housed.world.cell, {housed.homes[0]: housed.members[0]})


def _home(plan: AssignmentPlan, committee: Committee, number: int, name: str = "household") -> str:
    return page(name, pk=plan.pk, household=committee.homes[number].pk)


def _give(client: Client, url: str, person: Any, seen: int, status: int = 302) -> Any:
    return send(client, url, {"person": person, "seen": seen}, status)


def test_choose_among_the_nearest(
    housed: Committee, secretary: Client, plan: AssignmentPlan
) -> None:
    url = _home(plan, housed, 1)
    told = text(secretary.get(url))
    assert "Gần nhất trước" in told
    assert f'<option value="{housed.members[1].pk}">Hoàng Văn Ba · ' in told
    _give(secretary, url, housed.members[1].pk, 0)
    assert PlanPair.objects.get(household=housed.homes[1]).person == housed.members[1]
    _give(secretary, url, "", 1)
    assert not PlanPair.objects.filter(household=housed.homes[1]).exists()


def test_lock_then_refuse_then_unlock(
    housed: Committee, secretary: Client, plan: AssignmentPlan
) -> None:
    lock, url = _home(plan, housed, 0, "lock"), _home(plan, housed, 0)
    send(secretary, lock, {"locked": "1", "seen": 0})
    told = _give(secretary, url, housed.members[1].pk, 1, 409)
    assert "Hãy mở khoá trước" in text(told)
    send(secretary, lock, {"locked": "", "seen": 1})
    _give(secretary, url, housed.members[1].pk, 2)


def test_ban_and_lift(housed: Committee, secretary: Client, plan: AssignmentPlan) -> None:
    ban = _home(plan, housed, 0, "ban")
    member = housed.members[0].pk
    send(secretary, ban, {"person": member, "reason": "relative", "seen": 0})
    assert PlanBan.objects.get().person_id == member
    assert not plan.pairs.exists()
    told = text(secretary.get(_home(plan, housed, 0)))
    assert "Cho giao lại" in told
    send(secretary, ban, {"person": member, "reason": "", "seen": 1})
    assert not PlanBan.objects.exists()


def test_write_a_duty(housed: Committee, secretary: Client, plan: AssignmentPlan) -> None:
    url = page("duty", pk=plan.pk, person=housed.members[1].pk)
    assert "Hoàng Văn Ba" in text(secretary.get(url))
    told = send(secretary, url, {"text": "x" * 301, "seen": 0}, 422)
    assert "x" * 301 in text(told)
    send(secretary, url, {"text": "Trực loa", "seen": 0})
    assert PlanDuty.objects.get().text == "Trực loa"
    assert "Trực loa" in text(secretary.get(page("plan", pk=plan.pk)))


def test_two_editors_and_nothing_is_overwritten(
    housed: Committee, secretary: Client, colleague: Client, plan: AssignmentPlan
) -> None:
    url = _home(plan, housed, 0)
    _give(colleague, url, housed.members[1].pk, 0)
    refused = _give(secretary, url, housed.members[2].pk, 0, 409)
    told = text(refused)
    assert "Người khác vừa ghi như sau" in told
    assert "Vi Thị Hai" in told
    assert f"{housed.members[0].full_name} → Hoàng Văn Ba" in told
    # What was chosen is kept; sent again from what is shown now, it is written.
    assert f'<option value="{housed.members[2].pk}" selected>' in told
    assert 'name="seen" value="1"' in told
    assert PlanPair.objects.get().person == housed.members[1]
    _give(secretary, url, housed.members[2].pk, 1)
    assert PlanPair.objects.get().person == housed.members[2]


def test_a_button_is_told_what_others_changed(
    housed: Committee, secretary: Client, colleague: Client, plan: AssignmentPlan
) -> None:
    _give(colleague, _home(plan, housed, 1), housed.members[1].pk, 0)
    propose = page("propose", pk=plan.pk)
    _give(colleague, _home(plan, housed, 2), housed.members[2].pk, 1)
    refused = send(secretary, _home(plan, housed, 1, "lock"), {"locked": "1", "seen": 0}, 409)
    told = text(refused)
    assert "Vi Thị Hai" in told
    assert "Đã xem, vẫn ghi" in told
    send(secretary, propose, {"seen": 2})
    assert plan.pairs.count() == 6


def test_the_story_and_taking_back(
    housed: Committee, secretary: Client, plan: AssignmentPlan
) -> None:
    _give(secretary, _home(plan, housed, 1), housed.members[1].pk, 0)
    story = page("story", pk=plan.pk)
    assert "chưa có ai → Hoàng Văn Ba" in text(secretary.get(story))
    undo = page("undo", pk=plan.pk)
    send(secretary, undo, {})
    assert plan.pairs.count() == 1
    told = text(secretary.get(story))
    assert "đã hoàn tác" in told
    assert "Làm lại" in told
    redo = plan.edits.latest("revision").key
    send(secretary, undo, {"edit": str(redo)})
    assert plan.pairs.count() == 2
    # Without naming one it is the last of one's own.
    send(secretary, undo, {"edit": ""})
    assert plan.pairs.count() == 1


def test_the_story_tells_each_step_with_who_and_why(
    housed: Committee, secretary: Client, plan: AssignmentPlan
) -> None:
    services.submit(plan=plan.pk, seen=0, order=housed.order(housed.colleague))
    services.return_to_draft(
        plan=plan.pk, order=replace(housed.order(), reason="Chi bộ muốn xếp lại Tổ 2")
    )
    told = text(secretary.get(page("story", pk=plan.pk)))
    steps = told[told.index("Các bước</h2>") : told.index("Từng thay đổi của dự thảo")]
    assert steps.count("<strong>Dự thảo</strong>") == 2
    assert re.search(r"<strong>Đã trình chi bộ</strong> Vi Thị Hai, \d\d:\d\d", steps)
    assert "Chi bộ muốn xếp lại Tổ 2" in steps


def test_an_amendment_says_why(housed: Committee, secretary: Client, plan: AssignmentPlan) -> None:
    submit(plan)
    resolve(plan)
    told = proposing.amend_plan(plan=plan.pk, reason=AmendReason.MEMBER_MOVED, order=housed.order())
    why = "Vì: Đảng viên chuyển nơi ở, đổi việc"
    assert why in text(secretary.get(page("story", pk=told["plan"])))
    assert why in text(secretary.get(page("cell", pk=housed.world.cell.pk)))


def test_a_committee_member_is_not_told_that_nobody_changed_anything(
    housed: Committee, login: Login, plan: AssignmentPlan
) -> None:
    housed.give(plan, {1: 1})
    story = page("story", pk=plan.pk)
    member = text(login(housed.world.users[Role.COMMITTEE_MEMBER]).get(story))
    assert "Chưa ai đổi gì" not in member
    assert "Từng thay đổi do chi ủy và lãnh đạo xã xem" in member
    assert "Các bước" in member
    assert "Hoàng Văn Ba" in text(login(housed.world.users[Role.COMMUNE_LEADER]).get(story))


def test_the_list_is_searched_without_accents_and_without_a_url(
    housed: Committee, secretary: Client, plan: AssignmentPlan
) -> None:
    first, second = housed.homes[:2]
    first.head_name, second.head_name = "Nông Thị Đào", "Lý Văn Bình"
    first.save()
    second.save()
    url = page("households", pk=plan.pk)
    told = text(secretary.post(url, {"q": "nong thi dao"}))
    assert "Nông Thị Đào" in told
    assert "Lý Văn Bình" not in told
    uncovered = text(secretary.get(url, {"xem": "trong", "xep": "chu-ho"}))
    assert "Nông Thị Đào" not in uncovered
    assert "Lý Văn Bình" in uncovered
    assert secretary.get(url, {"xem": "'; --", "xep": "x"}).status_code == 200


def test_gaps_say_why_and_what_would_help(
    housed: Committee, secretary: Client, plan: AssignmentPlan
) -> None:
    told = text(secretary.get(page("gaps", pk=plan.pk)))
    assert "<strong>5</strong> trên 6 hộ chưa có người phụ trách" in told
    assert "Có người ở gần còn nhận được" in told
    assert "Giao cho" in told


def test_others_read_and_change_nothing(
    housed: Committee, login: Login, plan: AssignmentPlan
) -> None:
    reader = login(housed.world.users[Role.COMMUNE_LEADER])
    told = text(reader.get(_home(plan, housed, 0)))
    assert "Đổi người phụ trách" not in told
    assert _give(reader, _home(plan, housed, 0), "", 0, 403)
    assert "Máy đề xuất" not in text(reader.get(page("plan", pk=plan.pk)))


def test_after_the_meeting_was_asked_nothing_is_changed(
    housed: Committee, secretary: Client, plan: AssignmentPlan
) -> None:
    submit(plan)
    _give(secretary, _home(plan, housed, 0), "", 0)
    assert plan.pairs.count() == 1
    assert "nên không làm được việc đó" in text(secretary.get(page("plan", pk=plan.pk)))


def test_an_old_page_is_told_so(housed: Committee, secretary: Client, plan: AssignmentPlan) -> None:
    answer = secretary.post(page("propose", pk=plan.pk), {}, follow=True)
    assert "Trang này đã cũ" in text(answer)
    assert plan.pairs.count() == 1


def test_usual_duties_are_ticked_and_others_written(housed: Committee, secretary: Client) -> None:
    plan = draft(housed.world.cell, {housed.homes[0]: housed.members[0]})
    url = page("duty", pk=plan.pk, person=housed.members[0].pk)
    assert "Phụ trách tổ hoà giải" in text(secretary.get(url))
    send(secretary, url, {"seen": 0, "usual": [0, 1], "text": "Trực loa"})
    duty = "Phụ trách tổ an ninh thôn xóm; Phụ trách tổ hoà giải; Trực loa"
    assert PlanDuty.objects.get().text == duty
    form = secretary.get(url).context["form"]
    assert (form["usual"].value(), form["text"].value()) == ([0, 1], "Trực loa")
    many = {"seen": 1, "usual": list(range(10)), "text": "x" * 200}
    told = send(secretary, url, many, 422)
    assert "Dài quá 300 ký tự" in text(told)
    assert told.context["form"]["text"].value() == "x" * 200
    assert text(send(secretary, url, {"seen": 1, "usual": [99], "text": ""}, 422))
    send(secretary, url, {"seen": 1, "usual": [], "text": ""})
    assert not PlanDuty.objects.exists()
