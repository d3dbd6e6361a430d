"""The agenda and the minutes open in LibreOffice, and say on their sheets what they should."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.issues.kinds import IssueKind
from apps.issues.meetings.models import CellMeeting
from tests.factories.households import put_in_charge
from tests.factories.issues import reported
from tests.factories.meetings import concluded, held
from tests.factories.people import PersonFactory
from tests.factories.world import World

Login = Callable[[User], Client]
pytestmark = pytest.mark.django_db
_MILLIMETRES_PER_POINT = 25.4 / 72


def _full(world: World, now: datetime) -> CellMeeting:
    """A meeting with something of everything: enough to fill more than one sheet."""
    since = now.date() - timedelta(days=60)
    for home in world.households[1:5]:
        put_in_charge(PersonFactory.create(commune=world.commune), home, since=since)
    for kind in IssueKind:
        reported(world.users[Role.CELL_COMMITTEE], world.in_charge_of, at=now, kind=kind)
    meeting = held(world, at=now)
    for number, item in enumerate(meeting.items.filter(source="issue")):
        is_order = item.issue is not None and item.issue.kind == IssueKind.PUBLIC_ORDER
        words = {"text": ""} if is_order else _words(number)
        concluded(world, meeting, item, at=now, due_on=now.date(), **words)
    return meeting


def _words(number: int) -> dict[str, str]:
    return {
        "text": f"Chi bộ thống nhất việc thứ {number}: giao người phụ trách hộ cùng tổ phụ nữ"
        " vận động bà con góp công, góp tôn, làm xong trước mùa mưa",
        "task_text": f"Vận động bà con góp công, góp tôn cho việc thứ {number}",
    }


def _sheets(client: Client, meeting: CellMeeting, paper: str, folder: Path) -> list[str]:
    """The text of each sheet, as LibreOffice lays it out; all of them are A4."""
    url = reverse("meetings:paper", kwargs={"pk": meeting.pk})
    file = folder / f"{paper}.docx"
    file.write_bytes(client.post(url, {"paper": paper}).content)
    office = shutil.which("soffice")
    assert office is not None, "libreoffice-writer-nogui is missing: ./gandan test installs it"
    subprocess.run(
        [
            office,
            # A profile of its own: a running LibreOffice would answer instead.
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    document = pypdfium2.PdfDocument(file.with_suffix(".pdf"))
    try:
        sizes = {
            tuple(round(side * _MILLIMETRES_PER_POINT) for side in p.get_size()) for p in document
        }
        assert sizes == {(210, 297)}
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def test_both_papers_are_laid_out(
    world: World, login: Login, now: datetime, tmp_path: Path
) -> None:
    meeting = _full(world, now)
    client = login(world.users[Role.CELL_COMMITTEE])
    agenda = _sheets(client, meeting, "agenda", tmp_path)
    minutes = _sheets(client, meeting, "minutes", tmp_path)
    assert (len(agenda), len(minutes)) == (2, 3)
    for sheets in (agenda, minutes):
        assert "ĐẢNG CỘNG SẢN VIỆT NAM" in sheets[0]
        assert "CHI BỘ THÔN NÀ A" in sheets[0]
        assert [sheet[:2] for sheet in sheets[1:]] == ["2 ", "3 "][: len(sheets) - 1]
        assert all("Có dữ liệu cá nhân" in sheet for sheet in sheets)
        assert "An ninh" not in " ".join(sheets)
        assert "{" not in " ".join(sheets)
        assert "II. BÁO CÁO CỦA NGƯỜI PHỤ TRÁCH HỘ Từ ngày 01/10/2026" in " ".join(sheets)
    # No item is torn from what was concluded on it, and nobody signs an empty sheet.
    for number in range(3, 13):
        [sheet] = [sheet for sheet in minutes if f" {number}. " in sheet and "hộ Hoàng" in sheet]
        assert "Kết luận: Chi bộ thống nhất" in sheet.split(f" {number}. ")[1]
    assert "các thành viên thống nhất nội dung trên. THƯ KÝ" in minutes[-1]
    assert f"CHỦ TRÌ {world.users[Role.CELL_COMMITTEE].person.full_name}" in minutes[-1]
    assert "III. HỘ CHƯA CÓ NGƯỜI PHỤ TRÁCH" in agenda[-1]
    assert "T/M CHI ỦY" in agenda[-1]
