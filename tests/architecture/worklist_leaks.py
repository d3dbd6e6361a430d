"""Leak checks of the data desk's worklists; see ``leaks``."""

from collections import Counter
from collections.abc import Iterator
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.common import clock
from apps.households.models import Household, HouseholdMerge, NotDouble
from apps.households.versions import version_of
from tests.architecture.leaks import Check, Site

LISTS = ("doubles", "doubles-apart", "merges", "positions")
MERGERS = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE}


def _askers(site: Site) -> list[tuple[str, User, set[int]]]:
    """Everybody with the keys of the households they may read."""
    world = site.world
    assert world.outsider is not None
    cast = [(role.value, user, world.reach(role)) for role, user in world.users.items()]
    return [*cast, ("another commune", world.outsider, {h.pk for h in world.other_households})]


def _every_home(site: Site) -> list[Household]:
    return [*site.world.households, *site.world.other_households]


def pairs_beyond_reach(site: Site) -> Iterator[str]:
    """Lists of pairs, merges and "these are two" name households of the own commune only."""
    one, two = site.world.households[:2]
    for home in (one, two, *site.world.other_households):
        Household.objects.filter(pk=home.pk).update(
            head_name="Lý Tư", head_birth_year=1960, phone=""
        )
    NotDouble.objects.create(
        first=site.world.households[2], second=site.world.households[3], said_at=clock.now()
    )
    HouseholdMerge.objects.create(
        key=uuid4(),
        commune=site.world.commune,
        kept=site.world.households[4],
        double=site.world.households[5],
        reason="thử",
        merged_at=clock.now(),
    )
    for name, user, reach in _askers(site):
        client = site.login(user)
        pages = [client.get(reverse(f"desk:{page}")) for page in LISTS]
        text = "".join(page.content.decode() for page in pages)
        yield from (
            f"{name}: {home.code} in a list"
            for home in _every_home(site)
            if home.pk not in reach and home.code in text
        )
        if name in {role.value for role in MERGERS} and one.code not in text:
            yield f"{name}: does not see the own pair"


def positions_beyond_reach(site: Site) -> Iterator[str]:
    """Nobody opens, places or lists a household to place that is out of reach."""
    Household.objects.update(
        position=None, position_source="", position_accuracy=None, position_missing="not_given"
    )
    for name, user, reach in _askers(site):
        client = site.login(user)
        listed = client.get(reverse("desk:positions")).content.decode()
        yield from (
            f"{name}: {home.code} is listed"
            for home in _every_home(site)
            if home.pk not in reach and home.code in listed
        )
        for home in site.samples():
            if home.pk in reach:
                continue
            if client.get(reverse("desk:position", args=[home.pk])).status_code == 200:
                yield f"{name}: {home.code} opens"
            _try_to_place(client, home)
            if Household.objects.filter(pk=home.pk, position__isnull=False).exists():
                yield f"{name}: {home.code} was placed"
                Household.objects.filter(pk=home.pk).update(
                    position=None, position_source="", position_missing="not_given"
                )


def _try_to_place(client: Client, home: Household) -> None:
    fields = {"key": str(uuid4()), "version": str(version_of(home.pk))}
    centre = home.village.geom.point_on_surface
    typed = {"first": str(centre.y), "second": str(centre.x), "source": "map", "anyway": "1"}
    client.post(reverse("desk:position", args=[home.pk]), {**fields, **typed})
    fields["key"] = str(uuid4())
    client.post(reverse("desk:position-centre", args=[home.pk]), fields)


def worklist_readings_unlogged(site: Site) -> list[str]:
    """Every household opened at the desk is written down."""
    one, two = site.world.households[:2]
    client = site.client(Role.COMMUNE_OFFICE)
    client.get(reverse("desk:position", args=[one.pk]))
    client.get(reverse("desk:doubles-pair", args=[one.pk, two.pk]))
    read = Counter(AccessLog.objects.values_list("object_id", flat=True))
    return [] if read == {one.pk: 2, two.pk: 1} else [f"logged: {len(read)} of 3"]


def worklists_kept_by_caches(site: Site) -> list[str]:
    """Names and numbers of a worklist stay in no cache."""
    one, two = site.world.households[:2]
    client = site.client(Role.COMMUNE_OFFICE)
    urls = [reverse(f"desk:{name}") for name in LISTS]
    urls += [
        reverse("desk:position", args=[one.pk]),
        reverse("desk:doubles-pair", args=[one.pk, two.pk]),
    ]
    kept = {url: client.get(url).get("Cache-Control", "").split(", ") for url in urls}
    return [url for url, words in kept.items() if not {"private", "no-store"} <= set(words)]


WORKLIST_CHECKS: tuple[Check, ...] = (
    pairs_beyond_reach,
    positions_beyond_reach,
    worklist_readings_unlogged,
    worklists_kept_by_caches,
)
