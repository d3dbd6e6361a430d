"""What programs read of issues: kinds, the list, one issue; and how that is described."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

from apps.accounts.roles import Role
from apps.issues.api_urls import urlpatterns
from apps.issues.escalation import fire_clocks
from apps.issues.kinds import IssueKind
from apps.issues.machine import Verb
from apps.issues.models import Issue
from tests.factories.issues import DETAILS, reported, step
from tests.issues.asking import Asking

pytestmark = pytest.mark.django_db
MEMBER, CELL, OFFICE = Role.MEMBER_IN_CHARGE, Role.CELL_COMMITTEE, Role.COMMUNE_OFFICE


def test_the_interface_is_described(ask: Asking) -> None:
    GENERATOR_STATS.reset()
    SchemaGenerator(urlconf="apps.issues.api_urls").get_schema(request=None, public=True)
    assert not GENERATOR_STATS
    described = ask.get(MEMBER, "schema").json()
    assert len(described["paths"]) == len(urlpatterns) - 1


def test_kinds_say_what_to_fill_in(ask: Asking) -> None:
    told = ask.get(MEMBER, "kinds").json()
    kinds = {each["kind"]: each for each in told["kinds"]}
    assert kinds.keys() == set(IssueKind.values)
    for kind, details in DETAILS.items():
        fields = {field["name"]: field for field in kinds[kind]["fields_of_kind"]}
        required = {name for name, field in fields.items() if field["is_required"]}
        assert required == details.keys()
    order = kinds["public_order"]
    assert (order["is_restricted"], order["has_text"]) == (True, False)
    assert order["route"] == ["member", "police", "commune", "upper"]
    assert {"value": "reported", "label": "Mới báo"} in told["states"]


def _ids(ask: Asking, role: Role = OFFICE, **query: Any) -> list[int]:
    return [row["id"] for row in ask.get(role, "list", query).json()["issues"]]


def test_the_list_is_narrowed(ask: Asking, issue: Issue, now: datetime) -> None:
    world = ask.world
    land = reported(world.users[OFFICE], world.households[6], at=now, kind=IssueKind.LAND)
    done = reported(world.users[CELL], world.households[1], at=now)
    step(world.users[OFFICE], done, Verb.REFUSE, at=now, text="Không thuộc diện")
    step(world.users[OFFICE], done, Verb.TELL, at=now)
    # The member's deadline is the shorter one.
    assert _ids(ask) == [issue.pk, land.pk]
    assert _ids(ask, state="any") == [issue.pk, land.pk, done.pk]
    assert _ids(ask, state="closed") == [done.pk]
    assert _ids(ask, kind="land") == _ids(ask, level="commune") == [land.pk]
    assert _ids(ask, village=world.villages[1].pk) == [land.pk]
    assert _ids(ask, household=world.in_charge_of.pk) == [issue.pk]
    assert _ids(ask, waiting="true") == [land.pk]
    Issue.objects.filter(pk=land.pk).update(summary="Tranh chấp bờ rào")
    assert _ids(ask, q="bo rao") == [land.pk]
    assert _ids(ask, q=world.households[6].code) == [land.pk]
    assert _ids(ask, late="true") == []


def test_the_list_has_pages(ask: Asking, issue: Issue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.issues.reading.A_PAGE", 1)
    second = reported(ask.world.users[MEMBER], ask.world.in_charge_of, at=issue.received_at)
    page = ask.get(MEMBER, "list", {"page": 2}).json()
    assert ([row["id"] for row in page["issues"]], page["total"], page["pages"]) == (
        [second.pk],
        2,
        2,
    )


@pytest.mark.parametrize(
    "query", [{"state": "x"}, {"page": "0"}, {"village": "9" * 30}, {"late": "?"}]
)
def test_a_list_of_what_cannot_be_is_refused(ask: Asking, query: dict[str, str]) -> None:
    answer = ask.get(OFFICE, "list", query)
    assert (answer.status_code, answer.json()["field"]) == (422, next(iter(query)))


def test_one_issue_is_told_with_its_steps(ask: Asking, issue: Issue, now: datetime) -> None:
    fire_clocks(at=now + timedelta(days=4))
    step(ask.world.users[CELL], issue, Verb.RECEIVE, at=now)
    told = ask.get(MEMBER, "issue", pk=issue.pk).json()
    assert [(each["verb"], each["person"] is None) for each in told["actions"]] == [
        ("report", False),
        ("escalate", True),
        ("receive", False),
    ]
    assert told["details"] == [{"label": "Về việc gì", "value": "Nhà tạm, dột nát"}]
    assert told["owner"]["id"] == ask.world.users[CELL].person.pk
    # It has gone up: whoever reported it may still add a word.
    assert told["may"] == ["note"]
    assert (told["steps"], told["is_late"]) == (3, False)


def test_a_list_asks_no_more_for_many(ask: Asking, issue: Issue, now: datetime) -> None:
    counted = []
    for more in (1, 9):
        for home in ask.world.households[:more]:
            reported(ask.world.users[OFFICE], home, at=now)
        with CaptureQueriesContext(connection) as captured:
            _ids(ask)
        counted.append(len(captured))
    assert counted[0] == counted[1]
