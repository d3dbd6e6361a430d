"""Committed numbers of queries of the pages of issues."""

from datetime import datetime

import pytest
from django.urls import reverse

from apps.accounts.roles import Role
from apps.issues.machine import Verb
from apps.issues.models import AnswerTemplate
from tests.budgets import A_PAGE, Budget
from tests.factories.issues import reported, step
from tests.factories.world import World

BUDGETS = {
    # Villages to choose from, how many and how many late, the rows.
    "issues:list": A_PAGE + 3,
    "issues:causes": A_PAGE + 2,
    # The issue, doubles, four of rights, in charge, the way with what was concluded and what was
    # taken out, owners, templates, what was merged into it, files, the log.
    "issues:show": A_PAGE + 14,
    # The rows, and the numbers of their last steps; tasks, meetings, steps of roads, requests.
    "inbox:home": A_PAGE + 4,
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BUDGETS)
def test_a_page_stays_within_its_budget(
    world: World, now: datetime, budget: Budget, name: str
) -> None:
    office = world.users[Role.COMMUNE_OFFICE]
    issue = reported(office, world.in_charge_of, at=now)

    def grow() -> None:
        for n in range(4):
            AnswerTemplate.objects.create(
                commune=world.commune, kind="housing", title=f"Mẫu {n}", text="Xã sẽ xét"
            )
            step(office, issue, Verb.NOTE, at=now, text="Đã hỏi")
            for home in world.households[:4]:
                reported(office, home, at=now)

    kwargs = {"pk": issue.pk} if name == "issues:show" else {}
    user = world.users[Role.CELL_COMMITTEE]
    budget.holds(user, reverse(name, kwargs=kwargs), BUDGETS[name], grow=grow)
