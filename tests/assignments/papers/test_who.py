"""Who gets which papers, as far as their post reads (decision record 022), and what is logged."""

import pytest
from django.urls import reverse

from apps.accounts.models import AccessLog
from apps.accounts.roles import Role
from apps.assignments.plan_states import PlanState
from apps.people.models import CellVillage
from tests.assignments.papers.conftest import Scene, document, lines, rows, table, workbook
from tests.factories.people import UserFactory
from tests.factories.plans import resolve

pytestmark = pytest.mark.django_db
WHOLE = [
    *(Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.INSPECTION),
    *(Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE),
]
PARTLY = [Role.GROUP_OFFICER, Role.MEMBER_IN_CHARGE]
NOTHING = [Role.COMMUNE_POLICE, Role.PROVINCE_VIEWER, Role.SYSTEM_ADMIN]
EVERY_WISH = [(paper, form) for paper in ("resolution", "lists") for form in ("docx", "xlsx")]


@pytest.mark.parametrize("role", WHOLE)
@pytest.mark.parametrize(("paper", "form"), EVERY_WISH)
def test_who_reads_the_plan_whole_has_all_papers(
    scene: Scene, role: Role, paper: str, form: str
) -> None:
    response = scene.ask(role, paper, form)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    told = AccessLog.objects.get()
    # One of the four has left: it stands in the resolution, and on nobody's list.
    count = 4 if paper == "resolution" else 3
    assert (told.action, told.object_id, told.count) == ("export", scene.plan.pk, count)
    assert (told.user, told.detail) == (scene.world.users[role], f"plan {paper} {form}")


@pytest.mark.parametrize("role", PARTLY)
@pytest.mark.parametrize(("paper", "form"), EVERY_WISH)
def test_of_a_draft_others_have_nothing(scene: Scene, role: Role, paper: str, form: str) -> None:
    assert scene.ask(role, paper, form).status_code == 404
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("role", PARTLY)
@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_resolution_is_for_who_reads_all_of_it(scene: Scene, role: Role, form: str) -> None:
    resolve(scene.plan)
    assert scene.ask(role, "resolution", form).status_code == 403
    assert not AccessLog.objects.exists()


def test_a_member_in_charge_has_the_own_list_in_force(scene: Scene) -> None:
    resolve(scene.plan)
    # Only the first household is in their charge; the resolution gave them the second as well.
    for person in ("", scene.world.member.pk):
        made = document(scene.ask(Role.MEMBER_IN_CHARGE, "lists", person=person))
        assert [row[1] for row in table(made, 1)] == ["Chủ hộ", "Nông Văn Một"]
        assert "Người phụ trách: Hoàng Văn Ba" in lines(made)
        assert "Lương Thị Đằng" not in "\n".join(lines(made))
        assert "Hình ngôi nhà là nhà người phụ trách." in lines(made)
    assert scene.ask(Role.MEMBER_IN_CHARGE, "lists", person=scene.worker.pk).status_code == 404
    assert list(AccessLog.objects.values_list("count", flat=True)) == [1, 1]


def test_what_is_over_is_no_longer_for_the_member(scene: Scene) -> None:
    resolve(scene.plan)
    scene.plan.state, scene.plan.ended_on = PlanState.ENDED, "2026-11-15"
    scene.plan.save()
    assert scene.ask(Role.MEMBER_IN_CHARGE, "lists").status_code == 404


def test_a_groups_officer_has_the_households_of_the_group(scene: Scene) -> None:
    resolve(scene.plan)
    book = workbook(scene.ask(Role.GROUP_OFFICER, "lists", "xlsx"))
    heads = [row[1] for page in book.worksheets for row in rows(page) if isinstance(row[0], int)]
    # The fourth household lies in the next group; where people live is not the officer's to know.
    assert heads == ["Nông Văn Một", "Triệu Thị Hai", "Lý Văn Ba"]
    told = [cell.value for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert "Trích: chỉ gồm những hộ mà người lập bản này được xem." in told
    assert "Hình ngôi nhà là nhà người phụ trách." not in told


@pytest.mark.parametrize("role", NOTHING)
def test_others_have_no_papers_at_all(scene: Scene, role: Role) -> None:
    resolve(scene.plan)
    assert scene.ask(role).status_code == 403
    assert scene.ask(role, "lists").status_code == 403


def test_another_commune_finds_no_plan(scene: Scene) -> None:
    resolve(scene.plan)
    assert scene.world.outsider is not None
    for paper, form in EVERY_WISH:
        assert scene.ask(scene.world.outsider, paper, form).status_code == 404
    page = reverse("plan-papers:papers", kwargs={"pk": scene.plan.pk})
    assert scene.login(scene.world.outsider).get(page).status_code == 404
    assert scene.login(UserFactory.create()).get(page).status_code == 403


def test_inspection_rings_nobody_up(scene: Scene) -> None:
    made = document(scene.ask(Role.INSPECTION))
    assert {row[6] for row in table(made, 2)} == {"Điện thoại", ""}
    lists = scene.ask(Role.INSPECTION, "lists", "xlsx")
    told = {
        cell.value
        for page in workbook(lists).worksheets
        for row in page.iter_rows()
        for cell in row
    }
    assert "0912000111" not in told


def test_a_committee_member_of_one_village_has_an_extract(scene: Scene) -> None:
    """The cell works in the next village too, which is another committee member's."""
    CellVillage.objects.create(cell=scene.world.cell, village=scene.world.villages[1])
    far = scene.world.households[6]
    far.head_name = "Mã Văn Xa"
    far.save()
    scene.plan.pairs.create(household=far, person=scene.worker, source="hand")
    assert "Mã Văn Xa" in {row[2] for row in table(document(scene.ask(Role.COMMUNE_OFFICE)), 2)}
    made = document(scene.ask(Role.COMMITTEE_MEMBER))
    assert "Mã Văn Xa" not in {row[2] for row in table(made, 2)}
    assert "Trích: chỉ gồm những hộ mà người lập bản này được xem." in lines(made)


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"paper": "resolution"},
        {"paper": "everything", "form": "docx"},
        {"paper": "lists", "form": "pdf"},
        {"paper": "lists", "form": "docx", "person": "abc"},
        {"paper": "lists", "form": "docx", "person": "0"},
        {"paper": "lists", "form": "docx", "person": "9" * 40},
    ],
)
def test_a_bad_wish_is_told_on_the_page(scene: Scene, wish: dict[str, str]) -> None:
    client = scene.login(scene.world.users[Role.CELL_COMMITTEE])
    response = client.post(reverse("plan-papers:download", kwargs={"pk": scene.plan.pk}), wish)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not AccessLog.objects.exists()


def test_somebody_without_households_in_the_plan_has_no_list(scene: Scene) -> None:
    for person in (scene.secretary.pk, 999_999_999):
        assert scene.ask(Role.CELL_COMMITTEE, "lists", person=person).status_code == 404
    assert not AccessLog.objects.exists()


def test_the_page_offers_what_the_reader_may_have(scene: Scene) -> None:
    resolve(scene.plan)
    url = reverse("plan-papers:papers", kwargs={"pk": scene.plan.pk})
    whole = scene.login(scene.world.users[Role.CELL_COMMITTEE]).get(url)
    text = whole.content.decode()
    assert 'value="resolution"' in text
    assert f'<option value="{scene.worker.pk}">Lương Thị Đằng</option>' in text
    assert "no-store" in whole["Cache-Control"]
    own = scene.login(scene.world.users[Role.MEMBER_IN_CHARGE]).get(url).content.decode()
    assert 'value="resolution"' not in own
    assert "Lương Thị Đằng" not in own
    assert 'value="lists"' in own


def test_names_of_files_name_nobody(scene: Scene) -> None:
    names = {
        scene.ask(Role.CELL_COMMITTEE, paper, form)["Content-Disposition"]
        for paper, form in EVERY_WISH
    }
    assert names == {
        f'attachment; filename="{stem}-20261116-0830.{form}"'
        for stem, form in (
            ("nghi-quyet", "docx"),
            ("phu-luc", "xlsx"),
            ("danh-sach-ho", "docx"),
            ("danh-sach-ho", "xlsx"),
        )
    }
