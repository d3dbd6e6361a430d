"""Leak checks: each looks for personal data where it must not be and tells what it finds.

On the real code every check tells nothing; ``test_planted_leaks.py`` breaks the code on purpose
and sees that they notice. The expected reach comes from the cast's own description (``World``).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse

from apps.accounts import reach
from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.common import clock
from apps.households.models import Household, HouseholdMember
from apps.people.models import Membership, Person, Post
from apps.visits.models import Contact
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.world import World
from tests.vectortile import read_tile

NO_HOUSEHOLDS = (Role.SYSTEM_ADMIN, Role.COMMUNE_POLICE, Role.PROVINCE_VIEWER)


@dataclass
class Site:
    """The cast, and how to log one of them in."""

    world: World
    login: Callable[[User], Client]

    def client(self, role: Role) -> Client:
        return self.login(self.world.users[role])

    def get(self, role: Role, name: str, **kwargs: int) -> Any:
        return self.client(role).get(reverse(name, kwargs=kwargs))

    def samples(self) -> list[Household]:
        """One's own, the neighbour's, and one each of the next group, village and commune."""
        own = self.world.households
        return [own[0], own[1], own[3], own[6], self.world.other_households[0]]


# What it finds, as it finds it: whoever only asks whether there is anything stops at the first.
Check = Callable[[Site], Iterable[str]]


def rows_beyond_reach(site: Site) -> Iterator[str]:
    """Querysets: rows tied to a household, for every role, straight from ``visible_to``."""
    for role, user in site.world.users.items():
        actor = reach.actor_for(user, at=clock.now())
        expected = site.world.reach(role)
        visible: dict[str, set[int]] = {
            "households": set(Household.objects.visible_to(actor).values_list("pk", flat=True)),
            "residents": set(
                HouseholdMember.objects.visible_to(actor).values_list("household", flat=True)
            ),
            "contacts": set(Contact.objects.visible_to(actor).values_list("household", flat=True)),
            "assignments": set(
                Assignment.objects.visible_to(actor)
                .for_households()
                .values_list("household_id", flat=True)
            ),
        }
        for what, keys in visible.items():
            if keys - expected:
                yield f"{role}: {what} of {len(keys - expected)} households"
        if visible["households"] != expected:
            yield f"{role}: reach is not what the cast says"


def people_beyond_reach(site: Site) -> Iterator[str]:
    """Querysets: people and what is known of them, outside the reader's commune."""
    elsewhere = site.world.other_commune.pk
    for role, user in site.world.users.items():
        actor = reach.actor_for(user, at=clock.now())
        if Person.objects.visible_to(actor).filter(commune=elsewhere).exists():
            yield f"{role}: people of another commune"
        yield from (
            f"{role}: {rows.model.__name__} of another commune"
            for rows in (Post.objects, Membership.objects)
            if rows.visible_to(actor).filter(person__commune=elsewhere).exists()
        )
        if role in NO_HOUSEHOLDS:
            others = Person.objects.visible_to(actor).exclude(pk=actor.person_id or 0)
            if others.exists():
                yield f"{role}: other people"


def map_rows_beyond_reach(site: Site) -> Iterator[str]:
    """The households endpoint: each role its reach, roles without households none at all."""
    for role in site.world.users:
        response = site.get(role, "webmap:households")
        if role in NO_HOUSEHOLDS:
            if response.status_code != 403:
                yield f"{role}: {response.status_code}"
        elif {row[0] for row in response.json()["rows"]} != site.world.reach(role):
            yield f"{role}: rows differ from the reach"


def tiles_beyond_reach(site: Site) -> Iterator[str]:
    """Tiles: over the whole world each role finds exactly its reach, and gaps without rows."""
    for role in site.world.users:
        ids: set[int] = set()
        for zoom, x, y in ((0, 0, 0), *((9, x, y) for x in (406, 407, 408) for y in (224, 225))):
            response = site.get(role, "webmap:tiles", z=zoom, x=x, y=y)
            tile = read_tile(response.content) if response.status_code == 200 else {}
            ids |= {feature.id for feature in tile.get("households", [])}
        if ids != site.world.reach(role):
            yield f"{role}: tiles differ from the reach"


def cards_beyond_reach(site: Site) -> Iterator[str]:
    """The card: only households within reach answer."""
    for role in site.world.users:
        for household in site.samples():
            status = site.get(role, "webmap:household", pk=household.pk).status_code
            if (status == 200) != (household.pk in site.world.reach(role)):
                yield f"{role}: card of {household.code}: {status}"


def _exported(site: Site, role: Role) -> Any:
    """Everybody's answer to the wish for every household there is, as text."""
    households = [*site.world.households, *site.world.other_households]
    body = {"ids": [home.pk for home in households], "format": "csv"}
    return site.client(role).post(reverse("webmap:export"), body, "application/json")


def exported_beyond_reach(site: Site) -> Iterator[str]:
    """The exported file: each role the rows of its reach, and their number in the log."""
    for role, user in site.world.users.items():
        AccessLog.objects.all().delete()
        response = _exported(site, role)
        # A village's head reads it, and takes no file away.
        takes = role not in {*NO_HOUSEHOLDS, Role.VILLAGE_HEAD}
        expected = len(site.world.reach(role)) if takes else 0
        # Three lines at the top, an empty one, the headings.
        rows = response.content.decode().splitlines()[5:] if response.status_code == 200 else []
        if len(rows) != expected:
            yield f"{role}: {len(rows)} rows exported"
        logged = AccessLog.objects.filter(user=user, action=AccessLog.Action.EXPORT)
        if list(logged.values_list("count", flat=True)) != ([expected] if expected else []):
            yield f"{role}: export without a trace"
        if takes and "no-store" not in response.get("Cache-Control", ""):
            yield f"{role}: export kept by caches"


def phones_in_exports(site: Site) -> list[str]:
    """The exported file: inspection has no need of a telephone number."""
    body = _exported(site, Role.INSPECTION).content.decode()
    return ["inspection takes phones away"] if site.world.in_charge_of.phone in body else []


def phones_on_cards(site: Site) -> list[str]:
    """The card: inspection has no need of a telephone number."""
    own = site.world.in_charge_of
    body = site.get(Role.INSPECTION, "webmap:household", pk=own.pk).content.decode()
    return ["inspection reads a phone number"] if own.phone in body else []


def areas_beyond_reach(site: Site) -> Iterator[str]:
    """Outlines and figures: nothing of another commune, and no figure larger than the reach."""
    communes = {site.world.commune.pk}
    for role in site.world.users:
        if role == Role.SYSTEM_ADMIN:
            continue
        body = site.get(role, "webmap:areas").json()
        if {unit["id"] for unit in body["communes"]} - communes:
            yield f"{role}: another commune's outline"
        own_units = {village.pk for village in site.world.villages}
        if {unit["id"] for unit in body["villages"]} - own_units:
            yield f"{role}: another commune's village"
        counted = sum(unit["households"] or 0 for unit in body["communes"])
        if role != Role.PROVINCE_VIEWER and counted != len(site.world.reach(role)):
            yield f"{role}: counts {counted} households"


def _numbers(unit: dict[str, Any]) -> list[int | None]:
    flat = [unit[key] for key in ("households", "covered", "uncovered", "unlocated")]
    return [*flat, *unit["recency"].values()]


def small_cells(site: Site) -> list[str]:
    """Figures for the tier above: no number from one to four, anywhere."""
    body = site.get(Role.PROVINCE_VIEWER, "webmap:areas").json()
    units = [*body["communes"], *body["villages"], *body["groups"]]
    return [
        f"{unit['name']}: {number}"
        for unit in units
        for number in _numbers(unit)
        if number is not None and 0 < number < 5
    ]


def derivable_cells(site: Site) -> list[str]:
    """Figures for the tier above: a village's hidden number is not the commune's less the rest."""
    for _n in range(10):
        HouseholdFactory.create(group=site.world.groups[2])
    put_in_charge(site.world.member, site.world.households[1], since=date(2026, 1, 1))
    for home in site.world.villages[1].households.all()[:7]:
        put_in_charge(site.world.member, home, since=date(2026, 1, 1))
    body = site.get(Role.PROVINCE_VIEWER, "webmap:areas").json()
    [commune] = body["communes"]
    villages = [_numbers(unit) for unit in body["villages"]]
    return [
        f"number {index}: {whole} less the others"
        for index, whole in enumerate(_numbers(commune))
        if whole is not None and [village[index] for village in villages].count(None) == 1
    ]


def reads_unlogged(site: Site) -> Iterator[str]:
    """Every reading of a card stands in the log under the reader's name."""
    own = site.world.in_charge_of
    for role, user in site.world.users.items():
        if own.pk in site.world.reach(role):
            site.get(role, "webmap:household", pk=own.pk)
            if not AccessLog.objects.filter(user=user, object_id=own.pk, at=clock.now()).exists():
                yield f"{role}: card read without a trace"


def stored_by_caches(site: Site) -> list[str]:
    """What holds personal data is never kept by a cache on the way."""
    answers = {
        "areas": site.get(Role.COMMUNE_LEADER, "webmap:areas"),
        "households": site.get(Role.COMMUNE_LEADER, "webmap:households"),
        "card": site.get(Role.COMMUNE_LEADER, "webmap:household", pk=site.world.in_charge_of.pk),
    }
    return [
        name
        for name, answer in answers.items()
        if not {"private", "no-store"} <= set(answer.get("Cache-Control", "").split(", "))
    ]


def open_to_strangers(site: Site) -> list[str]:
    """Without a log-in nothing of the map answers."""
    card = reverse("webmap:household", kwargs={"pk": site.world.in_charge_of.pk})
    names = ("webmap:map", "webmap:areas", "webmap:households")
    urls = [*(reverse(name) for name in names), card]
    return [url for url in urls if Client().get(url).status_code == 200]


def reach_outlives_duty(site: Site) -> list[str]:
    """A post or assignment that ended yesterday gives nothing today, in a session still open."""
    clients = {role: site.client(role) for role in Role if role not in NO_HOUSEHOLDS}
    today = clock.local_day(clock.now())
    since = today - timedelta(days=100)
    Post.objects.update(valid_to=today)
    Assignment.objects.update(period=DateRange(since, today))
    url = reverse("webmap:households")
    statuses = {role: client.get(url).status_code for role, client in clients.items()}
    return [f"{role}: {status}" for role, status in statuses.items() if status != 403]


def switched_off_reaches(site: Site) -> Iterator[str]:
    """A log-in that is switched off is nobody, even in a session still open."""
    for role, user in site.world.users.items():
        client = site.client(role)
        User.objects.filter(pk=user.pk).update(is_active=False)
        user.refresh_from_db()
        if reach.actor_for(user, at=clock.now()).grants:
            yield f"{role}: still has grants"
        if client.get(reverse("webmap:areas")).status_code != 401:
            yield f"{role}: session still works"


def admin_reads_households(site: Site) -> Iterator[str]:
    """The administrator's pages hold nothing about households."""
    secrets = [
        text for home in site.world.households for text in (home.code, home.head_name, home.phone)
    ]
    for name in ("accounts:list", "accounts:create"):
        body = site.get(Role.SYSTEM_ADMIN, name).content.decode()
        yield from (f"{name}: {text}" for text in secrets if text in body)


CHECKS: tuple[Check, ...] = (
    rows_beyond_reach,
    people_beyond_reach,
    map_rows_beyond_reach,
    tiles_beyond_reach,
    cards_beyond_reach,
    phones_on_cards,
    exported_beyond_reach,
    phones_in_exports,
    areas_beyond_reach,
    small_cells,
    derivable_cells,
    reads_unlogged,
    stored_by_caches,
    open_to_strangers,
    reach_outlives_duty,
    switched_off_reaches,
    admin_reads_households,
)
