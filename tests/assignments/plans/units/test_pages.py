"""The pages of tiers 1 and 2: the office drafts, the leader decides, others read what is theirs."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.roles import Role
from apps.assignments.models import AssignmentPlan, Tier
from apps.assignments.plan_states import PlanState
from apps.assignments.plans.kinds import Seed
from apps.people.models import CommuneOfficer
from tests.assignments.plans.pages.conftest import Login, page, send, text
from tests.assignments.plans.units.conftest import TODAY, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(office: Office, login: Login) -> Client:
    return login(office.office)


@pytest.fixture
def chief(office: Office, login: Login) -> Client:
    return login(office.leader)


def test_from_the_first_page_to_the_paper(office: Office, desk: Client, chief: Client) -> None:
    commune = office.world.commune.pk
    tier = page("tier", pk=commune, tier=2)
    assert tier in text(desk.get(page("home")))
    told = text(desk.get(tier))
    assert "1 trên 4 tổ" in told
    start = page("tier-start", pk=commune, tier=2)
    assert start in told
    assert "Mỗi tổ một cán bộ" in text(desk.get(start))
    bad = send(desk, start, {"seed": "solver", "year": "abc"}, 422)
    assert 'value="abc"' in text(bad)
    send(desk, start, {"seed": "solver", "year": 2026})
    plan = AssignmentPlan.objects.get(tier=Tier.OFFICER)
    here = {"pk": plan.pk}
    shown = text(desk.get(page("plan", **here)))
    assert "4 trên 4" in shown
    assert "2/4 tổ" in shown
    assert page("unit", pk=plan.pk, unit=office.world.groups[3].pk) in text(
        desk.get(page("units", **here))
    )
    assert "tổ nào cũng có người phụ trách" in text(desk.get(page("gaps", **here)))
    send(desk, page("submit", **here), {"seen": 1})
    assert desk.get(page("resolve", **here)).status_code == 403
    told = text(chief.get(page("resolve", **here)))
    assert "Phân công mới" in told
    day = TODAY.strftime("%d/%m/%Y")
    paper = {"seen": 1, "agreed": 0, "decided_on": day, "effective_on": day}
    refused = text(send(chief, page("resolve", **here), {**paper, "number": ""}, 422))
    assert "Hãy ghi số" in refused
    send(chief, page("resolve", **here), {**paper, "number": "9-QĐ/ĐU"})
    plan.refresh_from_db()
    assert plan.state == PlanState.IN_FORCE
    assert "Văn bản số 9-QĐ/ĐU" in text(desk.get(page("print", **here)))
    assert "4 trên 4 tổ" in text(desk.get(tier))
    assert page("amend", **here) in text(desk.get(tier))


def test_a_draft_that_grew_old_does_not_look_covered(
    office: Office, desk: Client, chief: Client
) -> None:
    """The only officer of a group left the office since."""
    plan = office.start(seed=Seed.SOLVER)
    unit = next(n for n, person in office.held(plan) if person == 1)
    CommuneOfficer.objects.filter(person=office.officers[1]).update(valid_to=TODAY)
    lost = sum(person == 1 for _unit, person in office.held(plan))
    shown = text(desk.get(page("plan", pk=plan.pk)))
    assert f"{4 - lost} trên 4" in shown
    group = page("unit", pk=plan.pk, unit=office.units(Tier.OFFICER)[unit].pk)
    assert "không còn thực hiện được" in text(desk.get(group))
    assert "tổ nào cũng có người phụ trách" not in text(desk.get(page("gaps", pk=plan.pk)))


def test_a_group_by_hand(office: Office, desk: Client, chief: Client) -> None:
    plan, group = office.start(), office.world.groups[1]
    office.seat(plan, [(1, 1)])
    where = {"pk": plan.pk, "unit": group.pk}
    first, second = office.officers[1], office.officers[2]
    told = text(desk.get(page("unit", **where)))
    assert first.full_name in told
    assert "Gần nhất trước" in told
    send(desk, page("unit", **where), {"seen": 1, "person": second.pk})
    assert office.held(plan) == {(1, 1), (1, 2)}
    nobody = text(send(desk, page("unit", **where), {"seen": 2, "person": ""}, 422))
    assert "Hãy chọn một người." in nobody
    send(desk, page("unit-lock", **where), {"seen": 2, "person": first.pk, "locked": "1"})
    told = text(send(desk, page("unit-off", **where), {"seen": 3, "person": first.pk}, 409))
    assert "Hãy mở khoá trước" in told
    send(desk, page("unit-off", **where), {"seen": 3, "person": second.pk})
    ban = {"seen": 4, "person": second.pk, "reason": "other_duty"}
    send(desk, page("unit-ban", **where), ban)
    assert "Vướng nhiệm vụ khác" in text(desk.get(page("unit", **where)))
    # A second editor who saw nothing of it is told what, and by whom.
    late = text(
        send(chief, page("unit", **where), {"seen": 0, "person": office.officers[0].pk}, 409)
    )
    assert "Người khác vừa ghi như sau" in late
    assert f"khoá {first.full_name}" in late
    story = text(desk.get(page("story", pk=plan.pk)))
    assert f"{second.full_name} thôi phụ trách" in story
    send(desk, page("undo", pk=plan.pk), {})
    assert not plan.seat_bans.exists()
    send(desk, page("duty", pk=plan.pk, person=first.pk), {"seen": 6, "text": "Trực lũ"})
    assert "Trực lũ" in text(desk.get(page("plan", pk=plan.pk)))


def test_a_secretary_is_named_and_seen_in_the_village(
    office: Office, desk: Client, login: Login
) -> None:
    plan = office.start(Tier.COMMITTEE, Seed.SOLVER)
    village, officer = office.world.villages[0], office.officers[0]
    where = {"pk": plan.pk, "unit": village.pk}
    assert "Chưa cử" in text(desk.get(page("unit", **where)))
    wrong = {"seen": 1, "person": office.officers[2].pk}
    told = text(send(desk, page("unit-secretary", **where), wrong, 409))
    assert "Thư ký phải là cán bộ đang phụ trách" in told
    send(desk, page("unit-secretary", **where), {"seen": 1, "person": officer.pk})
    assert officer.full_name in text(desk.get(page("units", pk=plan.pk)))
    office.submit(plan)
    office.resolve(plan)
    shown = text(desk.get(page("tier", pk=office.world.commune.pk, tier=1)))
    assert officer.full_name in shown
    assert "Thư ký các thôn qua các thời kỳ" in shown
    cell = text(login(office.world.users[Role.CELL_COMMITTEE]).get(page("home")))
    assert "Xã phân công ở Thôn Nà A" in cell
    assert officer.full_name in cell


def test_who_is_in_the_plan_reads_the_own_part(office: Office, login: Login) -> None:
    plan = office.start(seed=Seed.SOLVER)
    officer = login(office.world.users[Role.GROUP_OFFICER])
    assert officer.get(page("plan", pk=plan.pk)).status_code == 404
    office.submit(plan)
    office.resolve(plan)
    assert page("plan", pk=plan.pk) in text(officer.get(page("home")))
    told = text(officer.get(page("plan", pk=plan.pk)))
    assert "Tổ 1" in told
    assert office.officers[2].full_name not in told
    assert officer.get(page("units", pk=plan.pk)).status_code in {403, 404}
    member = login(office.world.users[Role.COMMITTEE_MEMBER])
    assert page("plan", pk=plan.pk) in text(member.get(page("home")))
    assert office.officers[1].full_name in text(member.get(page("plan", pk=plan.pk)))
    assert office.officers[2].full_name not in text(member.get(page("plan", pk=plan.pk)))


def test_pages_of_households_do_not_open_plans_without_any(office: Office, desk: Client) -> None:
    plan = office.start()
    for url in (
        page("households", pk=plan.pk),
        page("tier", pk=office.world.commune.pk, tier=3),
        reverse("plan-map:map", kwargs={"pk": plan.pk}),
        reverse("plans:board", kwargs={"pk": plan.pk}),
    ):
        assert desk.get(url).status_code == 404, url


def test_gaps_by_village_and_reason(office: Office, desk: Client) -> None:
    plan = office.start()
    office.seat(plan, [(0, 0), (2, 1)])
    first, second = desk.get(reverse("plans:gaps", kwargs={"pk": plan.pk})).json()["villages"]
    assert (first["name"], first["households"], first["uncovered"]) == ("Thôn Nà A", 6, 3)
    assert first["reasons"] == {"room_in_reach": 3}
    assert sum(second["reasons"].values()) == second["uncovered"]
    told = text(desk.get(page("gaps", pk=plan.pk)))
    assert "3 trên 6 hộ ở nơi chưa có ai" in told
    assert "Có người còn nhận được" in told
