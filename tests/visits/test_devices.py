"""Phones are known by a key of their own, told to forget everything, and forgotten themselves."""

from contextlib import nullcontext
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.accounts.services import end_sessions
from apps.common.errors import DomainError
from apps.visits.jobs import age_out_data
from apps.visits.models import Contact, PhoneDevice
from apps.visits.phone.devices import MOST_PHONES, ask_to_wipe
from tests.factories.people import PersonFactory, UserFactory
from tests.factories.world import World
from tests.visits.phone import Carry, Phone, check_in

pytestmark = pytest.mark.django_db


def registered(phone: Phone) -> PhoneDevice:
    uuid = str(uuid4())
    answer = phone.post("device", {"uuid": uuid, "device": uuid, "kind": "android"})
    assert (answer.status_code, answer.json()["wipe"]) == (200, False)
    phone.headers = {"X-Device": uuid}
    return PhoneDevice.objects.get(uuid=uuid)


def standing(uuid: object) -> bool:
    answer = Client(enforce_csrf_checks=True).post(
        reverse("phone:standing"), {"device": str(uuid)}, "application/json"
    )
    assert answer.status_code == 200
    return bool(answer.json()["wipe"])


def test_a_phone_is_known_once(world: World, phone: Phone, now: datetime) -> None:
    device = registered(phone)
    assert (device.user, device.kind, device.last_seen_on) == (
        world.users[Role.MEMBER_IN_CHARGE],
        "android",
        now.date(),
    )
    phone.post("device", {"uuid": str(device.uuid)})
    assert PhoneDevice.objects.count() == 1


def test_a_phone_told_to_wipe_hears_it_at_every_contact(
    world: World, phone: Phone, now: datetime
) -> None:
    device = registered(phone)
    own = actor_for(world.users[Role.MEMBER_IN_CHARGE], at=now)
    ask_to_wipe(actor=own, device=device.pk, now=now)
    # What it still brings is taken all the same.
    sent = phone.send(check_in(world.in_charge_of, now)).json()
    assert (sent["wipe"], sent["results"][0]["status"]) == (True, "accepted")
    assert phone.post("changes", {"cursor": None}).json() == {"wipe": True}
    assert phone.client.get(reverse("phone:layers"), headers=phone.headers).json()["wipe"]
    assert phone.post("device", {"uuid": str(device.uuid)}).json()["wipe"]
    assert standing(device.uuid)
    assert not phone.post("device", {"uuid": str(device.uuid), "wiped": True}).json()["wipe"]
    device.refresh_from_db()
    assert (device.wiped_at, device.wipe_asked_by) == (now, world.users[Role.MEMBER_IN_CHARGE])
    assert not standing(device.uuid)


WIPERS = {Role.SYSTEM_ADMIN, Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER, Role.MEMBER_IN_CHARGE}


def test_who_may_have_a_phone_wiped(world: World, phone: Phone, now: datetime) -> None:
    device = registered(phone)
    for role, user in world.users.items():
        PhoneDevice.objects.update(wipe_asked_at=None)
        actor = actor_for(user, at=now)
        refused = nullcontext() if role in WIPERS else pytest.raises(DomainError, match="not_found")
        with refused:
            ask_to_wipe(actor=actor, device=device.pk, now=now)
        device.refresh_from_db()
        assert device.is_to_wipe is (role in WIPERS)


def test_the_office_next_door_may_not(world: World, phone: Phone, now: datetime) -> None:
    device = registered(phone)
    assert world.outsider is not None
    with pytest.raises(DomainError, match="not_found"):
        ask_to_wipe(actor=actor_for(world.outsider, at=now), device=device.pk, now=now)


def test_somebody_else_on_the_same_phone_brings_nothing(
    world: World, phone: Phone, carry: Carry, now: datetime
) -> None:
    device = registered(phone)
    other = carry(world.users[Role.GROUP_OFFICER])
    item = check_in(world.in_charge_of, now)
    answers = [
        other.send(item, device=str(device.uuid)),
        other.post("changes", {"device": str(device.uuid)}),
        other.post("device", {"uuid": str(device.uuid)}),
        Phone(other.client, now, {"X-Device": str(device.uuid)}).send(item),
    ]
    assert {answer.status_code for answer in answers} == {409}
    assert {answer.json()["code"] for answer in answers} == {"other_user"}
    assert not Contact.objects.filter(client_uuid=item["uuid"]).exists()


def test_an_account_switched_off_wipes_without_a_log_in(world: World, phone: Phone) -> None:
    device = registered(phone)
    assert not standing(device.uuid)
    user = User.objects.get(pk=device.user_id)
    user.is_active = False
    user.save()
    answers = [phone.post("changes", {})]
    # The session went with the log-in; the browser is known all the same.
    end_sessions(user)
    answers.append(phone.post("sync", {}))
    assert [(each.status_code, each.json()["code"]) for each in answers] == [(403, "revoked")] * 2
    assert standing(device.uuid)


def test_who_only_has_to_log_in_again_is_not_taken_for_revoked(world: World, phone: Phone) -> None:
    device = registered(phone)
    end_sessions(device.user)
    answer = phone.post("changes", {})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_logged_in")


def test_a_session_whose_password_was_changed_tells_nothing(world: World, phone: Phone) -> None:
    user = world.users[Role.MEMBER_IN_CHARGE]
    user.set_password("một mật khẩu mới")
    user.is_active = False
    user.save()
    assert phone.post("changes", {}).status_code == 401
    # What keeps nothing in a browser asks to log in, as ever.
    assert phone.client.get(reverse("households:list")).status_code == 302


def test_an_unknown_phone_is_asked_nothing(phone: Phone) -> None:
    assert not standing(uuid4())
    phone.headers = {"X-Device": "không phải khoá"}
    assert phone.post("changes", {}).json()["wipe"] is False


@pytest.mark.parametrize(
    "body", [{}, {"uuid": "x"}, {"uuid": None}, [], {"uuid": str(uuid4()), "kind": "tank"}]
)
def test_a_device_that_is_none(phone: Phone, body: object) -> None:
    assert phone.post("device", body).status_code == 422


def test_a_body_that_is_none(phone: Phone) -> None:
    tank = {"uuid": str(uuid4()), "kind": "tank"}
    bodies: list[object] = [{}, {"uuid": "x"}, {"uuid": None}, [], tank]
    assert {phone.post("device", body).status_code for body in bodies} == {422}
    bodies = [{}, {"device": "x"}, []]
    assert {phone.post("standing", body).status_code for body in bodies} == {422}


def test_not_more_than_so_many(world: World, phone: Phone, now: datetime) -> None:
    first = registered(phone)
    PhoneDevice.objects.filter(pk=first.pk).update(wipe_asked_at=now)
    phone.headers = {}
    for _n in range(MOST_PHONES + 2):
        registered(phone)
        phone.headers = {}
    kept = PhoneDevice.objects.filter(user=first.user)
    # One that is still to be wiped is not forgotten.
    assert (kept.count(), kept.filter(pk=first.pk).exists()) == (MOST_PHONES + 1, True)


def test_a_phone_unseen_for_a_year_is_forgotten(world: World, phone: Phone, now: datetime) -> None:
    device = registered(phone)
    for days, left in ((365, 1), (366, 0)):
        PhoneDevice.objects.update(last_seen_on=now.date() - timedelta(days=days))
        age_out_data.func(timestamp=0)
        assert PhoneDevice.objects.filter(pk=device.pk).count() == left


def test_phones_are_seen_by_their_owner_the_office_and_the_administrator(
    world: World, phone: Phone, now: datetime
) -> None:
    registered(phone)
    user = UserFactory.create()
    PersonFactory.create(commune=world.other_commune, user=user)
    PhoneDevice.objects.create(uuid=uuid4(), user=user, registered_at=now, last_seen_on=now.date())
    seen = {
        role: PhoneDevice.objects.visible_to(actor_for(user, at=now)).count()
        for role, user in world.users.items()
    }
    assert {role for role, count in seen.items() if count} == {
        *(Role.MEMBER_IN_CHARGE, Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER, Role.SYSTEM_ADMIN)
    }
    assert seen[Role.SYSTEM_ADMIN] == 2


def test_the_page_shows_ones_own_and_has_it_wiped(
    world: World, phone: Phone, carry: Carry, now: datetime
) -> None:
    device = registered(phone)
    page = phone.client.get(reverse("devices:list")).content.decode()
    wipe = reverse("devices:wipe", args=[device.pk])
    assert (wipe in page, "Điện thoại Android" in page) == (True, True)
    assert world.member.full_name not in page.split("</h1>")[1]
    neighbour = carry(world.users[Role.GROUP_OFFICER]).client
    assert wipe not in neighbour.get(reverse("devices:list")).content.decode()
    assert neighbour.post(wipe).status_code == 404
    office = carry(world.users[Role.COMMUNE_OFFICE]).client
    assert world.member.full_name in office.get(reverse("devices:list")).content.decode()
    assert office.post(wipe, follow=True).status_code == 200
    device.refresh_from_db()
    assert device.is_to_wipe
    assert wipe not in phone.client.get(reverse("devices:list")).content.decode()
