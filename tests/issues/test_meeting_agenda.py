"""What stands on a cell's agenda, from where, and for whom."""

from datetime import date, datetime, timedelta

import pytest

from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.common.errors import DomainError
from apps.issues.kinds import IssueKind
from apps.issues.machine import Verb
from apps.issues.meetings import reading, services
from apps.issues.meetings.models import CellMeeting, MeetingItem
from apps.issues.meetings.states import ItemSource, ItemState
from tests.factories.households import contact
from tests.factories.issues import reported, step
from tests.factories.meetings import concluded, edit, held, opened, signed
from tests.factories.world import World


def _sources(meeting: CellMeeting) -> list[str]:
    return list(meeting.items.order_by("position").values_list("source", flat=True))


def test_it_is_made_of_issues_reports_and_uncovered_households(world: World, now: datetime) -> None:
    reported(world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of, at=now)
    reported(world.users[Role.COMMUNE_OFFICE], world.households[6], at=now)
    meeting = opened(world, at=now)
    assert _sources(meeting) == ["reports", "uncovered", "issue"]
    assert meeting.items.get(source="uncovered").number == 5
    assert meeting.items.get(source="issue").issue.household == world.in_charge_of


def test_reports_tell_numbers_of_the_month_before(world: World, now: datetime) -> None:
    contact(world.in_charge_of, world.member, date(2026, 10, 20))
    contact(world.households[2], world.member, date(2026, 10, 21))
    meeting = opened(world, at=now)
    assert (meeting.reports_from, meeting.reports_to) == (date(2026, 10, 1), date(2026, 11, 1))
    [report] = meeting.reports.all()
    assert (report.person, report.homes, report.contacts, report.met) == (world.member, 1, 3, 3)
    assert (report.behind, report.owed) == (1, 1)


def test_the_same_month_is_opened_once(world: World, now: datetime) -> None:
    assert opened(world, at=now) == opened(world, at=now)


def test_another_cells_meeting_is_not_opened(world: World, now: datetime) -> None:
    user = world.users[Role.COMMUNE_OFFICE]
    with pytest.raises(DomainError) as refused:
        services.start_meeting(
            edit=edit(user, at=now),
            cell=world.cell.pk,
            month=date(2026, 11, 1),
            reports_on=date(2026, 10, 1),
        )
    assert refused.value.status == 404


def _readers(world: World, now: datetime) -> set[Role]:
    return {
        role
        for role, user in world.users.items()
        if MeetingItem.objects.visible_to(actor_for(user, at=now)).filter(source="issue").exists()
    }


def test_public_order_stands_on_it_once_the_cell_has_it_and_for_the_cell_alone(
    world: World, now: datetime
) -> None:
    member, home = world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of
    issue = reported(member, home, at=now, kind=IssueKind.PUBLIC_ORDER)
    meeting = opened(world, at=now)
    assert "issue" not in _sources(meeting)
    MeetingItem.objects.create(meeting=meeting, source="issue", issue=issue, position=90)
    assert _readers(world, now) == set()
    issue = reported(member, home, at=now, kind=IssueKind.HOUSING)
    MeetingItem.objects.create(meeting=meeting, source="issue", issue=issue, position=91)
    assert _readers(world, now) == {
        *(Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.INSPECTION),
        *(Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE),
    }


def test_up_to_date_again_new_comes_last_and_settled_goes(world: World, now: datetime) -> None:
    user = world.users[Role.CELL_COMMITTEE]
    old = reported(user, world.in_charge_of, at=now)
    meeting = opened(world, at=now)
    services.add_item(
        edit=edit(user, at=now, seen=1), meeting=meeting.pk, title="Bầu tổ trưởng tổ NDTQ"
    )
    step(world.users[Role.COMMUNE_OFFICE], old, Verb.ANSWER, at=now, text="Đã xem")
    contact_of_answer = world.users[Role.MEMBER_IN_CHARGE]
    step(contact_of_answer, old, Verb.CONFIRM, at=now)
    step(user, old, Verb.CLOSE, at=now)
    reported(user, world.households[1], at=now, kind=IssueKind.INFRASTRUCTURE)
    services.refresh_agenda(edit=edit(user, at=now, seen=2), meeting=meeting.pk)
    assert _sources(meeting) == ["reports", "uncovered", "other", "issue"]
    assert meeting.items.get(source="issue").issue.household == world.households[1]


def test_items_change_places_and_are_put_off(world: World, now: datetime) -> None:
    user, meeting = world.users[Role.CELL_COMMITTEE], opened(world, at=now)
    last = meeting.items.get(source="uncovered")
    for seen, act in enumerate(("up", "up", "defer", "resume", "down"), start=1):
        services.act_on_item(
            edit=edit(user, at=now, seen=seen), meeting=meeting.pk, item=last.pk, act=act
        )
        if act == "up":
            assert _sources(meeting) == ["uncovered", "reports"]
    assert _sources(meeting) == ["reports", "uncovered"]
    last.refresh_from_db()
    assert last.state == ItemState.OPEN


def test_only_what_was_added_by_hand_is_removed(world: World, now: datetime) -> None:
    user, meeting = world.users[Role.CELL_COMMITTEE], opened(world, at=now)
    item = meeting.items.get(source="reports")
    with pytest.raises(DomainError) as refused:
        services.act_on_item(
            edit=edit(user, at=now, seen=1), meeting=meeting.pk, item=item.pk, act="remove"
        )
    assert refused.value.code == "not_removable"
    services.add_item(edit=edit(user, at=now, seen=1), meeting=meeting.pk, title="Việc khác")
    services.act_on_item(
        edit=edit(user, at=now, seen=2),
        meeting=meeting.pk,
        item=meeting.items.get(source="other").pk,
        act="remove",
    )
    assert "other" not in _sources(meeting)


def test_tasks_and_other_matters_come_back_the_month_after(world: World, now: datetime) -> None:
    user = world.users[Role.CELL_COMMITTEE]
    meeting = held(world, at=now)
    concluded(
        world,
        meeting,
        meeting.items.get(source="uncovered"),
        at=now,
        task_text="Phân công hộ còn trống",
        owner=world.member.pk,
        due_on=now.date() + timedelta(days=10),
    )
    services.add_item(
        edit=edit(user, at=now, seen=meeting.version), meeting=meeting.pk, title="Loa truyền thanh"
    )
    other = meeting.items.get(source="other")
    services.act_on_item(
        edit=edit(user, at=now, seen=meeting.version + 1),
        meeting=meeting.pk,
        item=other.pk,
        act="defer",
    )
    after = opened(world, at=now + timedelta(days=20), month=date(2026, 12, 1))
    assert _sources(after) == ["task", "reports", "uncovered", "other"]
    carried = after.items.get(source=ItemSource.OTHER)
    assert (carried.title, carried.carried_from) == ("Loa truyền thanh", other)
    actor = actor_for(user, at=now)
    first = reading.item_rows(actor, after, at=date(2026, 12, 6))[0]
    assert first.title == "Phân công hộ còn trống"
    assert first.standing == ["Quá hạn, chưa xong"]


def test_a_signed_meeting_is_not_prepared_again(world: World, now: datetime) -> None:
    meeting = signed(world, at=now)
    with pytest.raises(DomainError) as refused:
        services.refresh_agenda(
            edit=edit(world.users[Role.CELL_COMMITTEE], at=now, seen=meeting.version),
            meeting=meeting.pk,
        )
    assert refused.value.code == "signed"
