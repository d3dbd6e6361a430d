"""A month is done with enough days of contact and enough of them in person."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.visits.keeping import in_person_words, is_kept, lacking_in_person, rule_words
from apps.visits.models import Channel, ContactRule
from tests.factories.households import contact
from tests.factories.world import World

DAYS = st.integers(0, 31)


@pytest.mark.parametrize(
    ("days", "in_person", "kept"),
    [(2, 1, True), (2, 0, False), (1, 1, False), (5, 0, False), (5, 5, True), (0, 0, False)],
)
def test_both_numbers_decide(days: int, in_person: int, kept: bool) -> None:
    rule = ContactRule(per_month=2, in_person_minimum=1)
    assert is_kept(rule, days=days, in_person=in_person) is kept


@given(per_month=st.integers(1, 31), days=DAYS, in_person=DAYS)
def test_a_rule_without_a_minimum_asks_for_days_alone(
    per_month: int, days: int, in_person: int
) -> None:
    rule = ContactRule(per_month=per_month, in_person_minimum=0)
    assert is_kept(rule, days=days, in_person=in_person) is (days >= per_month)
    assert in_person_words(rule, in_person) == ""
    assert "trực tiếp" not in rule_words(rule)


@given(minimum=st.integers(1, 31), in_person=DAYS)
def test_words_agree_with_what_is_lacking(minimum: int, in_person: int) -> None:
    rule = ContactRule(per_month=31, in_person_minimum=minimum)
    words = in_person_words(rule, in_person)
    assert (words == "đã gặp trực tiếp") is (lacking_in_person(rule, in_person) == 0)
    assert (words == "chưa gặp trực tiếp") is (in_person == 0)


@pytest.fixture
def leader(world: World, login: Callable[[User], Client]) -> Client:
    ContactRule.objects.create(commune=world.commune, per_month=2, in_person_minimum=1)
    return login(world.users[Role.COMMUNE_LEADER])


def _figures(client: Client, world: World) -> tuple[list[int], int]:
    """Households that kept the rule in each commune, and in the month's column of the list: lacks
    of the household in charge of the cast.
    """
    areas = client.get("/api/map/areas/").json()["communes"]
    answer = client.get("/api/map/households/").json()
    column = answer["fields"].index("lacks")
    [lacks] = [row[column] for row in answer["rows"] if row[0] == world.in_charge_of.pk]
    return [unit["kept"] for unit in areas], lacks


def _card(client: Client, world: World) -> dict[str, object]:
    card: dict[str, object] = client.get(f"/api/map/households/{world.in_charge_of.pk}/").json()
    return card


@pytest.mark.django_db
def test_calls_alone_do_not_keep_the_rule(world: World, leader: Client, at: date) -> None:
    home, member = world.in_charge_of, world.member
    home.contacts.all().delete()
    for day in (3, 5, 7):
        contact(home, member, at.replace(day=day), Channel.PHONE)
    assert _figures(leader, world) == ([0], 1)
    assert _card(leader, world)["in_person"] == "chưa gặp trực tiếp"
    contact(home, member, at.replace(day=5), Channel.IN_PERSON)
    assert _figures(leader, world) == ([1], 0)
    card = _card(leader, world)
    assert (card["contacts_this_month"], card["in_person"]) == (3, "đã gặp trực tiếp")


@pytest.mark.django_db
def test_a_meeting_is_none_in_person(world: World, leader: Client, at: date) -> None:
    home = world.in_charge_of
    home.contacts.all().delete()
    for day in (3, 5):
        contact(home, world.member, at.replace(day=day), Channel.MEETING)
    assert _figures(leader, world) == ([0], 1)


@pytest.mark.django_db
def test_another_rule_counts_anew(world: World, leader: Client, at: date) -> None:
    home = world.in_charge_of
    contact(home, world.member, at.replace(day=2), Channel.ZALO)
    assert _figures(leader, world) == ([1], 0)
    rule = ContactRule.objects.get()
    rule.in_person_minimum = 2
    rule.save()
    assert _figures(leader, world) == ([0], 1)
    assert _card(leader, world)["in_person"] == "mới gặp trực tiếp 1 trên 2 lần"
    rule.delete()
    assert _figures(leader, world) == ([1], 0)


@pytest.mark.django_db
def test_the_page_says_what_the_rule_asks_for(world: World, leader: Client) -> None:
    words = leader.get("/").context["map_config"]["strings"]
    assert words["month_kept"] == "Đủ số lần, có gặp trực tiếp"
    assert "ít nhất 1 ngày gặp trực tiếp" in words["month_kept_means"]
    assert "gặp trực tiếp" in words["measure_kept_means"]
    page = leader.get(f"/ho/{world.in_charge_of.pk}/").content.decode()
    assert "1 trên 2 lần, đã gặp trực tiếp" in page
