"""Issues of several households with one cause."""

from datetime import datetime
from uuid import uuid4

import pytest

from apps.accounts.actor import Actor
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.common.errors import DomainError
from apps.issues.causes import Cause, link_cause
from apps.issues.kinds import IssueKind
from apps.issues.machine import State, Verb
from apps.issues.models import Issue, IssueCause
from tests.factories.issues import reported, step
from tests.factories.world import World
from tests.issues.conftest import Pages

MEMBER, CELL, OFFICE = Role.MEMBER_IN_CHARGE, Role.CELL_COMMITTEE, Role.COMMUNE_OFFICE
ROAD = IssueKind.INFRASTRUCTURE


@pytest.fixture
def roads(world: World, now: datetime) -> list[Issue]:
    """The washed-out road as two households of the village tell of it."""
    homes = (world.in_charge_of, world.households[1])
    return [reported(world.users[CELL], home, at=now, kind=ROAD) for home in homes]


def test_a_new_one_and_the_same_again(pages: Pages, roads: list[Issue]) -> None:
    one, other = roads
    pages.send(CELL, "issues:cause-link", {"title": "Đường sạt ở dốc"}, pk=one.pk)
    cause = IssueCause.objects.get()
    assert "Đường sạt ở dốc" in pages.text(CELL, "issues:cause-link", pk=other.pk)
    pages.send(CELL, "issues:cause-link", {"cause": cause.pk}, pk=other.pk)
    assert set(cause.issues.all()) == set(roads)
    assert "Đường sạt ở dốc" in pages.text(CELL, "issues:show", pk=one.pk)
    pages.send(CELL, "issues:cause-link", {"cause": ""}, pk=one.pk)
    assert list(cause.issues.all()) == [other]


def test_all_are_answered_at_once(pages: Pages, roads: list[Issue]) -> None:
    pages.send(OFFICE, "issues:cause-link", {"title": "Đường sạt"}, pk=roads[0].pk)
    cause = IssueCause.objects.get()
    pages.send(OFFICE, "issues:cause-link", {"cause": cause.pk}, pk=roads[1].pk)
    text = pages.text(OFFICE, "issues:cause", pk=cause.pk)
    marks = [f"{each.pk}:{each.steps}" for each in roads]
    assert all(mark in text for mark in marks)
    told = {"verb": "answer", "item": marks, "text": "Xã san lại đường tuần tới"}
    done = pages.send(OFFICE, "inbox:bulk", {**told, "asked": "1"}).content.decode()
    assert "Đã làm 2 trên 2 việc." in done
    assert set(Issue.objects.values_list("state", flat=True)) == {State.ANSWERED}


def test_what_can_be_answered_comes_first_and_is_ticked_alone(
    pages: Pages, world: World, roads: list[Issue], now: datetime
) -> None:
    """Households are counted, not their issues; what has ended or has its answer comes after."""
    second = reported(world.users[CELL], world.in_charge_of, at=now, kind=ROAD)
    ended, answered, waiting = roads[0], roads[1], second
    link_cause(
        key=uuid4(),
        actor=actor_for(world.users[OFFICE], at=now),
        issues=[each.pk for each in (ended, answered, waiting)],
        cause=Cause(title="Đường sạt"),
        at=now,
    )
    step(world.users[CELL], ended, Verb.REFUSE, at=now, text="Không phải đường của xã")
    step(world.users[CELL], ended, Verb.TELL, at=now)
    step(world.users[CELL], answered, Verb.ANSWER, at=now, text="Tuần tới san lại")
    page = pages.get(OFFICE, "issues:cause", pk=IssueCause.objects.get().pk)
    told = page.context["rows"]
    assert [each["issue"].pk for each in told] == [waiting.pk, answered.pk, ended.pk]
    assert [bool(each["mark"]) for each in told] == [True, False, False]
    assert page.content.decode().count('type="checkbox"') == 1
    assert "2 hộ trong địa bàn của bạn · 3 vấn đề" in page.content.decode()


def test_what_nobody_can_do_now_is_told_by_the_state(
    pages: Pages, world: World, roads: list[Issue], now: datetime
) -> None:
    issue = step(world.users[CELL], roads[0], Verb.ANSWER, at=now, text="Tuần tới san lại")
    told = {"verb": "answer", "item": [f"{issue.pk}:{issue.steps}"], "text": "Xong", "asked": "1"}
    page = pages.send(OFFICE, "inbox:bulk", told).content.decode()
    assert "Vấn đề đang ở trạng thái “Đã có trả lời, chờ báo hộ”" in page
    assert "không thuộc phần việc" not in page


def test_each_sees_only_the_own_households(pages: Pages, roads: list[Issue]) -> None:
    for row in roads:
        pages.send(OFFICE, "issues:cause-link", {"title": "Đường sạt"}, pk=row.pk)
    own, _other = IssueCause.objects.order_by("issues__household")
    assert roads[0].household.head_name in pages.text(MEMBER, "issues:cause", pk=own.pk)
    assert pages.get(MEMBER, "issues:cause", pk=_other.pk).status_code == 404
    assert pages.get(None, "issues:cause", pk=own.pk).status_code == 404


def test_all_causes_with_who_still_waits(pages: Pages, roads: list[Issue]) -> None:
    for row in roads:
        pages.send(OFFICE, "issues:cause-link", {"title": f"Đường sạt ở {row.pk}"}, pk=row.pk)
    own, other = (f"Đường sạt ở {row.pk}" for row in roads)
    everything, own_alone = (pages.text(role, "issues:causes") for role in (OFFICE, MEMBER))
    assert own in everything
    assert other in everything
    assert own in own_alone
    assert other not in own_alone
    assert "Chưa có nguyên nhân chung nào" in pages.text(None, "issues:causes")
    assert "Chưa có nguyên nhân chung nào" in pages.text(Role.COMMUNE_POLICE, "issues:causes")


def test_a_cause_counts_what_its_reader_sees(pages: Pages, roads: list[Issue]) -> None:
    pages.send(OFFICE, "issues:cause-link", {"title": "Đường sạt"}, pk=roads[0].pk)
    cause = IssueCause.objects.get()
    pages.send(OFFICE, "issues:cause-link", {"cause": cause.pk}, pk=roads[1].pk)
    for role, n in ((OFFICE, 2), (MEMBER, 1)):
        (told,) = pages.get(role, "issues:causes").context["page"]
        assert (told.linked, told.waiting, told.due) == (n, n, roads[0].due_on)


def test_a_member_links_nothing(pages: Pages, roads: list[Issue]) -> None:
    assert pages.get(MEMBER, "issues:cause-link", pk=roads[0].pk).status_code == 403
    assert pages.get(None, "issues:cause-link", pk=roads[0].pk).status_code == 404


def test_bad_input(pages: Pages, roads: list[Issue]) -> None:
    long = pages.send(CELL, "issues:cause-link", {"title": "x" * 201}, pk=roads[0].pk)
    assert long.status_code == 422
    gone = pages.send(CELL, "issues:cause-link", {"cause": 999_999}, pk=roads[0].pk)
    assert gone.status_code == 404


def test_only_what_belongs_together(world: World, now: datetime, roads: list[Issue]) -> None:
    actor = actor_for(world.users[CELL], at=now)
    police = world.users[Role.COMMUNE_POLICE]
    order = reported(world.users[CELL], world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER)
    housing = reported(world.users[CELL], world.in_charge_of, at=now)

    def refused(who: Actor, *issues: Issue) -> int:
        keys = [issue.pk for issue in issues]
        with pytest.raises(DomainError) as error:
            link_cause(
                key=uuid4(),
                actor=who,
                issues=keys,
                cause=Cause(title="Chung"),
                at=now,
            )
        return error.value.status

    assert refused(actor, roads[0], housing) == 422
    assert refused(actor_for(police, at=now), order) == 422
    assert refused(actor_for(world.users[Role.INSPECTION], at=now), roads[0]) == 403
    assert refused(actor) == 422
