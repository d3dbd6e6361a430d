"""Papers of tiers 1 and 2: the commune's decision with its appendix, and people's own lists."""

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.assignments.models import AssignmentPlan, PlanDuty, PlanSeat, Tier
from apps.assignments.plans.units import services as units
from apps.households.models import Household, PovertyStatus
from apps.people.models import Post
from tests.assignments.papers.conftest import Login, document, lines, rows, table, workbook
from tests.assignments.plans.units.conftest import Office
from tests.conftest import NOW
from tests.factories.areas import GroupFactory
from tests.factories.people import PersonFactory

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

pytestmark = pytest.mark.django_db
FORMS = ("docx", "xlsx")


class Desk:
    """Somebody's log-in, asking for papers of one plan."""

    def __init__(self, login: Login, plan: AssignmentPlan) -> None:
        self.login, self.plan = login, plan

    def ask(
        self, user: User, paper: str = "resolution", form: str = "docx", person: Any = ""
    ) -> "TestResponse":
        url = reverse("plan-papers:download", kwargs={"pk": self.plan.pk})
        return self.login(user).post(url, {"paper": paper, "form": form, "person": person})


@pytest.fixture
def officers(office: Office, login: Login) -> Desk:
    """Officer 0 has the first two groups, the second one together with officer 1."""
    plan = office.start()
    office.seat(plan, [(0, 0), (1, 0), (1, 1), (3, 1)])
    homes = Household.objects.filter(group=office.world.groups[0])
    first = homes.order_by("pk").values("pk")[:1]
    Household.objects.filter(pk__in=first).update(poverty_status=PovertyStatus.NEAR_POOR)
    plan.refresh_from_db()
    return Desk(login, plan)


@pytest.fixture
def committee(office: Office, login: Login) -> Desk:
    """Member 0 has the first village with a secretary; member 1 only another duty."""
    plan = office.start(Tier.COMMITTEE)
    office.seat(plan, [(0, 0)])
    PlanDuty.objects.create(plan=plan, person=office.members[1], text="Theo dõi trường học")
    units.name_secretary(
        plan=plan.pk,
        village=office.world.villages[0].pk,
        person=office.officers[0].pk,
        seen=1,
        order=office.order(),
    )
    plan.refresh_from_db()
    return Desk(login, plan)


def test_a_draft_names_every_group_with_its_officers(office: Office, officers: Desk) -> None:
    made = document(officers.ask(office.office))
    first, second = office.officers[:2]
    left, right = table(made, 0)[0]
    place = office.world.commune.name
    province = office.world.commune.province.name.upper()
    assert left.splitlines() == [
        f"ĐẢNG BỘ {province}",
        f"ĐẢNG ỦY XÃ {place.upper()}",
        "*",
        "Số          -QĐ/ĐU",
        "DỰ THẢO",
    ]
    assert right.splitlines()[0] == "ĐẢNG CỘNG SẢN VIỆT NAM"
    assert lines(made)[:2] == [
        "QUYẾT ĐỊNH",
        "về việc phân công cán bộ xã phụ trách Tổ nhân dân tự quản năm 2026",
    ]
    heading, *told = table(made, 2)
    assert heading == [
        *("STT", "Người phụ trách, chức vụ", "Tổ NDTQ", "Thôn"),
        *("Số hộ", "Hộ nghèo, cận nghèo", "Ghi chú"),
    ]
    people = {person.full_name: person for person in (first, second)}
    assert {row[1].splitlines()[0] for row in told} == set(people)
    assert all(row[1].splitlines()[1] == "Công chức" for row in told)
    shared = [row for row in told if row[6]]
    assert {row[6] for row in shared} == {f"Cùng phụ trách: {name}" for name in people}
    assert {row[2] for row in shared} == {office.world.groups[1].name}
    own = next(row for row in told if row[2] == office.world.groups[0].name)
    assert own[3:6] == ["Thôn Nà A", "3", "1"]
    # Three groups, however many people have them.
    assert "Tổng cộng: 2 người, 3 tổ." in lines(made)


def test_the_workbook_says_the_same(office: Office, officers: Desk) -> None:
    page = workbook(officers.ask(office.office, form="xlsx")).worksheets[0]
    heading, *told, total = rows(page)
    assert heading[2:5] == ["Tổ NDTQ", "Thôn", "Số hộ"]
    assert len(told) == 4
    assert {row[2] for row in told} == {office.world.groups[n].name for n in (0, 1, 3)}
    assert all(isinstance(row[4], int) for row in told)
    assert total[0] == "Tổng cộng: 2 người, 3 tổ."


def test_the_committees_decision_names_secretaries(office: Office, committee: Desk) -> None:
    made = document(committee.ask(office.leader))
    told = table(made, 2)
    assert told[0][2] == "Thôn"
    member, officer = office.members[0].full_name, office.officers[0].full_name
    [row] = [row for row in told[1:] if row[2]]
    assert row[1].splitlines()[0] == member
    assert row[1].splitlines()[1] == "Đảng ủy viên"
    assert row[2:6] == ["Thôn Nà A", "6", "0", officer]
    [other] = [row for row in told[1:] if not row[2]]
    assert "Nhiệm vụ khác: Theo dõi trường học" in other[1]


def test_in_force_it_is_the_commune_secretarys(office: Office, officers: Desk) -> None:
    plan = office.submit(officers.plan)
    office.resolve(plan)
    made = document(officers.ask(office.office))
    assert table(made, 0)[0][0].splitlines()[-1] == "Số 7-QĐ/ĐU"
    held = Post.objects.get(person=office.leader.person)
    assert table(made, 1)[0][1].splitlines() == [
        "T/M BAN THƯỜNG VỤ",
        "BÍ THƯ",
        *([office.leader.person.full_name] if held.kind == "commune_secretary" else []),
    ]
    attached = f"(kèm theo Quyết định số 7-QĐ/ĐU, ngày {NOW:%d/%m/%Y} của "
    assert any(line.startswith(attached) for line in lines(made))


@pytest.mark.parametrize("form", FORMS)
def test_everybodys_own_list_has_a_map(
    office: Office, officers: Desk, committee: Desk, form: str
) -> None:
    for desk, title in (
        (officers, "DANH SÁCH TỔ ĐƯỢC PHÂN CÔNG PHỤ TRÁCH"),
        (committee, "DANH SÁCH THÔN ĐƯỢC PHÂN CÔNG PHỤ TRÁCH"),
    ):
        answer = desk.ask(office.office, "lists", form)
        if form == "docx":
            made = document(answer)
            assert title in lines(made)
            assert made.inline_shapes
        else:
            for page in workbook(answer).worksheets:
                assert page._images
                assert title in {cell.value for row in page.iter_rows() for cell in row}


def test_an_officer_takes_the_own_groups_once_decided(office: Office, officers: Desk) -> None:
    user = office.world.users[Role.GROUP_OFFICER]
    assert officers.ask(user, "lists").status_code == 404
    office.resolve(office.submit(officers.plan))
    assert officers.ask(user).status_code == 403
    book = workbook(officers.ask(user, "lists", "xlsx", office.officers[0].pk))
    [page] = book.worksheets
    _heading, *told, _total = rows(page)[:4]
    assert [row[1] for row in told] == [office.world.groups[n].name for n in (0, 1)]
    third = office.officers[2].pk
    assert officers.ask(user, "lists", "xlsx", third).status_code == 404


def test_where_others_live_is_told_to_who_reads_the_plan_whole(
    office: Office, officers: Desk
) -> None:
    office.resolve(office.submit(officers.plan))
    at_home = "Hình ngôi nhà là nhà người phụ trách."
    # Officer 1 is in the second group too, and so in sight; not where that person lives.
    other = office.officers[1].pk
    for user, seen in (
        (office.office, True),
        (office.world.users[Role.GROUP_OFFICER], False),
    ):
        told = workbook(officers.ask(user, "lists", "xlsx", other))
        texts = {c.value for page in told.worksheets for row in page.iter_rows() for c in row}
        assert (at_home in texts) == seen


@pytest.mark.parametrize("role", [Role.COMMUNE_POLICE, Role.PROVINCE_VIEWER, Role.SYSTEM_ADMIN])
def test_others_have_none_of_it(office: Office, officers: Desk, role: Role) -> None:
    office.resolve(office.submit(officers.plan))
    for paper in ("resolution", "lists"):
        assert officers.ask(office.world.users[role], paper).status_code == 403
    assert office.world.outsider is not None
    assert officers.ask(office.world.outsider).status_code == 404


def test_a_plan_without_anybody_has_no_lists(office: Office, login: Login) -> None:
    desk = Desk(login, office.start())
    told = desk.ask(office.office, "lists")
    assert told.status_code == 422
    assert "chưa giao nơi nào" in told.content.decode()


def test_the_page_speaks_of_groups(office: Office, officers: Desk) -> None:
    page = reverse("plan-papers:papers", kwargs={"pk": officers.plan.pk})
    told = officers.login(office.office).get(page).content.decode()
    assert "Quyết định và phụ lục" in told
    assert "Nghị quyết của chi bộ" not in told


def test_a_program_takes_the_same_file_and_leaves_the_same_trace(
    office: Office, officers: Desk
) -> None:
    url = reverse("plans:papers", kwargs={"pk": officers.plan.pk})
    client = officers.login(office.office)
    wish = {"paper": "resolution", "form": "xlsx"}
    answer = client.post(url, json.dumps(wish), "application/json")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="phu-luc-20261116-0830.xlsx"'
    assert load_workbook(io.BytesIO(answer.content)).sheetnames == ["Phụ lục"]
    trace = AccessLog.objects.get(user=office.office, object_id=officers.plan.pk)
    assert (trace.count, trace.detail) == (3, "plan resolution xlsx")
    for bad in ({}, {**wish, "form": "pdf"}, {**wish, "person": 0}):
        refused = client.post(url, json.dumps(bad), "application/json")
        assert refused.status_code == 422


def test_many_groups_take_no_more_questions(office: Office, officers: Desk) -> None:
    client = officers.login(office.office)
    url = reverse("plan-papers:download", kwargs={"pk": officers.plan.pk})

    def asked() -> list[int]:
        numbers = []
        for paper in ("resolution", "lists"):
            with CaptureQueriesContext(connection) as queries:
                assert client.post(url, {"paper": paper, "form": "xlsx"}).status_code == 200
            numbers.append(len(queries))
        return numbers

    before = asked()
    for _n in range(12):
        person = PersonFactory.create(commune=office.world.commune)
        group = GroupFactory.create(village=office.world.villages[0])
        PlanSeat.objects.create(plan=officers.plan, group=group, person=person, source="hand")
    assert asked() == before
    assert max(before) <= 30
