"""The short way to tiles: whatever changes, the next tile is the one that the whole way gives.

Each check lets somebody take the short way, changes one thing, and asks again.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from typing import Any
from unittest import mock

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.common import clock
from apps.households.models import Household
from apps.people.kinds import PostKind
from apps.people.models import CellVillage, Person, Post
from apps.webmap import shortcut
from tests.architecture.leaks import Check, Site
from tests.factories.households import contact, put_in_charge
from tests.factories.people import PostFactory
from tests.vectortile import read_tile
from tests.wsgi import served

# What somebody does to the site, with the user and the client that takes the short way.
Change = Callable[[Site, User, Client], None]
Around = Callable[[], AbstractContextManager[Any]]
# All of the cast's households lie in it.
TILE = "/api/map/tiles/0/0/0.mvt"


def _answer(client: Client) -> tuple[int, Any]:
    response = client.get(TILE)
    if response.status_code != 200:
        return response.status_code, None
    return 200, _features(response.content)


def _features(content: bytes) -> dict[Any, Any]:
    layers = read_tile(content)
    return {
        (name, feature.id): feature.properties
        for name, features in layers.items()
        for feature in features
    }


def _served(client: Client) -> tuple[int, Any]:
    """The same past the site: see ``apps.webmap.express``."""
    answer = served(client, TILE)
    return answer.status, _features(answer.content) if answer.status == 200 else None


def _followed(
    name: str,
    role: Role,
    change: Change,
    *,
    around: Around = nullcontext,
    before: Change | None = None,
    then: Around = nullcontext,
) -> Check:
    """``before`` the log-in, ``change`` between two tiles, ``then`` around the second."""

    def check(site: Site) -> Iterator[str]:
        with transaction.atomic(), around():
            user = site.world.users[role]
            if before is not None:
                before(site, user, Client())
            client = site.login(user)
            _answer(client)
            with CaptureQueriesContext(connection) as queries:
                first = _answer(client)
            if len(queries) or first[0] != 200:
                yield f"{name}: the short way was not taken: {first[0]}, {len(queries)}"
            for _ in range(2):
                _served(client)
            if served(client, TILE).by_site:
                yield f"{name}: the site was asked"
            change(site, user, client)
            with then():
                express, second = _served(client), _answer(client)
                shortcut._memory.clear()
                truth = _answer(client)
            if truth == first:
                yield f"{name}: nothing has changed"
            if express != truth:
                yield f"{name}: past the site {express[0]} as before, not {truth[0]}"
            if second != truth:
                yield f"{name}: {second[0]} as before, not {truth[0]}"
            transaction.set_rollback(True)

    check.__name__ = name
    return check


def _nothing(site: Site, user: User, client: Client) -> None:
    """Only time passes."""


@contextmanager
def _next_day() -> Iterator[None]:
    tomorrow = clock.now() + timedelta(days=1)
    with mock.patch.object(clock, "now", return_value=tomorrow):
        yield


@contextmanager
def _after_hours() -> Iterator[None]:
    """So much later that the session has run out, without anything being written."""
    later = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE + 1)
    with mock.patch.object(timezone, "now", return_value=later):
        yield


def _log_out(site: Site, user: User, client: Client) -> None:
    # Another browser with the same session, so that this one still sends its cookie.
    other = Client()
    other.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    other.post(reverse("account_logout"))


def _switch_off(site: Site, user: User, client: Client) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def _new_password(site: Site, user: User, client: Client) -> None:
    user.set_password("quả-bưởi-trên-đồi-9")
    user.save(update_fields=["password"])


def _second_factor(site: Site, user: User, client: Client) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})


def _without_factor(site: Site, user: User, client: Client) -> None:
    Authenticator.objects.filter(user=user).delete()


def _end_posts(site: Site, user: User, client: Client) -> None:
    today = clock.local_day(clock.now())
    Post.objects.filter(person__user=user).update(valid_to=today)


def _new_post(site: Site, user: User, client: Client) -> None:
    person = Person.objects.get(user=user)
    PostFactory.create(
        person=person, kind=PostKind.COMMUNE_SECRETARY, commune=site.world.other_commune
    )


def _lose_village(site: Site, user: User, client: Client) -> None:
    CellVillage.objects.filter(cell=site.world.cell).delete()


def _gain_village(site: Site, user: User, client: Client) -> None:
    CellVillage.objects.create(cell=site.world.cell, village=site.world.villages[1])


def _assign(site: Site, user: User, client: Client) -> None:
    today = clock.local_day(clock.now())
    put_in_charge(Person.objects.get(user=user), site.world.households[4], since=today)


def _assign_group(site: Site, user: User, client: Client) -> None:
    today = clock.local_day(clock.now())
    put_in_charge(Person.objects.get(user=user), site.world.groups[1], since=today)


def _assign_tomorrow(site: Site, user: User, client: Client) -> None:
    tomorrow = clock.local_day(clock.now()) + timedelta(days=1)
    put_in_charge(Person.objects.get(user=user), site.world.households[4], since=tomorrow)


def _relieve(site: Site, user: User, client: Client) -> None:
    today = clock.local_day(clock.now())
    for charge in Assignment.objects.filter(person__user=user):
        charge.period = DateRange(charge.period.lower, today)
        charge.save()


def _hand_over_log_in(site: Site, user: User, client: Client) -> None:
    Person.objects.filter(user=user).update(user=None)


def _visit(site: Site, user: User, client: Client) -> None:
    today = clock.local_day(clock.now())
    contact(site.world.households[5], site.world.member, today)


def _move_out(site: Site, user: User, client: Client) -> None:
    today = clock.local_day(clock.now())
    Household.objects.filter(pk=site.world.in_charge_of.pk).update(left_on=today)


def _factor_needed() -> AbstractContextManager[Any]:
    return override_settings(REQUIRE_SECOND_FACTOR=True)


_LEADER, _CELL = Role.COMMUNE_LEADER, Role.CELL_COMMITTEE
_OFFICER, _MEMBER = Role.GROUP_OFFICER, Role.MEMBER_IN_CHARGE

tiles_after_log_out = _followed("tiles_after_log_out", _LEADER, _log_out)
tiles_after_expiry = _followed("tiles_after_expiry", _LEADER, _nothing, then=_after_hours)
tiles_when_switched_off = _followed("tiles_when_switched_off", _LEADER, _switch_off)
tiles_after_new_password = _followed("tiles_after_new_password", _LEADER, _new_password)
tiles_without_factor = _followed(
    "tiles_without_factor",
    _LEADER,
    _without_factor,
    around=_factor_needed,
    before=_second_factor,
)
tiles_after_posts = _followed("tiles_after_posts", _LEADER, _end_posts)
tiles_of_new_posts = _followed("tiles_of_new_posts", _LEADER, _new_post)
tiles_of_lost_villages = _followed("tiles_of_lost_villages", _CELL, _lose_village)
tiles_of_new_villages = _followed("tiles_of_new_villages", _CELL, _gain_village)
tiles_of_new_duties = _followed("tiles_of_new_duties", _MEMBER, _assign)
tiles_after_duties = _followed("tiles_after_duties", _MEMBER, _relieve)
tiles_of_new_groups = _followed("tiles_of_new_groups", _OFFICER, _assign_group)
tiles_after_groups = _followed("tiles_after_groups", _OFFICER, _relieve)
tiles_after_log_in_is_taken = _followed("tiles_after_log_in_is_taken", _LEADER, _hand_over_log_in)
tiles_after_visits = _followed("tiles_after_visits", _LEADER, _visit)
tiles_after_moves = _followed("tiles_after_moves", _MEMBER, _move_out)
tiles_of_yesterday = _followed(
    "tiles_of_yesterday", _MEMBER, _nothing, before=_assign_tomorrow, then=_next_day
)

SHORTCUT_CHECKS: tuple[Check, ...] = (
    tiles_after_log_out,
    tiles_after_expiry,
    tiles_when_switched_off,
    tiles_after_new_password,
    tiles_without_factor,
    tiles_after_posts,
    tiles_of_new_posts,
    tiles_of_lost_villages,
    tiles_of_new_villages,
    tiles_of_new_duties,
    tiles_after_duties,
    tiles_of_new_groups,
    tiles_after_groups,
    tiles_after_log_in_is_taken,
    tiles_after_visits,
    tiles_after_moves,
    tiles_of_yesterday,
)
