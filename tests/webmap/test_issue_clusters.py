"""Households near each other that wait for the same thing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.households.models import Household
from apps.issues.kinds import IssueKind
from apps.issues.models import Issue, IssueCause
from apps.webmap.issueclusters import Near, gathered
from tests.factories.issues import reported
from tests.factories.world import World

Login = Callable[[User], Client]
CELL, LEADER = Role.CELL_COMMITTEE, Role.COMMUNE_LEADER
URL, CAUSES = "/api/map/issues/clusters/", "/api/map/issues/causes/"


def _along_a_road(
    world: World, now: datetime, *, kind: IssueKind = IssueKind.INFRASTRUCTURE
) -> list[Issue]:
    """The first three households 100 m apart in a row; the next ones far away."""
    for place, home in enumerate(world.households[:6]):
        east = 0.00097 * place if place < 3 else 0.02 + 0.01 * place
        Household.objects.filter(pk=home.pk).update(
            position=Point(106.001 + east, 21.501, srid=4326)
        )
    return [reported(world.users[LEADER], home, at=now, kind=kind) for home in world.households[:6]]


def _ask(client: Client, **query: Any) -> list[dict[str, object]]:
    answer = client.get(URL, {"kind": "infrastructure", **query})
    assert answer.status_code == 200, answer.content
    found: list[dict[str, object]] = answer.json()["clusters"]
    return found


@pytest.mark.django_db
def test_neighbours_in_a_row_are_one_cluster(world: World, login: Login, now: datetime) -> None:
    issues = _along_a_road(world, now)
    client = login(world.users[LEADER])
    [cluster] = _ask(client, village=world.villages[0].pk, metres=110)
    assert cluster["households"] == sorted(home.pk for home in world.households[:3])
    assert cluster["issues"] == [issue.pk for issue in issues[:3]]
    assert 95 <= int(str(cluster["metres"])) <= 105
    homes = [home.pk for home in world.households[:3]]
    assert cluster["free"] == [[issue.pk, home] for issue, home in zip(issues, homes, strict=False)]
    assert _ask(client, metres=90) == []
    assert _ask(client, kind="land") == []
    assert len(_ask(client, metres=110, least=2)) == 1


@pytest.mark.django_db
def test_only_what_the_reader_reaches_makes_a_cluster(
    world: World, login: Login, now: datetime
) -> None:
    _along_a_road(world, now)
    member = login(world.users[Role.MEMBER_IN_CHARGE])
    assert _ask(member, village=world.villages[0].pk, least=2) == []
    assert (
        member.get(URL, {"kind": "land", "village": str(world.villages[1].pk)}).status_code == 404
    )
    assert login(world.users[Role.COMMUNE_POLICE]).get(URL).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "public_order"},
        {"kind": "x"},
        {"metres": 1},
        {"metres": 100_000},
        {"metres": "NaN"},
        {"least": 1},
        {"village": 2**64},
    ],
)
def test_what_cannot_be_asked_is_refused(world: World, login: Login, wrong: dict[str, Any]) -> None:
    query = {"kind": "land", **wrong}
    assert login(world.users[LEADER]).get(URL, query).status_code == 400


@pytest.mark.django_db
def test_a_cluster_becomes_one_cause_once(world: World, login: Login, now: datetime) -> None:
    issues = _along_a_road(world, now)
    client = login(world.users[CELL])
    body: dict[str, Any] = {
        "key": str(uuid4()),
        "issues": [issue.pk for issue in issues[:3]],
        "title": "Ngầm tràn bị cuốn trôi",
    }
    first, again = (client.post(CAUSES, body, "application/json") for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    cause = IssueCause.objects.get()
    assert list(cause.issues.order_by("pk")) == issues[:3]
    [cluster] = _ask(client, metres=110)
    assert cluster["causes"] == [[cause.pk, "Ngầm tràn bị cuốn trôi"]]
    assert cluster["free"] == []
    body |= {"key": str(uuid4()), "issues": [issues[3].pk], "cause": cause.pk}
    assert client.post(CAUSES, body, "application/json").json()["cause"] == cause.pk
    assert cause.issues.count() == 4
    other = {"key": str(uuid4()), "issues": [issues[3].pk], "title": "Khác"}
    assert client.post(CAUSES, other, "application/json").status_code == 409


@pytest.mark.django_db
def test_who_may_name_a_cause_and_of_what(world: World, login: Login, now: datetime) -> None:
    issues = _along_a_road(world, now)
    guarded = reported(world.users[CELL], world.households[1], at=now, kind=IssueKind.PUBLIC_ORDER)
    land = reported(world.users[CELL], world.households[1], at=now, kind=IssueKind.LAND)
    far = reported(world.users[LEADER], world.households[6], at=now, kind=IssueKind.INFRASTRUCTURE)

    def post(role: Role, *chosen: Issue, title: str = "Đường hỏng") -> int:
        body = {"key": str(uuid4()), "issues": [each.pk for each in chosen], "title": title}
        client = login(world.users[role])
        return client.post(CAUSES, body, "application/json").status_code

    assert post(Role.MEMBER_IN_CHARGE, issues[0]) == 403
    assert post(Role.INSPECTION, issues[0]) == 403
    assert post(CELL, far) == 404
    assert post(CELL, issues[0], land) == 422
    assert post(CELL, guarded) == 422
    assert post(CELL, issues[0], title="  ") == 422
    assert not IssueCause.objects.exists()
    assert post(LEADER, issues[0], far) == 201


_PLACES = st.lists(
    st.tuples(st.integers(1, 12), st.integers(1, 2), st.sampled_from([None, 0, 1])), max_size=24
)


@given(_PLACES, st.integers(2, 5))
def test_clusters_hold_each_issue_once_and_enough_households(
    places: list[tuple[int, int, int | None]], least: int
) -> None:
    near = [Near(n, *place, 106.0 + n / 1000, 21.5) for n, place in enumerate(places)]
    clusters = gathered(near, least=least)
    kept = [issue for cluster in clusters for issue in cluster.issues]
    assert len(kept) == len(set(kept))
    of = {each.issue: each for each in near}
    for cluster in clusters:
        members = [of[issue] for issue in cluster.issues]
        assert {(each.village, each.group) for each in members} == {
            (cluster.village, members[0].group)
        }
        assert {each.household for each in members} == set(cluster.households)
        assert len(cluster.households) >= least
    assert [len(c.households) for c in clusters] == sorted(
        (len(c.households) for c in clusters), reverse=True
    )
    taken = {(of[c.issues[0]].village, of[c.issues[0]].group) for c in clusters}
    left = {place for e in near if (place := (e.village, e.group))[1] is not None} - taken
    for place in left:
        homes = {e.household for e in near if (e.village, e.group) == place}
        assert len(homes) < least
