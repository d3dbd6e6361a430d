"""Two days side by side: what waited then, what waits now, what came and went in between."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.common import clock
from apps.issues.kinds import IssueKind
from apps.issues.machine import Verb
from apps.webmap import issuedays_page
from apps.webmap.issuedays import DaysRow, Number, compared_days, shown, stepped
from tests.factories.households import HouseholdFactory
from tests.factories.issues import reported, step
from tests.factories.world import World

Login = Callable[[User], Client]
LEADER = Role.COMMUNE_LEADER
URL = "/ban-do/so-hai-ngay/"


def _rows(world: World, role: Role, now: datetime, *, days: int = 30) -> list[DaysRow]:
    today = clock.local_day(now)
    actor = actor_for(world.users[role], at=now)
    return compared_days(actor, since=today - timedelta(days=days), until=today, today=today)


def _told(row: DaysRow) -> list[Any]:
    waiting, late, _uncovered = row.pairs
    pairs = [(pair.before.n, pair.after.n) for pair in (waiting, late)]
    return [*pairs, row.opened.n, row.done.n]


@pytest.mark.django_db
def test_what_came_and_went_is_told_of_each_area(world: World, now: datetime) -> None:
    leader = world.users[LEADER]
    old = now - timedelta(days=90)
    reported(leader, world.households[0], at=old)
    ended = reported(leader, world.households[1], at=old, kind=IssueKind.LAND)
    reported(leader, world.households[1], at=now)
    reported(leader, world.households[2], at=now, kind=IssueKind.PUBLIC_ORDER)
    step(leader, ended, Verb.REFUSE, at=now, text="Không thuộc thẩm quyền của xã")
    step(leader, ended, Verb.TELL, at=now)
    rows = _rows(world, LEADER, now)
    [commune] = [row for row in rows if row.level == "commune"]
    # Two waited, one of them was told and waits for something else now; both had waited too long.
    assert _told(commune) == [(2, 2), (2, 1), 1, 1]
    assert commune.pairs[1].change == -1
    village = next(row for row in rows if row.name == world.villages[0].name)
    assert _told(village) == [(2, 2), (2, 1), 1, 1]
    groups = [row for row in rows if row.level == "group"]
    assert sum(row.pairs[0].after.n or 0 for row in groups) == 2
    other = next(row for row in rows if row.name == world.villages[1].name)
    assert _told(other) == [(0, 0), (0, 0), 0, 0]


@pytest.mark.django_db
def test_each_counts_what_they_reach(world: World, now: datetime) -> None:
    for home in world.households[:3]:
        reported(world.users[LEADER], home, at=now)
    [village] = [r for r in _rows(world, Role.MEMBER_IN_CHARGE, now) if r.level == "village"]
    assert village.pairs[0].after.n == int(world.in_charge_of in world.households[:3])


@pytest.mark.django_db
def test_the_tier_above_sees_steps_and_nothing_small(
    world: World, login: Login, now: datetime
) -> None:
    group = world.groups[0]
    homes = HouseholdFactory.create_batch(12, group=group)
    for home in homes[:7]:
        reported(world.users[LEADER], home, at=now)
    reported(world.users[LEADER], world.households[6], at=now)
    rows = _rows(world, Role.PROVINCE_VIEWER, now)
    assert {row.level for row in rows} == {"commune", "village"}
    for row in rows:
        for number in (
            row.opened,
            row.done,
            *(side for p in row.pairs for side in (p.before, p.after)),
        ):
            assert number.n is None or number.n % 5 == 0
        assert all(pair.change is None for pair in row.pairs if pair.after.is_step)
    small = next(row for row in rows if row.name == world.villages[1].name)
    assert small.opened.n is None
    client = login(world.users[Role.PROVINCE_VIEWER])
    answer = client.get(URL, {"since": "16/09/2026", "until": "01/11/2026"})
    assert answer.status_code == 422
    assert "ngày đầu tháng" in answer.content.decode()
    assert client.get(URL).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"since": "01/11/2026", "until": "31/12/2099"},
        {"since": "02/11/2026", "until": "01/11/2026"},
        {"since": "1999-01-01"},
        {"since": "x"},
        {"until": "99999999999999999999"},
        {"since": "'); DROP"},
    ],
)
def test_days_that_cannot_be_compared_are_refused(
    world: World, login: Login, wrong: dict[str, str]
) -> None:
    answer = login(world.users[LEADER]).get(URL, wrong)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


@pytest.mark.django_db
def test_the_page_names_the_days_and_keeps_them(world: World, login: Login) -> None:
    client = login(world.users[LEADER])
    page = client.get(URL, {"since": "01/10/2026", "until": "01/11/2026"}).content.decode()
    assert 'value="01/10/2026"' in page
    assert world.villages[0].name in page
    assert login(world.users[Role.COMMUNE_POLICE]).get(URL).status_code == 403


@pytest.mark.django_db
def test_what_is_typed_reaches_the_address_when_it_is_days(world: World, login: Login) -> None:
    client = login(world.users[LEADER])
    answer = client.post(URL, {"since": "1/10/2026", "until": "01/11/2026"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{URL}?since=01%2F10%2F2026&until=01%2F11%2F2026"
    wrong = client.post(URL, {"since": "Ma Thị Hiền", "until": "01/11/2026"})
    assert wrong.status_code == 422
    assert 'value="Ma Thị Hiền"' in wrong.content.decode()


@pytest.mark.django_db
def test_of_many_communes_one_is_chosen_first(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuedays_page, "MOST_COMMUNES_AT_ONCE", 0)
    client = login(world.users[LEADER])
    page = client.get(URL)
    assert page.status_code == 200
    assert "Hãy chọn xã, phường cần so" in page.content.decode()
    days = {"since": "01/10/2026", "until": "01/11/2026"}
    chosen = client.post(URL, {**days, "commune": str(world.commune.pk)}, follow=True)
    assert world.villages[0].name in chosen.content.decode()
    elsewhere = client.post(URL, {**days, "commune": str(world.other_commune.pk)})
    assert elsewhere.status_code == 422


@given(st.integers(0, 5_000), st.booleans())
def test_a_step_holds_its_number_and_is_never_small(n: int, is_closed: bool) -> None:
    kept = shown(n, is_closed=is_closed, hidden=True)
    assert (kept is None) == (is_closed or 0 < n < 5)
    told = stepped(kept)
    if kept is None or kept == 0:
        assert told == Number(kept)
    else:
        assert told.is_step
        assert told.n is not None
        assert told.upto is not None
        assert told.n >= 5
        assert told.n <= n <= told.upto
