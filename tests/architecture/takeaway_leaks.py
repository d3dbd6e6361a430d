"""Leak checks of what leaves the screen: prints, pictures, saved pages; see ``leaks``."""

import re
from collections.abc import Iterator
from typing import Any

from django.test import Client
from django.urls import reverse

from apps.accounts.models import AccessLog
from apps.accounts.roles import Role
from apps.households.models import Household
from apps.webmap.folium_measures import MEASURES
from tests.architecture.leaks import Check, Site
from tests.offlinepage import data_of


def _saved(site: Site, role: Role) -> Any:
    """Everybody's answer to the wish for a page with every household there is."""
    households = [*site.world.households, *site.world.other_households]
    body = {"ids": [home.pk for home in households]}
    return site.client(role).post(reverse("webmap:folium"), body, "application/json")


def saved_beyond_reach(site: Site) -> Iterator[str]:
    """The page without a network: each role its reach, logged with its number, for no cache."""
    codes = {home.pk: home.code for home in Household.objects.all()}
    for role, user in site.world.users.items():
        AccessLog.objects.all().delete()
        response = _saved(site, role)
        if role == Role.SYSTEM_ADMIN:
            if response.status_code != 403:
                yield f"{role}: {response.status_code}"
            continue
        rows = data_of(response.content.decode())["households"]
        reach_of = site.world.reach(role)
        if {row[2] for row in rows} != {codes[pk] for pk in reach_of}:
            yield f"{role}: {len(rows)} households saved"
        logged = AccessLog.objects.filter(user=user, action=AccessLog.Action.FOLIUM)
        if list(logged.values_list("count", flat=True)) != [len(reach_of)]:
            yield f"{role}: saved without a trace"
        if "no-store" not in response.get("Cache-Control", ""):
            yield f"{role}: saved page kept by caches"


def phones_in_saved_pages(site: Site) -> list[str]:
    """The page without a network is shown to a room: no telephone number, for any role."""
    phones = {home.phone for home in Household.objects.all()}
    bodies = {role: _saved(site, role).content.decode() for role in site.world.users}
    return [
        f"{role}: {phone}" for role, body in bodies.items() for phone in phones & {*_words(body)}
    ]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def small_cells_saved(site: Site) -> list[str]:
    """The page without a network for the tier above: no number from one to four."""
    client, url = site.client(Role.PROVINCE_VIEWER), reverse("webmap:folium")
    return [
        f"{area['name']}, {measure}: {area[key]}"
        for measure in MEASURES
        for area in data_of(
            client.post(url, {"measure": measure}, "application/json").content.decode()
        )["areas"]
        for key in ("households", "covered", "uncovered", "part")
        if area[key] is not None and 0 < area[key] < 5
    ]


def printed_unlogged(site: Site) -> Iterator[str]:
    """Prints and pictures: no watermark, and so no sheet, that does not stand in the log."""
    sheet = {"households": 12, "paper": "a4", "orientation": "portrait"}
    for role, user in site.world.users.items():
        for kind in ("print", "png"):
            AccessLog.objects.all().delete()
            body = {**sheet, "kind": kind}
            url = reverse("webmap:takeaway")
            given = site.client(role).post(url, body, "application/json").status_code == 201
            if given == (role == Role.SYSTEM_ADMIN):
                yield f"{role}: {kind} {'given' if given else 'refused'}"
            if given and not AccessLog.objects.filter(user=user, action=kind).exists():
                yield f"{role}: {kind} without a trace"


def given_to_strangers(site: Site) -> list[str]:
    """Without a log-in nothing is printed, saved or exported."""
    sheet = {"kind": "print", "households": 1, "paper": "a4", "orientation": "portrait"}
    bodies = {"takeaway": sheet, "folium": {}, "export": {"ids": [1], "format": "csv"}}
    return [
        name
        for name, body in bodies.items()
        if Client(raise_request_exception=False)
        .post(reverse(f"webmap:{name}"), body, "application/json")
        .status_code
        != 401
    ]


TAKEAWAY_CHECKS: tuple[Check, ...] = (
    saved_beyond_reach,
    phones_in_saved_pages,
    small_cells_saved,
    printed_unlogged,
    given_to_strangers,
)
