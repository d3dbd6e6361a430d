"""What a commune sets for its issues: answers kept ready, and deadlines by kind."""

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from apps.accounts.roles import Role
from apps.issues.kind_days import kind_days
from apps.issues.kinds import IssueKind
from apps.issues.models import AnswerTemplate, KindDeadline
from tests.factories.issues import reported
from tests.factories.world import World
from tests.issues.conftest import Pages

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

OFFICE = Role.COMMUNE_OFFICE
READY = {"kind": "housing", "title": "Xét hỗ trợ", "text": "Xã sẽ xét hỗ trợ"}


def test_a_template_is_written_and_retired(pages: Pages, world: World, now: datetime) -> None:
    assert pages.send(OFFICE, "issues:templates", READY).status_code == 302
    row = AnswerTemplate.objects.get()
    assert row.commune == world.commune
    assert "Xã sẽ xét hỗ trợ" in pages.text(OFFICE, "issues:template", pk=row.pk)
    changed = {**READY, "is_retired": "on"}
    assert pages.send(OFFICE, "issues:template", changed, pk=row.pk).status_code == 302
    issue = reported(world.users[OFFICE], world.in_charge_of, at=now)
    assert "Xét hỗ trợ" not in pages.text(OFFICE, "issues:show", pk=issue.pk)
    assert "Thôi dùng" in pages.text(OFFICE, "issues:templates")


def test_bad_templates(pages: Pages, world: World) -> None:
    pages.send(OFFICE, "issues:templates", READY)
    for changed in (
        {},
        {"title": "Khác", "text": " "},
        {"title": "Khác", "kind": "public_order"},
        {"title": "x" * 81},
    ):
        answer = pages.send(OFFICE, "issues:templates", {**READY, **changed})
        assert answer.status_code == 422, changed
    assert AnswerTemplate.objects.count() == 1


def test_another_communes_template_is_not_there(pages: Pages, world: World) -> None:
    pages.send(OFFICE, "issues:templates", READY)
    row = AnswerTemplate.objects.get()
    assert pages.get(None, "issues:template", pk=row.pk).status_code == 404
    assert pages.send(None, "issues:template", READY, pk=row.pk).status_code == 404
    assert "Xét hỗ trợ" not in pages.text(None, "issues:templates")


@pytest.mark.parametrize("name", ["issues:templates", "issues:deadlines"])
def test_only_the_office_writes(pages: Pages, name: str) -> None:
    assert pages.get(Role.CELL_COMMITTEE, name).status_code == 403


def _set(pages: Pages, page: dict[str, Any], **days: str) -> "TestResponse":
    """Send the page of deadlines as it was opened, with other days."""
    return pages.send(OFFICE, "issues:deadlines", {**page, **days, "reason": "Nghị quyết 3"})


def _opened(world: World) -> dict[str, Any]:
    return {"seen": json.dumps(kind_days(world.commune.pk))}


def test_the_second_editor_is_told_and_overwrites_nothing(pages: Pages, world: World) -> None:
    first, second = _opened(world), _opened(world)
    assert 'name="seen"' in pages.text(OFFICE, "issues:deadlines")
    assert _set(pages, first, housing="12").status_code == 302
    answer = _set(pages, second, land="9")
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Người khác đã sửa thời hạn" in shown
    assert 'value="12"' in shown
    assert list(KindDeadline.objects.values_list("kind", "days")) == [("housing", 12)]
    # From what stands there now.
    assert _set(pages, _opened(world), housing="12", land="9").status_code == 302
    assert kind_days(world.commune.pk)["land"] == 9


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "[1]"}, {"seen": "{"}])
def test_a_page_that_says_not_what_it_showed_is_old(pages: Pages, seen: dict[str, str]) -> None:
    answer = _set(pages, seen, housing="12")
    assert (answer.status_code, KindDeadline.objects.count()) == (422, 0)
    assert "cũ" in answer.content.decode()


def test_deadlines_are_set_and_taken_back(pages: Pages, world: World, now: datetime) -> None:
    assert _set(pages, _opened(world), housing="12").status_code == 302
    assert 'value="12"' in pages.text(OFFICE, "issues:deadlines")
    issue = reported(world.users[OFFICE], world.in_charge_of, at=now)
    assert issue.answer_by == now.date() + timedelta(days=12)
    _set(pages, _opened(world), housing="14")
    assert KindDeadline.objects.get().days == 14
    _set(pages, _opened(world))
    assert not KindDeadline.objects.exists()
    assert 'value="12"' not in pages.text(None, "issues:deadlines")


def test_bad_deadlines(pages: Pages, world: World) -> None:
    for sent in (
        {"housing": "0", "reason": "x"},
        {"housing": "366", "reason": "x"},
        {"housing": "ba", "reason": "x"},
        {"housing": "3"},
    ):
        answer = pages.send(OFFICE, "issues:deadlines", _opened(world) | sent)
        assert answer.status_code == 422
        assert f'value="{sent["housing"]}"' in answer.content.decode()
    assert IssueKind.HOUSING not in KindDeadline.objects.values_list("kind", flat=True)


def test_the_commune_s_rules_lead_to_the_deadlines(pages: Pages, world: World) -> None:
    way = reverse("issues:deadlines")
    pk = world.commune.pk
    assert f'href="{way}"' in pages.text(OFFICE, "rules:commune", pk=pk)
    # Who reads the rules without setting them is shown no way to a page that is closed to them.
    for role in (Role.CELL_COMMITTEE, Role.COMMUNE_POLICE, Role.INSPECTION):
        assert f'href="{way}"' not in pages.text(role, "rules:commune", pk=pk)
