"""Each person's own list with a small map."""

import io
import struct

import pytest
from PIL import Image

from apps.accounts.roles import Role
from apps.assignments.models import AssignmentPlan, PlanPair
from apps.assignments.plan_states import PlanState
from tests.assignments.papers.conftest import Scene, document, lines, rows, table, workbook
from tests.factories.plans import draft

pytestmark = pytest.mark.django_db
HEADINGS = ["Số", "Chủ hộ", "Thôn, tổ", "Số khẩu", "Diện hộ", "Điện thoại", "Ghi chú"]


def test_a_list_says_whose_it_is_and_what_it_holds(scene: Scene) -> None:
    made = document(scene.ask(Role.CELL_COMMITTEE, "lists", person=scene.world.member.pk))
    assert lines(made)[:6] == [
        "DANH SÁCH HỘ ĐƯỢC PHÂN CÔNG PHỤ TRÁCH",
        "(kèm theo dự thảo nghị quyết của Chi bộ thôn Nà A)",
        "Người phụ trách: Hoàng Văn Ba",
        "Đảng viên",
        "Nhiệm vụ khác: Trực loa truyền thanh",
        "Tổng cộng: 2 hộ, 5 khẩu.",
    ]
    place, status = "Thôn Nà A, Tổ 1", "Hộ nghèo, Gia đình chính sách"
    assert table(made, 1) == [
        HEADINGS,
        ["1", "Nông Văn Một", place, "5", status, "0912000111", ""],
        ["2", "Triệu Thị Hai", place, "", "", "", "Chưa có toạ độ"],
    ]
    assert len(made.inline_shapes) == 1
    below = lines(made)[lines(made).index("Sơ đồ vị trí hộ") + 1 :]
    assert "Hình ngôi nhà là nhà người phụ trách." in below
    assert "Chữ trên sơ đồ: A: Tổ 1." in below
    assert "Không có trên sơ đồ: số 2." in below


def test_all_lists_lie_in_one_file_each_with_its_map(scene: Scene) -> None:
    made = document(scene.ask(Role.COMMUNE_OFFICE, "lists"))
    who = [line for line in lines(made) if line.startswith("Người phụ trách")]
    # The secretary has a duty and no household, so no list.
    assert who == ["Người phụ trách: Hoàng Văn Ba", "Người phụ trách: Lương Thị Đằng"]
    assert len(made.inline_shapes) == 2
    assert "Vòng tròn rỗng: vị trí tạm tính." in lines(made)


def test_the_workbook_has_a_page_for_each_with_the_picture(scene: Scene) -> None:
    book = workbook(scene.ask(Role.CELL_COMMITTEE, "lists", "xlsx"))
    assert book.sheetnames == ["1 Hoàng Văn Ba", "2 Lương Thị Đằng"]
    page = book.worksheets[0]
    heading, first, second, total, *_map = rows(page)
    assert heading == HEADINGS
    status = "Hộ nghèo, Gia đình chính sách"
    assert first == [1, "Nông Văn Một", "Thôn Nà A, Tổ 1", 5, status, "0912000111", None]
    assert second[:4] == [2, "Triệu Thị Hai", "Thôn Nà A, Tổ 1", None]
    assert total[0] == "Tổng cộng: 2 hộ, 5 khẩu."
    picture = Image.open(io.BytesIO(page._images[0]._data()))
    assert picture.size == (1260, 630)


def test_the_picture_is_a_small_png(scene: Scene) -> None:
    made = document(scene.ask(Role.CELL_COMMITTEE, "lists", person=scene.world.member.pk))
    pictures = [part.blob for part in made.part.package.iter_parts() if part.partname.ext == "png"]
    assert [struct.unpack(">II", blob[16:24]) for blob in pictures] == [(1260, 630)]
    assert len(pictures[0]) < 60_000


def test_households_without_positions_make_a_list_without_a_map(scene: Scene) -> None:
    PlanPair.objects.filter(household=scene.world.households[0]).delete()
    made = document(scene.ask(Role.CELL_COMMITTEE, "lists", person=scene.world.member.pk))
    assert not made.inline_shapes
    assert lines(made)[-1] == "Chưa có sơ đồ: các hộ chưa có toạ độ."


def test_of_a_plan_without_pairs_there_are_no_lists(scene: Scene) -> None:
    AssignmentPlan.objects.filter(pk=scene.plan.pk).update(state=PlanState.DROPPED)
    scene.plan = draft(scene.world.cell)
    response = scene.ask(Role.CELL_COMMITTEE, "lists")
    assert response.status_code == 422
    assert "Kế hoạch chưa có hộ nào được phân công." in response.content.decode()
