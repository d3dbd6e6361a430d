"""The agenda and the minutes as documents: what they say, what they leave out."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.households.models import Household
from apps.issues.kinds import IssueKind
from apps.issues.meetings.models import CellMeeting, MeetingItem
from apps.issues.meetings.papers.blank_making import blanks
from apps.issues.meetings.papers.layout import BLANKS, layout
from apps.issues.meetings.services import sign_minutes
from apps.issues.models import Issue
from apps.people.models import PartyCell, Person
from tests.factories.issues import reported
from tests.factories.meetings import concluded, edit, held, opened
from tests.factories.world import World

Login = Callable[[User], Client]


def _parts(body: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(body)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


@pytest.mark.parametrize("name", ["chuong-trinh.docx", "bien-ban.docx"])
def test_templates_are_what_the_words_say(name: str) -> None:
    """After a change: ``./gandan manage make_meeting_templates``."""
    assert _parts(blanks(layout())[name]) == _parts((BLANKS / name).read_bytes())
    made: Any = docx.Document(str(BLANKS / name))
    [page] = made.sections
    assert [round(page.page_width.mm), round(page.page_height.mm)] == [210, 297]
    assert [round(page.left_margin.mm), round(page.right_margin.mm)] == [30, 15]
    assert made.styles["Normal"].font.name == "Times New Roman"


def test_columns_fill_the_sheet() -> None:
    widths = {sum(column.width for column in table) for table in layout().columns.values()}
    assert widths == {layout().page.inside}


def _asked(client: Client, meeting: CellMeeting, paper: str) -> Any:
    answer = client.post(reverse("meetings:paper", kwargs={"pk": meeting.pk}), {"paper": paper})
    assert answer.status_code == 200
    return docx.Document(io.BytesIO(answer.content))


def _lines(made: Any) -> list[str]:
    return [paragraph.text for paragraph in made.paragraphs if paragraph.text]


def _table(made: Any, number: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in made.tables[number].rows]


def test_the_agenda_tells_items_reports_and_uncovered_households(
    world: World, login: Login, now: datetime
) -> None:
    home = world.in_charge_of
    home.head_name = "Nông {{ mark }} & <Văn> Một"
    home.save()
    reported(world.users[Role.CELL_COMMITTEE], home, at=now)
    made = _asked(login(world.users[Role.CELL_COMMITTEE]), opened(world, at=now), "agenda")
    said = _lines(made)
    assert said[:2] == ["CHƯƠNG TRÌNH", "sinh hoạt chi bộ tháng 11/2026"]
    assert "1. Báo cáo của người phụ trách hộ" in said
    assert f"3. Nhà ở: hộ Nông {{{{ mark }}}} & <Văn> Một ({home.code})" in said
    assert "Mái nhà bếp hỏng sau bão" in said
    head = made.tables[0].rows[0].cells
    assert head[0].text.split("\n")[1] == "CHI BỘ THÔN NÀ A"
    assert head[1].text.startswith("ĐẢNG CỘNG SẢN VIỆT NAM")
    assert [row[1] for row in _table(made, 1)] == ["Người phụ trách", world.member.full_name]
    assert len([line for line in said if line.startswith("- Hoàng Thị")]) == 5
    assert "{%" not in "".join(said)


def test_the_minutes_tell_conclusions_and_tasks(world: World, login: Login, now: datetime) -> None:
    secretary = world.users[Role.CELL_COMMITTEE]
    reported(secretary, world.in_charge_of, at=now)
    meeting = held(world, at=now)
    concluded(
        world,
        meeting,
        meeting.items.get(source="issue"),
        at=now,
        text="Chi bộ góp tôn",
        task_text="Vận động góp tôn",
        owner=world.member.pk,
        due_on=now.date(),
    )
    made = _asked(login(world.users[Role.COMMUNE_OFFICE]), meeting, "minutes")
    said = _lines(made)
    assert said[:2] == ["BIÊN BẢN", "sinh hoạt chi bộ tháng 11/2026"]
    assert "Ngày họp: 16/11/2026, tại Nhà văn hoá thôn." in said
    assert "Có mặt: 12 đảng viên; vắng mặt: 2." in said
    assert "Kết luận: Chi bộ góp tôn" in said
    assert "Chưa có kết luận." in said
    assert _table(made, 2)[1:] == [["1", "Vận động góp tôn", world.member.full_name, "16/11/2026"]]
    assert made.tables[0].rows[0].cells[0].text.endswith("Số          -BB/CB\nDỰ THẢO")
    assert made.tables[3].rows[0].cells[1].text == f"CHỦ TRÌ\n{secretary.person.full_name}"


def test_public_order_stands_in_no_paper(world: World, login: Login, now: datetime) -> None:
    secretary = world.users[Role.CELL_COMMITTEE]
    issue = reported(secretary, world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER)
    meeting = held(world, at=now)
    assert meeting.items.filter(issue=issue).exists()
    for paper in ("agenda", "minutes"):
        said = "\n".join(_lines(_asked(login(secretary), meeting, paper)))
        assert "An ninh" not in said
        assert world.in_charge_of.head_name not in said
        # Nor that there is anything at all.
        assert "chỉ chi ủy" not in said
    assert MeetingItem.objects.filter(meeting=meeting).count() == 3


def test_signed_minutes_stay_as_they_were_signed(world: World, login: Login, now: datetime) -> None:
    """Whatever becomes of the household, of names and of units, paper and page say the same."""
    secretary, home = world.users[Role.CELL_COMMITTEE], world.in_charge_of
    issue = reported(secretary, home, at=now)
    reported(secretary, home, at=now, kind=IssueKind.PUBLIC_ORDER)
    meeting = held(world, at=now)
    for item in meeting.items.all():
        said = {} if item.issue is None or item.issue == issue else {"text": ""}
        concluded(world, meeting, item, at=now, **said)
    sign_minutes(
        edit=edit(secretary, at=now, seen=meeting.version), meeting=meeting.pk, number="11-BB/CB"
    )
    page = reverse("meetings:show", kwargs={"pk": meeting.pk})
    office = login(world.users[Role.COMMUNE_OFFICE])
    before = _everything(_asked(office, meeting, "minutes"))
    assert any(home.head_name in line for line in before)
    title = f"Nhà ở: hộ {home.head_name} ({home.code})"
    assert title in office.get(page).content.decode()
    Household.objects.filter(pk=home.pk).update(head_name="Chủ Hộ Mới", code="KHAC-1")
    Issue.objects.filter(pk=issue.pk).update(
        summary="Khác hẳn", household=world.households[8], kind="land"
    )
    PartyCell.objects.filter(pk=world.cell.pk).update(name="Chi bộ sau sáp nhập")
    Person.objects.filter(pk=secretary.person.pk).update(full_name="Tên Sau Này")
    assert _everything(_asked(office, meeting, "minutes")) == before
    assert title in office.get(page).content.decode()


def _everything(made: Any) -> list[str]:
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return [*_lines(made), *cells]


def test_signed_minutes_leave_out_what_is_beyond_their_readers_reach(
    world: World, login: Login, now: datetime
) -> None:
    """A cell serves two villages; whoever sees to one of them reads nothing of the other's."""
    world.cell.villages.add(world.villages[1])
    secretary, home = world.users[Role.CELL_COMMITTEE], world.in_charge_of
    issue = reported(secretary, home, at=now)
    meeting = held(world, at=now)
    for item in meeting.items.all():
        concluded(world, meeting, item, at=now)
    sign_minutes(
        edit=edit(secretary, at=now, seen=meeting.version), meeting=meeting.pk, number="11-BB/CB"
    )
    reader = login(world.users[Role.COMMITTEE_MEMBER])
    whole = _everything(_asked(reader, meeting, "minutes"))
    assert any(home.head_name in line for line in whole)
    away = next(each for each in world.households if each.village_id == world.villages[1].pk)
    Issue.objects.filter(pk=issue.pk).update(household=away)
    lines = _everything(_asked(reader, meeting, "minutes"))
    assert not any(home.head_name in line for line in lines)
    told = "Bản in này không có 1 nội dung ngoài phạm vi được xem của người in."
    assert any(line.endswith(told) for line in lines)
