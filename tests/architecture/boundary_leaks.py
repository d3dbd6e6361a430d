"""Leak checks of the boundary editor; see ``leaks``."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.areas.models import BoundaryEdit, Village
from tests.architecture.leaks import Check, Site

DRAWERS = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE}


def _url(name: str) -> str:
    return reverse(f"webmap:boundaries{name}")


def _renamed(client: Client, village: Village) -> int:
    body = {
        "key": str(uuid4()),
        "reason": "thử",
        "level": "village",
        "unit": village.pk,
        "version": 0,
        "name": "Khác",
    }
    return client.post(_url("-rename"), body, "application/json").status_code


def _checked(client: Client, village: Village) -> Any:
    body = {"level": "village", "unit": village.pk, "outline": _outline(village)}
    return client.post(_url("-check"), body, "application/json")


def _outline(village: Village) -> dict[str, Any]:
    # Not the village's own: its households would all be inside by right.
    west, south, east, north = village.commune.geom.extent
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def boundaries_beyond_reach(site: Site) -> Iterator[str]:
    """Who does not draw a commune's boundaries neither opens, checks nor changes them (403, and
    404 from another commune).
    """
    world = site.world
    village = world.villages[0]
    assert world.outsider is not None
    askers: list[tuple[str, User, int]] = [
        (role.value, user, 403) for role, user in world.users.items() if role not in DRAWERS
    ]
    for name, user, expected in [*askers, ("another commune", world.outsider, 404)]:
        client = site.login(user)
        query = {"commune": str(world.commune.pk)}
        statuses = {
            "read": client.get(_url(""), query).status_code,
            "village": client.get(_url(""), {"village": str(village.pk)}).status_code,
            "history": client.get(_url("-history"), query).status_code,
            "check": _checked(client, village).status_code,
            "write": _renamed(client, village),
        }
        yield from (f"{name}: {what} {got}" for what, got in statuses.items() if got != expected)
    if BoundaryEdit.objects.exists():
        yield "something was written"


def households_named_to_drawers(site: Site) -> Iterator[str]:
    """The editor names households by code only, and only the own commune's."""
    strange = {home.code for home in site.world.other_households}
    secrets = {home.head_name for home in site.world.households} | {"0912000111"} | strange
    for role in DRAWERS:
        client = site.client(role)
        bodies = [
            client.get(_url("")).content.decode(),
            _checked(client, site.world.villages[0]).content.decode(),
        ]
        yield from (f"{role}: {text}" for body in bodies for text in secrets if text in body)


def boundaries_kept_by_caches(site: Site) -> list[str]:
    """Answers of the editor are for no cache, and a stranger gets none."""
    answer = site.client(Role.COMMUNE_OFFICE).get(_url(""))
    found = [] if "no-store" in answer.get("Cache-Control", "") else ["kept"]
    statuses = {name: Client().get(_url(name)).status_code for name in ("", "-history")}
    return found + [f"stranger: {name} {got}" for name, got in statuses.items() if got != 401]


BOUNDARY_CHECKS: tuple[Check, ...] = (
    boundaries_beyond_reach,
    households_named_to_drawers,
    boundaries_kept_by_caches,
)
