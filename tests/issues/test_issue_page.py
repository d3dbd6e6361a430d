"""One issue's page: what stands there for whom, and that reading it is logged."""

from datetime import datetime

from apps.accounts.models import AccessLog
from apps.accounts.roles import Role
from apps.issues.kinds import IssueKind
from apps.issues.machine import Verb
from apps.issues.meetings.models import CellMeeting, MeetingItem
from apps.issues.meetings.states import MeetingState
from apps.issues.models import FollowTask
from tests.factories.issues import reported, step
from tests.factories.meetings import concluded, held
from tests.factories.world import World
from tests.issues.conftest import Pages

MEMBER, CELL, POLICE = Role.MEMBER_IN_CHARGE, Role.CELL_COMMITTEE, Role.COMMUNE_POLICE


def test_the_whole_of_it(pages: Pages, world: World, now: datetime) -> None:
    issue = reported(world.users[MEMBER], world.in_charge_of, at=now)
    step(world.users[MEMBER], issue, Verb.PASS_UP, at=now, text="Nhà neo người")
    text = pages.text(CELL, "issues:show", pk=issue.pk)
    for words in (
        "Mái nhà bếp hỏng sau bão",
        "Nhà tạm, dột nát",
        world.in_charge_of.head_name,
        f"tel:{world.in_charge_of.phone}",
        world.member.full_name,
        "Nhà neo người",
        "Việc cần làm tiếp",
        "Không ghi tên người bị nghi ngờ",
    ):
        assert words in text
    read = AccessLog.objects.filter(action="read_household", object_id=world.in_charge_of.pk)
    assert read.count() == 1


def test_reading_public_order_is_logged_by_itself(
    pages: Pages, world: World, now: datetime
) -> None:
    """By page and interface: it is no reading of the household, whose paper tells of those."""
    kind = IssueKind.PUBLIC_ORDER
    issue = reported(world.users[MEMBER], world.in_charge_of, at=now, kind=kind)
    for name in ("issues:show", "issues-api:issue"):
        assert pages.get(Role.COMMUNE_POLICE, name, pk=issue.pk).status_code == 200
    rows = AccessLog.objects.values_list("action", "object_id", "user")
    police = world.users[Role.COMMUNE_POLICE].pk
    assert list(rows) == [("read_issue", issue.pk, police)] * 2


def test_inspection_reads_and_does_nothing(pages: Pages, world: World, now: datetime) -> None:
    issue = reported(world.users[MEMBER], world.in_charge_of, at=now)
    text = pages.text(Role.INSPECTION, "issues:show", pk=issue.pk)
    assert "Bạn không phải làm gì" in text
    assert "tel:" not in text
    assert 'name="verb"' not in text


def test_the_police_see_no_way_to_the_household(pages: Pages, world: World, now: datetime) -> None:
    kind = IssueKind.PUBLIC_ORDER
    issue = reported(world.users[MEMBER], world.in_charge_of, at=now, kind=kind)
    text = pages.text(POLICE, "issues:show", pk=issue.pk)
    home = world.in_charge_of
    assert home.head_name in text
    assert home.village.name in text
    for hidden in (f"/ho/{home.pk}/", home.phone, world.member.full_name + "</dd>"):
        assert hidden not in text


def test_what_has_no_words_asks_for_none(pages: Pages, world: World, now: datetime) -> None:
    kind = IssueKind.PUBLIC_ORDER
    issue = reported(world.users[MEMBER], world.in_charge_of, at=now, kind=kind)
    text = pages.text(POLICE, "issues:show", pk=issue.pk)
    assert 'name="verb" value="answer"' in text
    assert "<textarea" not in text
    assert 'type="file"' not in text


def test_a_stranger_finds_nothing(pages: Pages, world: World, now: datetime) -> None:
    issue = reported(world.users[MEMBER], world.in_charge_of, at=now)
    assert pages.get(None, "issues:show", pk=issue.pk).status_code == 404
    assert pages.get(POLICE, "issues:show", pk=issue.pk).status_code == 404
    assert pages.get(Role.SYSTEM_ADMIN, "issues:show", pk=issue.pk).status_code == 403


def test_the_household_page_and_story_tell_of_it(pages: Pages, world: World, now: datetime) -> None:
    home = world.in_charge_of
    issue = reported(world.users[MEMBER], home, at=now)
    order = reported(world.users[MEMBER], home, at=now, kind=IssueKind.PUBLIC_ORDER)
    page = pages.text(MEMBER, "households:page", pk=home.pk)
    assert f"/van-de/{issue.pk}/" in page
    assert f"/van-de/bao/{home.pk}/" in page
    assert "Mái nhà bếp" in pages.text(MEMBER, "households:timeline", pk=home.pk)
    # Those outside its hands learn nothing of what is restricted; inspection reports nothing.
    other = pages.text(Role.INSPECTION, "households:page", pk=home.pk)
    assert f"/van-de/{order.pk}/" not in other
    assert f"/van-de/bao/{home.pk}/" not in other
    assert "Trộm cắp" not in pages.text(Role.INSPECTION, "households:timeline", pk=home.pk)


def test_what_the_cell_concluded_stands_in_the_way(
    pages: Pages, world: World, now: datetime
) -> None:
    """On the page and in the interface, for whoever reads the meeting."""
    secretary = world.users[CELL]
    issue = reported(secretary, world.in_charge_of, at=now)
    meeting = held(world, at=now)
    said = {"text": "Chi bộ góp tôn", "task_text": "Vận động", "due_on": now.date()}
    concluded(world, meeting, meeting.items.get(issue=issue), at=now, **said)
    # And on a task of it, at another meeting.
    later = CellMeeting.objects.create(
        cell=world.cell,
        month=now.date().replace(month=12, day=1),
        reports_from=meeting.reports_from,
        reports_to=meeting.reports_to,
        state=MeetingState.HELD,
        held_on=now.date().replace(month=12),
        place=meeting.place,
        chair=meeting.chair,
        secretary=meeting.secretary,
        present=9,
        absent=0,
    )
    MeetingItem.objects.create(
        meeting=later,
        source="task",
        task=FollowTask.objects.get(),
        position=1,
        state="concluded",
        conclusion="Làm tiếp",
    )
    for role in (CELL, Role.COMMUNE_OFFICE, Role.COMMITTEE_MEMBER):
        text = pages.text(role, "issues:show", pk=issue.pk)
        assert "Kết luận của sinh hoạt chi bộ" in text
        assert text.index("Làm tiếp") < text.index("Chi bộ góp tôn") < text.index("Báo vấn đề")
        told = pages.get(role, "issues-api:issue", pk=issue.pk).json()["conclusions"]
        assert [row["text"] for row in told] == ["Chi bộ góp tôn", "Làm tiếp"]
        assert (told[0]["meeting"], told[0]["held_on"]) == (meeting.pk, "2026-11-16")
    # The person in charge reads no meetings.
    assert "Chi bộ góp tôn" not in pages.text(MEMBER, "issues:show", pk=issue.pk)
    assert pages.get(MEMBER, "issues-api:issue", pk=issue.pk).json()["conclusions"] == []
