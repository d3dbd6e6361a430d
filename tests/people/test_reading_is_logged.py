"""Whoever opens what is known of a person stands in the log, as with a household."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.people.kinds import PostKind
from apps.people.models import CommuneOfficer
from tests.factories.people import PostFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
FORMS = ("edit", "change-cell", "leave", "membership", "give-post", "give-office", "give-work")


def _opened(client: Client, name: str, pk: int) -> int:
    return client.get(reverse(f"people:{name}", args=[pk])).status_code


def _log() -> list[tuple[str, int | None]]:
    return list(AccessLog.objects.order_by("pk").values_list("action", "object_id"))


@pytest.mark.parametrize("role", [Role.COMMUNE_OFFICE, Role.INSPECTION, Role.CELL_COMMITTEE])
def test_the_page_of_a_person(world: World, login: Login, role: Role) -> None:
    assert _opened(login(world.users[role]), "person", world.member.pk) == 200
    row = AccessLog.objects.get()
    assert (row.user, row.action, row.object_id) == (
        world.users[role],
        "read_person",
        world.member.pk,
    )


@pytest.mark.parametrize("name", FORMS)
def test_the_forms_about_a_person(world: World, login: Login, name: str) -> None:
    assert _opened(login(world.users[Role.COMMUNE_OFFICE]), name, world.member.pk) == 200
    assert _log() == [("read_person", world.member.pk)]


def test_the_forms_about_a_duty(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_OFFICE])
    post = PostFactory.create(
        person=world.member, kind=PostKind.VILLAGE_HEAD, village=world.villages[0]
    )
    office = CommuneOfficer.objects.create(
        person=world.member, commune=world.commune, title="Văn thư"
    )
    for name, pk in (("end-post", post.pk), ("end-office", office.pk), ("edit-office", office.pk)):
        assert _opened(client, name, pk) == 200
    assert _log() == [("read_person", world.member.pk)] * 3


def test_what_was_not_shown_was_not_read(world: World, login: Login) -> None:
    assert world.outsider is not None
    assert _opened(login(world.outsider), "person", world.member.pk) == 404
    assert _opened(login(world.users[Role.INSPECTION]), "edit", world.member.pk) == 403
    office = login(world.users[Role.COMMUNE_OFFICE])
    for name in ("members", "cells", "add-member"):
        assert office.get(reverse(f"people:{name}")).status_code == 200
    assert _log() == []
