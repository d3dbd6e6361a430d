"""Tasks: whom they wait for, and how they end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.issues.inbox import waiting_for
from apps.issues.models import FollowTask
from tests.budgets import A_PAGE, Budget
from tests.factories.meetings import opened
from tests.factories.world import World

Login = Callable[[User], Client]


def made(world: World, now: datetime, **more: Any) -> FollowTask:
    """A task of the cast's cell about the member's household."""
    facts: dict[str, Any] = {
        "client_uuid": uuid4(),
        "source": "meeting",
        "source_key": str(uuid4()),
        "text": "Hỏi lại việc vay vốn",
        "household": world.in_charge_of,
        "level": "cell",
        "due_on": now.date(),
        "made_at": now,
    }
    return FollowTask.objects.create(**(facts | more))


def _post(client: Client, task: FollowTask, **said: str) -> Any:
    return client.post(reverse("tasks:show", kwargs={"pk": task.pk}), said)


def test_it_waits_for_its_owner_or_its_level(world: World, now: datetime) -> None:
    made(world, now)
    named = made(world, now, owner=world.member)
    meeting = opened(world, at=now)

    def waits(role: Role) -> list[tuple[str, int]]:
        actor = actor_for(world.users[role], at=now)
        return [(row.source, row.key) for row in waiting_for(actor, at=now.date())]

    assert ("tasks", named.pk) in waits(Role.MEMBER_IN_CHARGE)
    assert ("meetings", meeting.pk) in waits(Role.CELL_COMMITTEE)
    assert ("meetings", meeting.pk) not in waits(Role.COMMUNE_LEADER)
    assert [source for source, _key in waits(Role.CELL_COMMITTEE)].count("tasks") == 1


def test_late_it_stands_before_those_who_lead(world: World, now: datetime) -> None:
    """Nothing is older than its deadline without anybody who is asked for it."""
    orphaned = made(world, now, level="member", due_on=now.date())
    named = made(world, now, owner=world.member, due_on=now.date())

    def waits(role: Role, days: int) -> dict[int, str]:
        day = now.date() + timedelta(days=days)
        rows = waiting_for(actor_for(world.users[role], at=now), at=day)
        return {row.key: row.what for row in rows if row.source == "tasks"}

    assert waits(Role.COMMUNE_OFFICE, 0) == waits(Role.CELL_COMMITTEE, 0) == {}
    assert set(waits(Role.COMMUNE_OFFICE, 1)) == {orphaned.pk}
    assert waits(Role.CELL_COMMITTEE, 1) == {named.pk: f"Đôn đốc {world.member.full_name}"}
    assert set(waits(Role.MEMBER_IN_CHARGE, 1)) == {orphaned.pk, named.pk}
    assert waits(Role.COMMUNE_POLICE, 1) == waits(Role.GROUP_OFFICER, 1) == {}


def test_what_the_cells_meeting_gave_out_is_nothing_for_the_head(
    world: World, login: Login, now: datetime
) -> None:
    head = world.users[Role.VILLAGE_HEAD]
    given = made(world, now)
    raised = made(world, now, source="rule", text="Thăm hộ lâu chưa gặp")
    client = login(head)
    for task, status in ((given, 404), (raised, 200)):
        url = reverse("tasks:show", kwargs={"pk": task.pk})
        assert client.get(url).status_code == status
    rows = waiting_for(actor_for(head, at=now), at=now.date() + timedelta(days=9))
    assert [row.key for row in rows if row.source == "tasks"] == [raised.pk]
    # Given by name it is theirs, whoever gave it.
    given.owner = head.person
    given.save()
    assert client.get(reverse("tasks:show", kwargs={"pk": given.pk})).status_code == 200


def test_it_is_ended_once_with_a_result(world: World, login: Login, now: datetime) -> None:
    task, client = made(world, now), login(world.users[Role.CELL_COMMITTEE])
    said = {"key": str(uuid4()), "result": "done", "text": "Đã hỏi ngân hàng"}
    assert _post(client, task, **{**said, "text": ""}).status_code == 422
    assert _post(client, task, **{**said, "result": "gone"}).status_code == 422
    assert _post(client, task, **said).status_code == 302
    assert _post(client, task, **said).status_code == 302
    task.refresh_from_db()
    assert (task.ended_on, task.result, task.result_text) == (
        now.date(),
        "done",
        "Đã hỏi ngân hàng",
    )
    assert _post(client, task, **{**said, "key": str(uuid4())}).status_code == 409


def test_somebody_elses_is_not_ended(world: World, login: Login, now: datetime) -> None:
    task = made(world, now)
    said = {"key": str(uuid4()), "result": "done", "text": "x"}
    member = login(world.users[Role.MEMBER_IN_CHARGE])
    assert member.get(reverse("tasks:show", kwargs={"pk": task.pk})).status_code == 200
    assert _post(member, task, **said).status_code == 403
    assert world.outsider is not None
    assert _post(login(world.outsider), task, **said).status_code == 404


def test_lists(world: World, login: Login, budget: Budget, now: datetime) -> None:
    made(world, now)
    made(world, now, household=None, village=world.villages[1], text="Việc thôn bên")
    secretary = world.users[Role.CELL_COMMITTEE]
    for here in ("", "dia-ban"):
        answer = budget.holds(
            secretary,
            reverse("tasks:list"),
            A_PAGE + 3,
            query={"xem": here},
            grow=lambda: [made(world, now) for _n in range(9)],
        )
        assert "Hỏi lại việc vay vốn" in answer.content.decode()
        assert "Việc thôn bên" not in answer.content.decode()
    done = login(secretary).get(reverse("tasks:list"), {"xem": "xong"}).content.decode()
    assert "Chưa có việc nào xong" in done
