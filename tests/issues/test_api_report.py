"""An issue is reported over HTTP."""

from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.issues.models import Issue
from apps.people.models import Post
from tests.issues.asking import Asking

pytestmark = pytest.mark.django_db
MEMBER = Role.MEMBER_IN_CHARGE


def body(ask: Asking, **more: Any) -> dict[str, Any]:
    return {
        "household": ask.world.in_charge_of.pk,
        "kind": "health_cover",
        "details": {"matter": "expired", "people": 2},
        "summary": "Thẻ hết hạn từ tháng 9",
        **more,
    }


def test_the_same_key_is_the_same_issue(ask: Asking) -> None:
    wish = body(ask, key=str(uuid4()), wish="Được cấp lại", reported_on="2026-11-10")
    first, again = (ask.post(MEMBER, "report", wish) for _n in range(2))
    assert (first.status_code, first.json()) == (200, again.json())
    issue = Issue.objects.get()
    assert first.json() == {"issue": issue.pk, "state": "reported", "level": "member", "steps": 1}
    assert issue.details == {"matter": "expired", "people": 2}
    other = ask.post(MEMBER, "report", {**wish, "summary": "Khác"})
    assert (other.status_code, other.json()["code"]) == (409, "key_used")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": "religion"}, "invalid"),
        ({"details": {"matter": "expired"}}, "wrong_details"),
        ({"details": {"matter": "expired", "people": {"a": 1}}}, "wrong_details"),
        ({"summary": " "}, "no_summary"),
        ({"summary": "x" * 1001}, "invalid"),
        ({"summary": "a\x00b"}, "invalid"),
        ({"reported_on": "2026-12-24"}, "wrong_day"),
        ({"household": 0}, "invalid"),
        ({"key": "1"}, "invalid"),
    ],
)
def test_what_is_wrong_is_said(ask: Asking, more: dict[str, Any], code: str) -> None:
    answer = ask.post(MEMBER, "report", body(ask, **more))
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["message"]
    assert not Issue.objects.exists()


def test_it_is_passed_on_at_once(ask: Asking) -> None:
    wish = body(ask, key=str(uuid4()), pass_on=True)
    answer = ask.post(MEMBER, "report", wish)
    assert (answer.status_code, answer.json()["level"]) == (200, "cell")
    issue = Issue.objects.get()
    assert issue.chain == ["member", "cell"]
    assert ask.post(MEMBER, "report", wish).json() == answer.json()
    other = ask.post(MEMBER, "report", {**wish, "pass_on": False})
    assert (other.status_code, other.json()["code"]) == (409, "key_used")


def test_an_old_request_is_still_the_same_without_the_choice(ask: Asking) -> None:
    """A request made before there was a choice may come again after it."""
    wish = body(ask, key=str(uuid4()))
    first = ask.post(MEMBER, "report", wish)
    again = ask.post(MEMBER, "report", {**wish, "pass_on": False})
    assert (again.status_code, again.json()) == (200, first.json())


def test_nobody_next_above_it_goes_to_the_one_after(ask: Asking) -> None:
    Post.objects.filter(commune__isnull=True).delete()
    answer = ask.post(MEMBER, "report", body(ask, pass_on=True))
    assert answer.json()["level"] == "officer"
    leader = ask.post(Role.COMMUNE_LEADER, "report", body(ask, pass_on=True))
    assert leader.json()["level"] == "upper"


def test_nothing_is_written_in_words_about_public_order(ask: Asking) -> None:
    details = {"category": "theft", "happened_on": "2026-11-10"}
    wish = body(ask, kind="public_order", details=details)
    assert ask.post(MEMBER, "report", wish).json()["code"] == "wordless"
    assert ask.post(MEMBER, "report", {**wish, "summary": ""}).status_code == 200


def test_of_others_households_nothing_is_reported(ask: Asking) -> None:
    neighbour = body(ask, household=ask.world.households[1].pk)
    assert ask.post(MEMBER, "report", neighbour).status_code == 404
    assert ask.post(ask.outsider, "report", body(ask)).status_code == 404
    assert ask.post(Role.INSPECTION, "report", body(ask)).status_code == 403
