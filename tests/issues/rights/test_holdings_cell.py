"""What the paper tells of a household's issues at meetings, and of what hangs on them."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.issues.kinds import IssueKind
from apps.issues.models import AttachmentContent, CellMeeting, IssueAttachment, MeetingItem
from apps.people.models import CellVillage
from tests.factories.issues import reported
from tests.factories.roadmap import request
from tests.factories.world import World

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


def _discussed(world: World, now: datetime, kind: IssueKind, conclusion: str) -> MeetingItem:
    """The household's issue, on the agenda of its cell."""
    issue = reported(world.users[Role.COMMUNE_LEADER], world.in_charge_of, at=now, kind=kind)
    cell = CellVillage.objects.filter(village=world.in_charge_of.village_id).first()
    assert cell is not None
    month = now.date().replace(day=1)
    meeting, _made = CellMeeting.objects.get_or_create(
        cell=cell.cell,
        month=month,
        defaults={"reports_from": month, "reports_to": now.date().replace(day=28)},
    )
    return MeetingItem.objects.create(
        meeting=meeting,
        source="issue",
        issue=issue,
        position=meeting.items.count() + 1,
        state="concluded",
        conclusion=conclusion,
    )


def test_the_paper_tells_conclusions_and_files(world: World, login: Login, now: datetime) -> None:
    item = _discussed(world, now, IssueKind.HOUSING, "Chi bộ giúp hộ lợp lại mái bếp")
    assert item.issue is not None
    content = AttachmentContent.objects.create(sha256="b" * 64, type="application/pdf", data=b"x")
    IssueAttachment.objects.create(
        issue=item.issue,
        number=1,
        content=content,
        size=2048,
        pages=3,
        added_by=world.users[Role.COMMUNE_OFFICE],
        added_at=now,
    )
    page = _paper(login(world.users[Role.COMMUNE_OFFICE]), world)
    for text in ("Chi bộ giúp hộ lợp lại mái bếp", "Đã kết luận", "PDF, 3 trang"):
        assert text in page, text


def test_public_order_at_a_meeting_is_not_told(world: World, login: Login, now: datetime) -> None:
    item = _discussed(world, now, IssueKind.PUBLIC_ORDER, "")
    page = _paper(login(world.users[Role.COMMUNE_LEADER]), world)
    assert "Đã kết luận" not in page
    assert item.issue is not None
    assert str(item.issue.get_kind_display()) not in page


def test_the_household_page_leads_whoever_answers_for_it_to_the_paper(
    world: World, login: Login
) -> None:
    home = world.in_charge_of
    asked = request(home)
    page = reverse("households:page", kwargs={"pk": home.pk})
    paper = reverse("rights:household", kwargs={"household": home.pk})
    office = login(world.users[Role.COMMUNE_OFFICE]).get(page).content.decode()
    assert paper in office
    assert reverse("rights:request", kwargs={"pk": asked.pk}) in office
    member = login(world.users[Role.MEMBER_IN_CHARGE]).get(page)
    assert member.status_code == 200
    assert paper not in member.content.decode()


def _paper(client: Client, world: World) -> str:
    path = reverse("rights:household", kwargs={"household": world.in_charge_of.pk})
    return client.get(path).content.decode()
