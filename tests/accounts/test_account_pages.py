"""The administrator's pages: list, open, new password, switch off and on."""

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from apps.accounts.actor import Actor
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services import create_account, set_account_active, set_account_password
from apps.common.errors import DomainError
from apps.people.models import Person
from tests.factories.people import PASSWORD, PersonFactory
from tests.factories.world import World

Login = Callable[[User], Client]


@pytest.fixture
def admin(world: World, login: Login) -> Client:
    return login(world.users[Role.SYSTEM_ADMIN])


def _create(admin: Client, somebody: Person, **changes: str) -> tuple[int, str]:
    data = {"username": "moi", "person": str(somebody.pk), "password": PASSWORD} | changes
    response = admin.post(reverse("accounts:create"), data)
    return response.status_code, response.content.decode()


@pytest.mark.django_db
def test_the_list_shows_log_ins_with_names_and_roles(world: World, admin: Client) -> None:
    page = admin.get(reverse("accounts:list")).content.decode()
    for user in world.users.values():
        assert user.username in page
    assert world.member.full_name in page
    assert "Người phụ trách hộ" in page


@pytest.mark.django_db
def test_the_list_is_searched_without_accents(world: World, admin: Client) -> None:
    Person.objects.filter(pk=world.member.pk).update(full_name="Nông Thị Đượm")
    page = admin.post(reverse("accounts:list"), {"q": "duom"}, follow=True).content.decode()
    assert "dangvien" in page
    assert "danguyvien" not in page


@pytest.mark.django_db
def test_a_new_log_in_works_and_has_its_persons_reach(world: World, admin: Client) -> None:
    person = PersonFactory.create(commune=world.commune)
    assert _create(admin, person)[0] == 302
    user = User.objects.get(username="moi")
    assert Person.objects.get(user=user) == person
    assert Client().login(username="moi", password=PASSWORD) is True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password": "ngan"}, "quá ngắn"),
        ({"password": "1234567890123"}, "số"),
        ({"username": "DangVien"}, "đã có người dùng"),
        ({"username": "đảng viên"}, "field-error"),
        ({"person": "0"}, "field-error"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    world: World, admin: Client, changes: dict[str, str], words: str
) -> None:
    before = User.objects.count()
    status, page = _create(admin, PersonFactory.create(commune=world.commune), **changes)
    assert status == 422
    assert words in page
    assert User.objects.count() == before


@pytest.mark.django_db
def test_a_new_password_ends_the_old_sessions(world: World, admin: Client, login: Login) -> None:
    user = world.users[Role.CELL_COMMITTEE]
    session = login(user)
    url = reverse("accounts:password", kwargs={"pk": user.pk})
    assert admin.post(url, {"password": "mật-khẩu-rất-mới-7"}).status_code == 302
    assert session.get(reverse("webmap:areas")).status_code == 401
    assert Client().login(username=user.username, password="mật-khẩu-rất-mới-7") is True


@pytest.mark.django_db
def test_a_weak_new_password_is_refused(world: World, admin: Client) -> None:
    user = world.users[Role.CELL_COMMITTEE]
    before = user.password
    url = reverse("accounts:password", kwargs={"pk": user.pk})
    response = admin.post(url, {"password": "bithu"})
    assert response.status_code == 422
    user.refresh_from_db()
    assert user.password == before


@pytest.mark.django_db
def test_switching_off_ends_sessions_and_on_lets_in_again(
    world: World, admin: Client, login: Login
) -> None:
    user = world.users[Role.CELL_COMMITTEE]
    session = login(user)
    url = reverse("accounts:active", kwargs={"pk": user.pk})
    admin.post(url, {})
    user.refresh_from_db()
    assert not user.is_active
    assert session.get(reverse("webmap:areas")).status_code == 401
    admin.post(url, {"is_active": "on"})
    assert session.get(reverse("webmap:areas")).status_code == 401
    user.refresh_from_db()
    assert login(user).get(reverse("webmap:areas")).status_code == 200


@pytest.mark.django_db
def test_ones_own_log_in_stays_on(world: World, admin: Client) -> None:
    own = world.users[Role.SYSTEM_ADMIN]
    response = admin.post(reverse("accounts:active", kwargs={"pk": own.pk}), {})
    own.refresh_from_db()
    assert own.is_active
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert said == ["Không thể tự khóa tài khoản đang dùng."]


@pytest.mark.django_db
def test_the_services_refuse_others_by_themselves(world: World) -> None:
    user, leader = world.users[Role.CELL_COMMITTEE], Actor(user_id=1)
    with pytest.raises(DomainError, match="role_too_low"):
        create_account(actor=leader, username="moi", password=PASSWORD)
    with pytest.raises(DomainError, match="role_too_low"):
        set_account_password(actor=leader, user=user, password=PASSWORD)
    with pytest.raises(DomainError, match="role_too_low"):
        set_account_active(actor=leader, user=user, is_active=False)
