"""Leak checks of what phones bring and fetch; see ``leaks``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import uuid4

from django.contrib.gis.geos import Point
from django.test import Client
from django.urls import reverse

from apps.accounts import reach
from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.common import clock
from apps.issues.kinds import IssueKind
from apps.issues.machine import Verb
from apps.visits.models import (
    Contact,
    ContactCompanion,
    ContactFlag,
    PhoneDevice,
    PositionProposal,
)
from tests.architecture.leaks import Check, Site
from tests.factories.issues import reported, step
from tests.factories.people import PersonFactory

_VISITORS: Final = (
    Role.COMMUNE_LEADER,
    Role.COMMUNE_OFFICE,
    Role.COMMITTEE_MEMBER,
    Role.CELL_COMMITTEE,
    Role.GROUP_OFFICER,
    Role.MEMBER_IN_CHARGE,
    Role.VILLAGE_HEAD,
)
_REVIEWERS: Final = (*_VISITORS[:4], Role.INSPECTION)
_DECIDERS: Final = (*_VISITORS[:2], Role.CELL_COMMITTEE, Role.GROUP_OFFICER)


def _rows_everywhere(site: Site) -> None:
    """A companion, a flag and a proposal of every household, the other commune's too."""
    now = clock.now()
    for contact in Contact.objects.all():
        ContactCompanion.objects.create(contact=contact, person=PersonFactory.create())
        ContactFlag.objects.create(contact=contact, kind="no_position")
    for home in (*site.world.households, *site.world.other_households):
        PositionProposal.objects.create(
            client_uuid=uuid4(),
            household=home,
            person=site.world.member,
            position=Point(106.0, 21.5, srid=4326),
            accuracy=5,
            said_at=now,
            received_at=now,
        )


def phone_rows_beyond_reach(site: Site) -> Iterator[str]:
    """Querysets: companions, flags and proposals, straight from ``visible_to``."""
    _rows_everywhere(site)
    for role, user in site.world.users.items():
        actor, own = reach.actor_for(user, at=clock.now()), site.world.reach(role)
        for rows, column, roles in (
            (ContactCompanion.objects, "contact__household", tuple(Role)),
            (ContactFlag.objects, "contact__household", _REVIEWERS),
            (PositionProposal.objects, "household", _DECIDERS),
        ):
            seen = set(rows.visible_to(actor).values_list(column, flat=True))
            if seen != (own if role in roles else set()):
                yield f"{role}: {rows.model.__name__} of {len(seen)} households"


def fetched_beyond_reach(site: Site) -> Iterator[str]:
    """The phone's households: one's own and those of groups in charge, nobody else's."""
    world = site.world
    own = {
        Role.MEMBER_IN_CHARGE: {world.in_charge_of.pk},
        Role.GROUP_OFFICER: world.reach(Role.GROUP_OFFICER),
    }
    for role in world.users:
        answer = site.client(role).post(reverse("phone:changes"), {}, "application/json")
        if role not in _VISITORS:
            if answer.status_code != 403:
                yield f"{role}: {answer.status_code}"
        elif {row["id"] for row in answer.json()["changed"]} != own.get(role, set()):
            yield f"{role}: other households"


def outlines_beyond_reach(site: Site) -> Iterator[str]:
    """Outlines: of the units in which one's own households lie."""
    for role in _VISITORS:
        features = site.get(role, "phone:layers").json()["features"]
        most = 2 if role in {Role.MEMBER_IN_CHARGE, Role.GROUP_OFFICER} else 0
        if len(features) != most:
            yield f"{role}: {len(features)} outlines"


def _brought(site: Site, user: User, keys: list[int]) -> Any:
    now = clock.now().isoformat()
    items = [
        {
            "uuid": str(uuid4()),
            "kind": "contact",
            "household": key,
            "said_at": now,
            "channel": "phone",
        }
        for key in keys
    ]
    body = {"version": 1, "sent_at": now, "items": items}
    return site.login(user).post(reverse("phone:sync"), body, "application/json")


def brought_beyond_reach(site: Site) -> Iterator[str]:
    """Check-ins: each role to its own households; nothing told of others but that there is none."""
    homes = [*site.world.households, *site.world.other_households]
    for role, user in site.world.users.items():
        answer = _brought(site, user, [home.pk for home in homes])
        if role not in _VISITORS:
            if answer.status_code != 403:
                yield f"{role}: {answer.status_code}"
            continue
        results = answer.json()["results"]
        taken = {home.pk for home, each in zip(homes, results, strict=True) if each["code"] == 200}
        if taken != site.world.reach(role):
            yield f"{role}: wrote to {len(taken)} households"
        absent = _brought(site, user, [999_999_999]).json()["results"][0]
        refused = [each for each in results if each["code"] != 200]
        if any({**each, "uuid": ""} != {**absent, "uuid": ""} for each in refused):
            yield f"{role}: what is out of reach is told from what is not there"


def phones_beyond_reach(site: Site) -> Iterator[str]:
    """Phones: one's own; its people's for the commune's office; all for the administrator."""
    world, now = site.world, clock.now()
    assert world.outsider is not None
    users = {*world.users.values(), world.outsider}
    for user in users:
        PhoneDevice.objects.create(
            uuid=uuid4(), user=user, registered_at=now, last_seen_on=clock.local_day(now)
        )
    of_commune = {u.pk for u in users if u != world.outsider and _commune(u) == world.commune.pk}
    for role, user in world.users.items():
        expected = {user.pk}
        if role in {Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER}:
            expected |= of_commune
        if role == Role.SYSTEM_ADMIN:
            expected = {each.pk for each in users}
        rows = PhoneDevice.objects.visible_to(reach.actor_for(user, at=now))
        if set(rows.values_list("user", flat=True)) != expected:
            yield f"{role}: phones of others"


def _commune(user: User) -> int | None:
    person = getattr(user, "person", None)
    return None if person is None else person.commune_id


def taken_along_unlogged(site: Site) -> list[str]:
    """Whoever takes households along on a phone stands in the log."""
    AccessLog.objects.all().delete()
    site.client(Role.GROUP_OFFICER).post(reverse("phone:changes"), {}, "application/json")
    counts = list(AccessLog.objects.values_list("count", flat=True))
    return [] if counts == [3] else [f"log: {counts}"]


def phones_open_to_strangers(site: Site) -> list[str]:
    """Without a log-in nothing is fetched, brought or registered."""
    found, stranger = [], Client(raise_request_exception=False)
    for name in ("changes", "sync", "sealed", "device"):
        answer = stranger.post(reverse(f"phone:{name}"), {}, "application/json")
        found += [] if answer.status_code == 401 else [f"{name}: {answer.status_code}"]
    layers = stranger.get(reverse("phone:layers"))
    return found + ([] if layers.status_code == 401 else ["layers"])


def issues_beyond_their_chain(site: Site) -> Iterator[str]:
    """What concerns public order: on the phones of its chain alone, and answered from there."""
    world, now = site.world, clock.now()
    user = world.users[Role.MEMBER_IN_CHARGE]
    issue = reported(user, world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER)
    step(world.users[Role.COMMUNE_POLICE], issue, Verb.ANSWER, at=now)
    for role in sorted(_VISITORS, key=lambda role: role == Role.MEMBER_IN_CHARGE):
        is_of_chain = role == Role.MEMBER_IN_CHARGE
        answer = site.client(role).post(reverse("phone:changes"), {}, "application/json")
        shown = [each["id"] for row in answer.json()["changed"] for each in row["issues"]]
        if shown != ([issue.pk] if is_of_chain else []):
            yield f"{role}: issues {shown}"
        if _tells(site, world.users[role], issue.pk) != (200 if is_of_chain else 404):
            yield f"{role}: tells it"


def _tells(site: Site, user: User, issue: int) -> int:
    now = clock.now().isoformat()
    item = {
        "uuid": str(uuid4()),
        "kind": "issue_told",
        "issue": issue,
        "seen": 2,
        "outcome": "agrees",
        "said_at": now,
    }
    body = {"version": 1, "sent_at": now, "items": [item]}
    answer = site.login(user).post(reverse("phone:sync"), body, "application/json")
    code: int = answer.json()["results"][0]["code"]
    return code


PHONE_CHECKS: tuple[Check, ...] = (
    phone_rows_beyond_reach,
    fetched_beyond_reach,
    outlines_beyond_reach,
    brought_beyond_reach,
    phones_beyond_reach,
    taken_along_unlogged,
    phones_open_to_strangers,
    issues_beyond_their_chain,
)
