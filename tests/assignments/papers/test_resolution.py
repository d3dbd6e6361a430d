"""The resolution with its appendix, cell by cell, as a document and as a workbook."""

from datetime import date

import pytest

from apps.accounts.models import AccessLog
from apps.accounts.roles import Role
from apps.assignments.models import AssignmentPlan
from apps.assignments.plan_states import PlanState
from apps.assignments.plans.kinds import AmendReason
from apps.people.kinds import MemberKind
from apps.people.models import Membership
from tests.assignments.papers.conftest import Scene, document, lines, rows, table, workbook
from tests.factories.plans import draft, resolve, submit

pytestmark = pytest.mark.django_db
PHONE = "0912000111"
HEADINGS = [
    *("STT", "Người phụ trách, chức vụ", "Chủ hộ", "Thôn, tổ"),
    *("Số khẩu", "Diện hộ", "Điện thoại", "Ghi chú"),
]


def test_the_appendix_names_every_household_with_its_person(scene: Scene) -> None:
    made = document(scene.ask(Role.CELL_COMMITTEE))
    member = "Hoàng Văn Ba\nĐảng viên\nNhiệm vụ khác: Trực loa truyền thanh"
    worker = "Lương Thị Đằng\nChi hội trưởng phụ nữ\n"
    secretary = "Vi Thị Ước\nBí thư chi bộ, Trưởng thôn\nNhiệm vụ khác: Phụ trách chung"
    status, poor = "Hộ nghèo, Gia đình chính sách", "Thôn Nà A, Tổ 1"
    assert table(made, 2) == [
        HEADINGS,
        ["1", member, "Nông Văn Một", poor, "5", status, PHONE, ""],
        ["1", member, "Triệu Thị Hai", poor, "", "", "", "Chưa có toạ độ"],
        ["2", worker, "Lý Văn Ba", poor, "4", "", PHONE, "Vị trí tạm tính"],
        [
            *("2", worker, "Đặng Văn Tư", "Thôn Nà A, Tổ 2", "4", "", PHONE),
            "Không còn tính từ 01/11/2026",
        ],
        ["3", secretary, "", "", "", "", "", ""],
    ]
    assert "Tổng cộng: 2 người, 3 hộ." in lines(made)
    assert not [line for line in lines(made) if line.startswith("Trích")]


def test_the_workbook_says_the_same_in_one_line_a_household(scene: Scene) -> None:
    page = workbook(scene.ask(Role.CELL_COMMITTEE, form="xlsx")).worksheets[0]
    member, worker = "Hoàng Văn Ba, Đảng viên", "Lương Thị Đằng, Chi hội trưởng phụ nữ"
    secretary = "Vi Thị Ước, Bí thư chi bộ, Trưởng thôn"
    place, status = "Thôn Nà A, Tổ 1", "Hộ nghèo, Gia đình chính sách"
    heading, *told, total = rows(page)
    assert heading == HEADINGS
    assert told == [
        [1, member, "Nông Văn Một", place, 5, status, PHONE, None],
        [1, member, "Triệu Thị Hai", place, None, None, None, "Chưa có toạ độ"],
        [2, worker, "Lý Văn Ba", place, 4, None, PHONE, "Vị trí tạm tính"],
        [
            *(2, worker, "Đặng Văn Tư", "Thôn Nà A, Tổ 2", 4, None, PHONE),
            "Không còn tính từ 01/11/2026",
        ],
        [3, secretary, None, None, None, None, None, "Nhiệm vụ khác: Phụ trách chung"],
    ]
    assert total[0] == "Tổng cộng: 2 người, 3 hộ."
    assert page.print_title_rows == "$11:$11"


def test_a_draft_says_that_it_is_one(scene: Scene) -> None:
    for submitted in (False, True):
        if submitted:
            submit(scene.plan)
        made = document(scene.ask(Role.CELL_COMMITTEE))
        left, right = table(made, 0)[0]
        place = scene.world.commune.name
        assert left.splitlines() == [
            f"ĐẢNG BỘ XÃ {place.upper()}",
            "CHI BỘ THÔN NÀ A",
            "*",
            "Số          -NQ/CB",
            "DỰ THẢO",
        ]
        assert right.splitlines() == [
            "ĐẢNG CỘNG SẢN VIỆT NAM",
            f"{place}, ngày      tháng      năm 2026",
        ]
        assert lines(made)[:2] == ["NGHỊ QUYẾT", "về phân công phụ trách hộ gia đình năm 2026"]
        assert "(kèm theo dự thảo nghị quyết của Chi bộ thôn Nà A)" in lines(made)


def test_in_force_it_has_number_days_and_the_secretary(scene: Scene) -> None:
    resolve(scene.plan, since=date(2026, 2, 5))
    made = document(scene.ask(Role.CELL_COMMITTEE))
    left, right = table(made, 0)[0]
    assert left.splitlines()[2:] == ["*", "Số 05-NQ/CB"]
    assert right.splitlines()[1] == f"{scene.world.commune.name}, ngày 05 tháng 02 năm 2026"
    said = "\n".join(lines(made))
    assert "Nghị quyết có hiệu lực từ ngày 05/02/2026" in said
    assert "Phân công 2 người phụ trách 4 hộ gia đình" in said
    assert "(kèm theo Nghị quyết số 05-NQ/CB, ngày 05/02/2026 của Chi bộ thôn Nà A)" in said
    assert "DỰ THẢO" not in said
    receivers, signed = table(made, 1)[0]
    assert receivers.splitlines()[0] == "Nơi nhận:"
    assert receivers.splitlines()[-1] == "- Lưu chi bộ."
    # On the day of the resolution nobody was secretary yet: the post began later.
    assert signed.splitlines() == ["T/M CHI BỘ", "BÍ THƯ"]


def test_it_is_signed_by_who_was_secretary_on_that_day(scene: Scene) -> None:
    resolve(scene.plan)
    signed = table(document(scene.ask(Role.COMMUNE_OFFICE)), 1)[0][1]
    assert signed.splitlines() == ["T/M CHI BỘ", "BÍ THƯ", "Vi Thị Ước"]


def test_what_is_no_longer_in_force_says_since_when(scene: Scene) -> None:
    resolve(scene.plan)
    scene.plan.state, scene.plan.ended_on = PlanState.ENDED, date(2026, 11, 15)
    scene.plan.save()
    left = table(document(scene.ask(Role.COMMUNE_LEADER)), 0)[0][0]
    assert left.splitlines()[-1] == "HẾT HIỆU LỰC từ 15/11/2026"


def test_a_dropped_draft_says_so(scene: Scene) -> None:
    scene.plan.state = PlanState.DROPPED
    scene.plan.save()
    page = workbook(scene.ask(Role.CELL_COMMITTEE, form="xlsx")).worksheets[0]
    assert page["A5"].value == "DỰ THẢO ĐÃ BỎ"


def test_an_amendment_names_what_it_amends(scene: Scene) -> None:
    resolve(scene.plan)
    scene.plan = draft(
        scene.world.cell,
        {scene.world.households[0]: scene.worker},
        amends=scene.plan,
        amend_reason=AmendReason.values[0],
    )
    said = lines(document(scene.ask(Role.CELL_COMMITTEE)))
    assert "về sửa đổi, bổ sung phân công phụ trách hộ gia đình năm 2026" in said
    assert "Căn cứ Nghị quyết số 05-NQ/CB ngày 10/11/2026 của chi bộ;" in said


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_an_empty_plan_has_an_appendix_without_lines(scene: Scene, form: str) -> None:
    AssignmentPlan.objects.filter(pk=scene.plan.pk).update(state=PlanState.DROPPED)
    scene.plan = draft(scene.world.cell)
    response = scene.ask(Role.CELL_COMMITTEE, form=form)
    if form == "docx":
        assert "Chưa có hộ nào được phân công." in lines(document(response))
    else:
        assert rows(workbook(response).worksheets[0])[1][0] == "Chưa có hộ nào được phân công."
    assert AccessLog.objects.get().count == 0


def test_papers_stay_vietnamese_for_who_reads_english(scene: Scene) -> None:
    client = scene.login(scene.world.users[Role.CELL_COMMITTEE])
    client.cookies.load({"django_language": "en"})
    made = document(
        client.post(
            f"/phan-cong/{scene.plan.pk}/giay-to/tai-ve/", {"paper": "resolution", "form": "docx"}
        )
    )
    assert table(made, 2)[1][5] == "Hộ nghèo, Gia đình chính sách"
    assert "Có dữ liệu cá nhân" in made.sections[0].footer.paragraphs[0].text


def test_every_page_says_who_took_it_and_when(scene: Scene) -> None:
    mark = (
        "Có dữ liệu cá nhân, chỉ dùng cho công việc được giao. Vi Thị Ước (bithu), 16/11/2026 08:30"
    )
    made = document(scene.ask(Role.CELL_COMMITTEE))
    feet = [made.sections[0].first_page_footer, *(section.footer for section in made.sections)]
    assert {foot.paragraphs[0].text for foot in feet} == {mark}
    page = workbook(scene.ask(Role.CELL_COMMITTEE, form="xlsx")).worksheets[0]
    assert page.oddFooter.center.text == mark


def test_what_did_not_come_into_force_is_noted_and_on_nobodys_list(scene: Scene) -> None:
    homes, member = scene.world.households, scene.world.member
    resolve(scene.plan)
    scene.plan.left_out = [[homes[0].pk, "taken_by_other_cell"], [homes[3].pk, "household_gone"]]
    scene.plan.save()
    made = document(scene.ask(Role.CELL_COMMITTEE))
    notes = {row[2]: row[-1] for row in table(made, 2) if row[2] in {"Nông Văn Một", "Đặng Văn Tư"}}
    assert notes == {
        "Nông Văn Một": "Không giao: chi bộ khác đã phân công",
        "Đặng Văn Tư": "Không còn tính từ 01/11/2026",
    }
    assert "Tổng cộng: 2 người, 2 hộ." in lines(made)
    own = document(scene.ask(Role.CELL_COMMITTEE, "lists", person=member.pk))
    assert [row[:2] for row in table(own, 1)[1:]] == [["1", "Triệu Thị Hai"]]


def test_a_draft_says_what_would_not_come_into_force_today(scene: Scene) -> None:
    Membership.objects.filter(person=scene.world.member).update(kind=MemberKind.EXCUSED)
    made = document(scene.ask(Role.CELL_COMMITTEE))
    notes = [row[-1] for row in table(made, 2)]
    assert notes.count("Không giao: người này không còn thuộc diện nhận hộ") == 2
