"""The committee looks through odd check-ins."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.households.models import Household
from apps.visits.models import ContactCompanion, ContactFlag
from tests.budgets import A_PAGE, Budget
from tests.factories.households import contact
from tests.factories.world import World

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
LIST = "contacts:review"


@pytest.fixture
def flag(world: World) -> ContactFlag:
    row = world.in_charge_of.contacts.get()
    made: ContactFlag = ContactFlag.objects.create(contact=row, kind="far_away", measure=1240)
    return made


def _elsewhere(world: World, home: Household, at: date, kind: str = "no_position") -> ContactFlag:
    made: ContactFlag = ContactFlag.objects.create(
        contact=contact(home, world.member, at), kind=kind
    )
    return made


def _say(client: Client, flag: ContactFlag, **fields: str) -> str:
    sent = {"key": str(uuid4()), "outcome": "fine"} | fields
    answer = client.post(reverse("contacts:review-flag", args=[flag.pk]), sent, follow=True)
    return answer.content.decode()


def test_what_it_says(world: World, login: Login, flag: ContactFlag, at: date) -> None:
    row = flag.contact
    row.said_at -= timedelta(hours=3)
    row.save(update_fields=["said_at"])
    text = login(world.users[Role.CELL_COMMITTEE]).get(reverse(LIST)).content.decode()
    for wanted in ("Cách hộ 1,2 km", world.in_charge_of.head_name, world.member.full_name):
        assert wanted in text
    assert "06:00 13/11/2026" in text
    assert text.count("09:00 13/11/2026") == 2


def test_both_outcomes_and_the_history(world: World, login: Login, flag: ContactFlag) -> None:
    client = login(world.users[Role.CELL_COMMITTEE])
    assert "Đã ghi kết quả xem xét" in _say(client, flag, outcome="talked_over")
    flag.refresh_from_db()
    assert (flag.outcome, flag.reviewed_by) == ("talked_over", world.users[Role.CELL_COMMITTEE])
    assert "Cách hộ 1,2 km" not in client.get(reverse(LIST)).content.decode()
    done = client.get(reverse(LIST), {"xong": "1"}).content.decode()
    assert "Cách hộ 1,2 km" in done
    assert "Đã trao đổi với người ghi" in done


def test_pressed_twice(world: World, login: Login, flag: ContactFlag) -> None:
    client, key = login(world.users[Role.CELL_COMMITTEE]), str(uuid4())
    for _again in range(2):
        assert "Đã ghi kết quả xem xét" in _say(client, flag, key=key)
    assert "trùng mã" in _say(client, flag, key=key, outcome="talked_over")
    flag.refresh_from_db()
    assert flag.outcome == "fine"


def test_somebody_was_faster(world: World, login: Login, flag: ContactFlag) -> None:
    _say(login(world.users[Role.COMMUNE_OFFICE]), flag)
    assert "đã có người xem xét" in _say(login(world.users[Role.CELL_COMMITTEE]), flag)


@pytest.mark.parametrize("fields", [{"key": ""}, {"outcome": "bad"}, {"key": "x"}])
def test_bad_input(world: World, login: Login, flag: ContactFlag, fields: dict[str, str]) -> None:
    text = _say(login(world.users[Role.CELL_COMMITTEE]), flag, **fields)
    assert "Biểu mẫu này đã cũ" in text
    flag.refresh_from_db()
    assert flag.reviewed_at is None


def test_nobody_looks_at_their_own(world: World, login: Login, flag: ContactFlag) -> None:
    secretary = world.users[Role.CELL_COMMITTEE]
    ContactCompanion.objects.create(contact=flag.contact, person=secretary.person)
    client = login(secretary)
    page = client.get(reverse(LIST)).content.decode()
    assert "để người khác xem xét" in page
    assert reverse("contacts:review-flag", args=[flag.pk]) not in page
    _say(client, flag)
    flag.refresh_from_db()
    assert flag.reviewed_at is None


def test_out_of_reach(world: World, login: Login, at: date) -> None:
    row = _elsewhere(world, world.households[6], at)
    client = login(world.users[Role.CELL_COMMITTEE])
    assert world.households[6].code not in client.get(reverse(LIST)).content.decode()
    sent = {"key": str(uuid4()), "outcome": "fine"}
    address = reverse("contacts:review-flag", args=[row.pk])
    assert client.post(address, sent).status_code == 404
    assert login(world.users[Role.MEMBER_IN_CHARGE]).get(reverse(LIST)).status_code == 403


def test_by_kind(world: World, login: Login, flag: ContactFlag, at: date) -> None:
    _elsewhere(world, world.households[1], at)
    client = login(world.users[Role.CELL_COMMITTEE])
    every = client.get(reverse(LIST)).content.decode()
    # The newest first.
    assert every.index(world.households[1].code) < every.index("Cách hộ 1,2 km")
    far = client.get(reverse(LIST), {"dau-hieu": "far_away"}).content.decode()
    assert "Cách hộ 1,2 km" in far
    assert world.households[1].code not in far
    odd = client.get(reverse(LIST), {"dau-hieu": "' OR 1=1"}).content.decode()
    assert world.households[1].code in odd


def test_budget(world: World, budget: Budget, flag: ContactFlag, at: date) -> None:
    def grow() -> None:
        for number in range(20):
            row = _elsewhere(world, world.households[number % 3], at - timedelta(days=number))
            ContactCompanion.objects.create(contact=row.contact, person=world.member)

    budget.holds(world.users[Role.COMMUNE_OFFICE], reverse(LIST), A_PAGE + 7, grow=grow)
