"""What a commune sets for its issues: answers kept ready, and deadlines by kind."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from apps.accounts.roles import Role
from apps.issues.kinds import IssueKind
from apps.issues.models import AnswerTemplate, KindDeadline
from tests.factories.issues import reported
from tests.factories.world import World
from tests.issues.conftest import Pages

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


def test_deadlines_are_set_and_taken_back(pages: Pages, world: World, now: datetime) -> None:
    sent = {"housing": "12", "reason": "Nghị quyết 3"}
    assert pages.send(OFFICE, "issues:deadlines", sent).status_code == 302
    assert 'value="12"' in pages.text(OFFICE, "issues:deadlines")
    issue = reported(world.users[OFFICE], world.in_charge_of, at=now)
    assert issue.answer_by == now.date() + timedelta(days=12)
    pages.send(OFFICE, "issues:deadlines", {"housing": "14", "reason": "Sửa"})
    assert KindDeadline.objects.get().days == 14
    pages.send(OFFICE, "issues:deadlines", {"reason": "Bỏ"})
    assert not KindDeadline.objects.exists()
    assert 'value="12"' not in pages.text(None, "issues:deadlines")


def test_bad_deadlines(pages: Pages) -> None:
    for sent in (
        {"housing": "0", "reason": "x"},
        {"housing": "366", "reason": "x"},
        {"housing": "ba", "reason": "x"},
        {"housing": "3"},
    ):
        answer = pages.send(OFFICE, "issues:deadlines", sent)
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
