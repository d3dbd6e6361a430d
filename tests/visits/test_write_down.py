"""The office writes down a contact by hand; the household's page tells what is known of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.households.models import Household
from apps.visits.desk.write_views import COMPANIONS
from apps.visits.models import Contact, ContactCompanion, ContactFlag
from tests.factories.people import PersonFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


def _send(client: Client, home: Household, world: World, **fields: Any) -> Any:
    sent = {
        "key": str(uuid4()),
        "day": "14/11/2026",
        "channel": "phone",
        "person": str(world.member.pk),
        "note": "Xin hỗ trợ sửa nhà",
        "changes": ["work_away", "difficulty_housing"],
        "next_visit_on": "25/11/2026",
    }
    return client.post(reverse("contacts:write", args=[home.pk]), sent | fields, follow=True)


def test_written_down(world: World, login: Login) -> None:
    home, client = world.households[2], login(world.users[Role.COMMUNE_OFFICE])
    mate = PersonFactory.create(commune=world.commune)
    page = _send(client, home, world, companion=str(mate.pk)).content.decode()
    row = Contact.objects.get(household=home)
    assert (row.person, row.channel, row.day) == (world.member, "phone", date(2026, 11, 14))
    assert row.clock_offset_seconds is None
    assert list(row.companions.values_list("person", flat=True)) == [mate.pk]
    for wanted in (
        *("Có người đi làm ăn xa; Nhà ở hư hỏng, tạm bợ", "Xin hỗ trợ sửa nhà", "25/11/2026"),
        f"{world.member.full_name}, {mate.full_name}",
    ):
        assert wanted in page


def test_several_went_along(world: World, login: Login) -> None:
    home, client = world.households[2], login(world.users[Role.COMMUNE_OFFICE])
    mates = PersonFactory.create_batch(3, commune=world.commune)
    names = dict(zip(COMPANIONS, (str(mate.pk) for mate in mates), strict=True))
    _send(client, home, world, **names)
    row = Contact.objects.get(household=home)
    assert set(row.companions.values_list("person", flat=True)) == {mate.pk for mate in mates}
    # Named twice, or as the one who went, is once.
    twice = {"companion": names["companion"], "companion_2": names["companion"]}
    _send(client, home, world, day="13/11/2026", companion_3=str(world.member.pk), **twice)
    row = Contact.objects.filter(household=home).earliest("day")
    assert list(row.companions.values_list("person", flat=True)) == [mates[0].pk]


def test_what_is_odd_of_a_day_is_told(world: World, login: Login) -> None:
    home, client = world.households[2], login(world.users[Role.COMMUNE_OFFICE])
    other, mate = PersonFactory.create_batch(2, commune=world.commune)
    _send(client, home, world, companion=str(mate.pk))
    assert not ContactFlag.objects.filter(contact__household=home).exists()
    # Who went along tells of the same visit; that is no second one.
    _send(client, home, world, person=str(mate.pk), companion=str(world.member.pk))
    assert not ContactFlag.objects.filter(contact__household=home).exists()
    _send(client, home, world)
    _send(client, home, world, person=str(other.pk))
    _send(client, home, world, day="13/11/2026")
    rows = ContactFlag.objects.filter(contact__household=home).order_by("pk")
    assert list(rows.values_list("kind", "measure", "contact__person")) == [
        ("too_soon", None, world.member.pk),
        ("parallel", None, other.pk),
    ]


def test_of_today_it_is_not_in_the_future(world: World, login: Login, now: Any) -> None:
    _send(login(world.users[Role.COMMUNE_OFFICE]), world.households[2], world, day="16/11/2026")
    assert Contact.objects.get(household=world.households[2]).happened_at == now


def test_sent_twice(world: World, login: Login) -> None:
    client, home, key = login(world.users[Role.COMMUNE_OFFICE]), world.households[2], str(uuid4())
    for _again in range(2):
        assert _send(client, home, world, key=key).status_code == 200
    assert Contact.objects.filter(household=home).count() == 1
    other = _send(client, home, world, key=key, note="khác")
    assert other.status_code == 409
    assert "khác" in other.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"day": "17/11/2026"},
        {"day": "1/1/2020"},
        {"day": "hôm qua"},
        {"next_visit_on": "14/11/2026"},
        {"channel": "dream"},
        {"changes": ["opinion"]},
        {"note": "x" * 1001},
        {"person": "0"},
        {"key": ""},
    ],
)
def test_bad_input(world: World, login: Login, fields: dict[str, Any]) -> None:
    home = world.households[2]
    answer = _send(login(world.users[Role.COMMUNE_OFFICE]), home, world, **fields)
    assert answer.status_code == 422
    assert not Contact.objects.filter(household=home).exists()


def test_people_of_other_communes(world: World, login: Login) -> None:
    stranger = world.outsider.person if world.outsider else None
    assert stranger is not None
    client, home = login(world.users[Role.COMMUNE_OFFICE]), world.households[2]
    for fields in ({"person": str(stranger.pk)}, {"companion": str(stranger.pk)}):
        answer = _send(client, home, world, **fields)
        assert answer.status_code == 422
        assert stranger.full_name not in answer.content.decode()


@pytest.mark.parametrize("role", [Role.MEMBER_IN_CHARGE, Role.INSPECTION, Role.GROUP_OFFICER])
def test_who_may_not(world: World, login: Login, role: Role) -> None:
    client, home = login(world.users[role]), world.in_charge_of
    assert _send(client, home, world).status_code == 403
    page = client.get(reverse("households:page", args=[home.pk])).content.decode()
    assert reverse("contacts:write", args=[home.pk]) not in page


def test_out_of_reach(world: World, login: Login) -> None:
    client = login(world.users[Role.CELL_COMMITTEE])
    for home in (world.households[6], world.other_households[0]):
        assert _send(client, home, world).status_code == 404
    assert Contact.objects.filter(household=world.households[6]).count() == 0


def test_the_page_tells_what_is_odd_to_those_who_look_through_it(
    world: World, login: Login
) -> None:
    row = world.in_charge_of.contacts.get()
    mate = PersonFactory.create(commune=world.commune)
    ContactCompanion.objects.create(contact=row, person=mate)
    ContactFlag.objects.create(contact=row, kind="far_away", measure=1240)
    url = reverse("households:page", args=[world.in_charge_of.pk])
    for role, told in ((Role.CELL_COMMITTEE, True), (Role.MEMBER_IN_CHARGE, False)):
        page = login(world.users[role]).get(url).content.decode()
        assert ("Cần xem lại: Cách hộ 1,2 km" in page) is told
        assert mate.full_name in page


def test_a_date_is_done_with_by_a_contact(world: World, login: Login, at: date) -> None:
    row = world.in_charge_of.contacts.get()
    row.next_visit_on = at + timedelta(days=3)
    row.save(update_fields=["next_visit_on"])
    url = reverse("households:page", args=[world.in_charge_of.pk])
    client = login(world.users[Role.CELL_COMMITTEE])
    assert "Hẹn lần sau" in client.get(url).content.decode()
    row.next_visit_on = row.day
    row.save(update_fields=["next_visit_on"])
    assert "Hẹn lần sau" not in client.get(url).content.decode()
