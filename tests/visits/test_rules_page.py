"""The commune's rules: read by those who work by them, changed by its office and leaders."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.areas.models import IssueStep, RetentionRule, StepDeadline
from apps.areas.rules import deadlines_of, retention_of
from apps.assignments.plans.rules import rule_of
from apps.people.capacities import capacity_of
from apps.people.kinds import DEFAULT_HOUSEHOLDS, CarrierKind
from apps.people.models import CapacityRule, Membership
from apps.visits.models import Contact, ContactRule
from apps.visits.selectors import rules_of
from tests.factories.households import contact
from tests.factories.world import World
from tests.people.desk import Desk, desk, filled_in

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


@pytest.fixture
def office(world: World, login: Login) -> Desk:
    return desk(login, world.users[Role.COMMUNE_OFFICE])


def _shown(office: Desk, pk: int, **fields: Any) -> dict[str, Any]:
    """The form with its effects, as it comes back from "see what changes"."""
    answer = office.fill("rules:edit", pk=pk, **fields)
    assert answer.status_code == 200, answer.context["form"].errors
    assert answer.context["examples"]
    return filled_in(answer.context["form"])


def _save(office: Desk, pk: int, **fields: Any) -> Any:
    return office.send("rules:edit", _shown(office, pk, **fields), pk=pk)


def test_nothing_is_saved_before_its_effect_was_shown(world: World, office: Desk) -> None:
    pk = world.commune.pk
    filled = _shown(office, pk, per_month="3", class_days="10, 20, 45")
    assert not ContactRule.objects.exists()
    assert office.send("rules:edit", filled, pk=pk).status_code == 302
    rule = rules_of([pk])[pk]
    assert (rule.per_month, rule.class_days) == (3, [10, 20, 45])


def test_what_was_shown_is_what_is_saved(world: World, office: Desk) -> None:
    """Who changes a field after reading the effects reads the new ones first."""
    pk = world.commune.pk
    filled = {**_shown(office, pk, per_month="3"), "per_month": "4"}
    again = office.send("rules:edit", filled, pk=pk)
    assert (again.status_code, ContactRule.objects.count()) == (200, 0)


def test_capacities_and_deadlines_are_the_communes(world: World, office: Desk) -> None:
    pk = world.commune.pk
    saved = _save(office, pk, capacity_resident="5", step_member_to_cell="2")
    assert saved.status_code == 302
    member = Membership.objects.get(person=world.member)
    assert capacity_of(member) == 5
    assert deadlines_of(pk)[IssueStep.MEMBER_TO_CELL] == 2
    # What was left as it was is not written down: it follows the defaults.
    assert (CapacityRule.objects.count(), StepDeadline.objects.count()) == (1, 1)
    assert not RetentionRule.objects.exists()
    assert DEFAULT_HOUSEHOLDS[CarrierKind.RETIRED] == 6


@pytest.mark.parametrize(
    "bad",
    [
        {"class_days": "7, 7, 30"},
        {"class_days": "30, 7"},
        {"class_days": "0, 7"},
        {"class_days": "1,2,3,4,5,6,7"},
        {"class_days": "bảy"},
        {"class_days": "7, 99999"},
        {"in_person_minimum": "3"},
        {"month_start": "29"},
        {"per_month": "0"},
        {"contact_note_months": "2"},
        {"departed_household_years": "0"},
        {"capacity_resident": "-1"},
        {"step_member_to_cell": "0"},
        {"tier": "4"},
        {"reason": ""},
    ],
)
def test_contradictions_are_refused(world: World, office: Desk, bad: dict[str, str]) -> None:
    answer = office.fill("rules:edit", pk=world.commune.pk, **bad)
    assert answer.status_code == 422
    [name] = bad
    assert answer.context["form"].errors[name]
    assert not ContactRule.objects.exists()


def test_the_map_follows(world: World, office: Desk, now: datetime) -> None:
    """Month start decides which contacts count; bounds decide the classes."""
    pk, today = world.commune.pk, now.date()
    home = world.households[0]
    contact(home, world.member, today.replace(day=2))
    contact(home, world.member, today.replace(day=3))
    card = reverse("webmap:household", kwargs={"pk": home.pk})
    assert office.client.get(card).json()["contacts_this_month"] == 3
    assert _save(office, pk, month_start="10", class_days="2, 50").status_code == 302
    assert office.client.get(card).json()["contacts_this_month"] == 1
    config = office.client.get(reverse("webmap:map")).context["map_config"]
    assert [each["max"] for each in config["recency"]] == [2, 50, None, None]
    rows = office.client.get(reverse("webmap:areas")).json()["communes"]
    assert rows[0]["recency"] == {"d2": 0, "d50": 2, "over": 0, "never": 10}


def test_shorter_keeping_is_agreed_to(world: World, office: Desk, at: date) -> None:
    pk = world.commune.pk
    Contact.objects.update(note="Đã gặp chủ hộ")
    for days in (100, 200):
        contact(world.households[2], world.member, at - timedelta(days=days))
    Contact.objects.filter(day__lt=at - timedelta(days=90)).update(note="Con trai đi làm xa")
    filled = _shown(office, pk, contact_note_months="3")
    assert filled["lost"] == "2"
    told = office.send("rules:edit", filled, pk=pk)
    assert (told.status_code, RetentionRule.objects.count()) == (409, 0)
    assert "sẽ xoá 2 ghi chú" in told.content.decode()
    assert office.send("rules:edit", {**filled, "agree": "on"}, pk=pk).status_code == 302
    assert retention_of(pk).contact_note_months == 3


def test_two_editors(world: World, office: Desk, login: Login) -> None:
    pk = world.commune.pk
    leader = desk(login, world.users[Role.COMMUNE_LEADER])
    first, second = _shown(office, pk, per_month="3"), _shown(leader, pk, per_month="4")
    assert office.send("rules:edit", first, pk=pk).status_code == 302
    told = leader.send("rules:edit", second, pk=pk)
    assert told.status_code == 409
    assert rules_of([pk])[pk].per_month == 3
    # Both are on the page: theirs to read, one's own in the form.
    form = told.context["form"]
    assert form["per_month"].value() == "4"
    [theirs] = [f.initial for _h, fields in told.context["present"] for f in fields][:1]
    assert theirs == 3
    seen = leader.send("rules:edit", filled_in(form), pk=pk)
    assert leader.send("rules:edit", filled_in(seen.context["form"]), pk=pk).status_code == 302
    assert rules_of([pk])[pk].per_month == 4


def test_sent_twice(world: World, office: Desk) -> None:
    filled = _shown(office, world.commune.pk, per_month="3")
    for _n in range(2):
        assert office.send("rules:edit", filled, pk=world.commune.pk).status_code == 302
    assert ContactRule.objects.get().per_month == 3


def test_history_tells_who_and_why(world: World, office: Desk, login: Login) -> None:
    pk = world.commune.pk
    _save(office, pk, per_month="3", capacity_resident="5")
    url = reverse("rules:commune", kwargs={"pk": pk})
    told = login(world.users[Role.INSPECTION]).get(url).context["history"]
    user = world.users[Role.COMMUNE_OFFICE]
    assert {each.who for each in told} == {user.person.full_name}
    assert {each.event.reason for each in told} == {"Nghị quyết 12-NQ/CB"}
    assert {str(each.event.what) for each in told} == {"Nắm tình hình", "Ở thôn"}
    officer = login(world.users[Role.GROUP_OFFICER]).get(url)
    assert (officer.status_code, officer.context["history"]) == (200, [])


def test_others_read_or_find_nothing(world: World, login: Login) -> None:
    pk = world.commune.pk
    assert world.outsider is not None
    stranger = login(world.outsider)
    for name in ("rules:commune", "rules:edit"):
        assert stranger.get(reverse(name, kwargs={"pk": pk})).status_code == 404
    reader = login(world.users[Role.CELL_COMMITTEE])
    assert reader.get(reverse("rules:own")).status_code == 200
    assert reader.get(reverse("rules:edit", kwargs={"pk": pk})).status_code == 403


def test_how_people_are_found_is_the_communes(world: World, office: Desk) -> None:
    pk = world.commune.pk
    assert _save(office, pk, max_metres="2500", unassigned_metres="9000").status_code == 302
    rule = rule_of(pk)
    assert (rule.max_metres, rule.unassigned_metres, rule.poor_weight) == (2500, 9000, 2)
    bad = office.fill("rules:edit", pk=pk, fair_percent="40", weak_percent="50")
    assert bad.status_code == 422
    assert "weak_percent" in bad.context["form"].errors
    assert rule_of(pk).weak_percent == 50
