"""The form by which a household's issue is written down."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.issues.kinds import IssueKind
from apps.issues.levels import Level
from apps.issues.models import Issue
from tests.factories.issues import DETAILS, report_of
from tests.factories.world import World
from tests.issues.conftest import Pages

MEMBER = Role.MEMBER_IN_CHARGE


def _filled(kind: IssueKind, **more: Any) -> dict[str, Any]:
    summary = report_of(kind).summary
    words = {"summary": summary} if summary else {}
    return {"kind": kind.value, "reported_on": "14/11/2026", **DETAILS[kind], **words, **more}


@pytest.mark.parametrize("kind", IssueKind)
def test_each_kind_is_reported(pages: Pages, world: World, now: datetime, kind: IssueKind) -> None:
    home = world.in_charge_of
    form = pages.text(MEMBER, "issues:report", f"?kind={kind}", household=home.pk)
    assert ("<textarea" in form) == (kind != IssueKind.PUBLIC_ORDER)
    answer = pages.send(MEMBER, "issues:report", _filled(kind), household=home.pk)
    issue = Issue.objects.get()
    assert answer["Location"] == f"/van-de/{issue.pk}/"
    assert (issue.kind, issue.reported_on.day) == (kind, 14)
    assert issue.details.items() >= DETAILS[kind].items()


def test_the_kinds_are_offered_first(pages: Pages, world: World, now: datetime) -> None:
    text = pages.text(MEMBER, "issues:report", household=world.in_charge_of.pk)
    assert all(f"?kind={kind}" in text for kind in IssueKind)


def test_sent_twice_it_is_one(pages: Pages, world: World, now: datetime) -> None:
    sent = _filled(IssueKind.DISASTER, needs_moving="True", key=str(uuid4()))
    for _n in range(2):
        pages.send(MEMBER, "issues:report", sent, household=world.in_charge_of.pk)
    assert Issue.objects.get().details["needs_moving"] is True


def test_what_is_wrong_is_told_beside_what_was_typed(
    pages: Pages, world: World, now: datetime
) -> None:
    for changed, words in (
        ({"summary": ""}, "field-error"),
        ({"reported_on": "31/02/2026"}, "ngày/tháng/năm"),
        ({"reported_on": "20/11/2026"}, "không sau hôm nay"),
        ({"matter": "castle"}, "field-error"),
        ({"key": "?"}, "đã cũ"),
        ({"wish": "Xin tôn", "summary": " "}, "Xin tôn"),
        ({"kind": "unknown"}, "Hãy chọn loại vấn đề"),
    ):
        sent = _filled(IssueKind.HOUSING) | changed
        answer = pages.send(MEMBER, "issues:report", sent, household=world.in_charge_of.pk)
        assert answer.status_code == 422, changed
        assert words in answer.content.decode(), changed
    assert not Issue.objects.exists()


def test_words_sent_with_a_wordless_kind_are_not_kept(
    pages: Pages, world: World, now: datetime
) -> None:
    sent = _filled(IssueKind.PUBLIC_ORDER, summary="Tên người", wish="Bắt người ấy")
    pages.send(MEMBER, "issues:report", sent, household=world.in_charge_of.pk)
    issue = Issue.objects.get()
    assert (issue.summary, issue.wish) == ("", "")


def test_who_takes_care_of_it_is_chosen(pages: Pages, world: World, now: datetime) -> None:
    home = world.in_charge_of.pk
    form = pages.text(MEMBER, "issues:report", "?kind=housing", household=home)
    # A member's report goes to the committee unless they say otherwise.
    assert '<option value="pass_on" selected>Chuyển lên ngay: Chi ủy, trưởng thôn</option>' in form
    form = pages.text(Role.CELL_COMMITTEE, "issues:report", "?kind=housing", household=home)
    assert '<option value="keep" selected>Tôi tự lo</option>' in form
    for chosen, level in (("pass_on", Level.CELL), ("keep", Level.MEMBER), ("", Level.MEMBER)):
        sent = _filled(IssueKind.HOUSING, begins=chosen)
        pages.send(MEMBER, "issues:report", sent, household=home)
        assert Issue.objects.latest("pk").level == level
    answer = pages.send(
        MEMBER, "issues:report", _filled(IssueKind.HOUSING, begins="?"), household=home
    )
    assert answer.status_code == 422


def test_where_it_begins_the_same_way_nothing_is_asked(
    pages: Pages, world: World, now: datetime
) -> None:
    home = world.in_charge_of.pk
    for role, kind in ((MEMBER, "public_order"), (Role.COMMITTEE_MEMBER, "housing")):
        form = pages.text(role, "issues:report", f"?kind={kind}", household=home)
        assert 'name="begins"' not in form
    sent = _filled(IssueKind.PUBLIC_ORDER, begins="keep")
    pages.send(MEMBER, "issues:report", sent, household=home)
    assert Issue.objects.get().level == Level.POLICE


def test_who_reports(pages: Pages, world: World, now: datetime) -> None:
    home = world.in_charge_of.pk
    for role, status in (
        (None, 404),
        (Role.INSPECTION, 403),
        (Role.COMMUNE_POLICE, 403),
        (Role.COMMITTEE_MEMBER, 200),
    ):
        assert pages.get(role, "issues:report", household=home).status_code == status
    other = world.households[1].pk
    sent = _filled(IssueKind.HOUSING)
    assert pages.send(MEMBER, "issues:report", sent, household=other).status_code == 404
