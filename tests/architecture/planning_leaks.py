"""Leak checks of trips; see ``leaks``."""

from collections.abc import Iterator
from uuid import uuid4

from django.db import transaction
from django.urls import reverse

from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.common import clock
from apps.issues.kinds import IssueKind
from apps.issues.models import Issue
from apps.planning.models import FieldTrip
from tests.architecture.leaks import Check, Site
from tests.factories.issues import reported
from tests.factories.trips import planned

#: who reads the leader's trip: commune-wide roles, and the member who goes along
READERS = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.INSPECTION, Role.MEMBER_IN_CHARGE}
CHANGERS = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE}


def _trip(site: Site) -> FieldTrip:
    """Of the leader, with the member, to one household in each part of the commune."""
    leader = site.world.users[Role.COMMUNE_LEADER]
    homes = site.samples()[:-1]
    for number, home in enumerate(homes):
        home.head_name = f"Chủ Hộ Số {number}"
        home.phone = f"098700000{number}"
        home.save()
    return planned(leader, homes, at=clock.now(), companions=(site.world.member.pk,), name="Thử")


def _askers(site: Site) -> Iterator[tuple[str, Role | None, User]]:
    for role, user in site.world.users.items():
        yield role.value, role, user
    assert site.world.outsider is not None
    yield "another commune", None, site.world.outsider


def _pages(trip: FieldTrip) -> list[str]:
    names = ("trips:show", "trips:print", "trips-api:trip")
    return [reverse(name, kwargs={"pk": trip.pk}) for name in names]


def trips_beyond_reach(site: Site) -> list[str]:
    """A trip opens for its readers alone, and stands in nobody else's list."""
    trip = _trip(site)
    found = []
    for name, role, user in _askers(site):
        client = site.login(user)
        found += [
            f"{name}: {url}"
            for url in _pages(trip)
            if (client.get(url).status_code == 200) != (role in READERS)
        ]
        for which in ("coming", "mine"):
            listed = client.get(f"{reverse('trips:list')}?xem={which}").content.decode()
            if role not in READERS and "Thử" in listed:
                found.append(f"{name}: listed")
    return found


def stops_beyond_reach(site: Site) -> list[str]:
    """Of a trip in reach, only households in reach have names and telephone numbers."""
    trip = _trip(site)
    found = []
    for role in READERS:
        client, reach = site.client(role), site.world.reach(role)
        for url in _pages(trip):
            text = client.get(url).content.decode()
            for home in site.samples()[:-1]:
                known = home.head_name in text
                if known != (home.pk in reach):
                    found.append(f"{role}: {home.code} on {url}")
                if home.phone in text and (home.pk not in reach or role == Role.INSPECTION):
                    found.append(f"{role}: rings {home.code} up from {url}")
    return found


def public_order_on_trips(site: Site) -> list[str]:
    """What the member knows of public order stands on no trip, not even the member's own."""
    trip = _trip(site)
    member = site.world.users[Role.MEMBER_IN_CHARGE]
    home = site.world.in_charge_of
    reported(member, home, at=clock.now(), kind=IssueKind.PUBLIC_ORDER)
    label = str(Issue.objects.get(household=home).get_kind_display())
    client = site.login(member)
    return [url for url in _pages(trip) if label in client.get(url).content.decode()]


def changes_beyond_hands(site: Site) -> list[str]:
    """Only who planned a trip, and the commune's leaders and office, change its plan."""
    trip = _trip(site)
    found = []
    for name, role, user in _askers(site):
        client = site.login(user)
        sent = {"key": str(uuid4()), "seen": 1, "act": "cancel"}
        with transaction.atomic():
            client.post(reverse("trips:act", kwargs={"pk": trip.pk}), sent)
            changed = FieldTrip.objects.get(pk=trip.pk).revision != 1
            transaction.set_rollback(True)
        if changed != (role in CHANGERS):
            found.append(f"{name}: changed {changed}")
    return found


def households_planned_beyond_reach(site: Site) -> list[str]:
    """Nobody gets the name of a household by planning a trip to it."""
    found = []
    for name, role, user in _askers(site):
        reach = site.world.reach(role) if role else set()
        for home in site.samples()[:-1]:
            body = {
                "key": str(uuid4()),
                "day": clock.local_day(clock.now()).isoformat(),
                "stops": [{"household": home.pk}],
            }
            with transaction.atomic():
                answer = site.login(user).post(
                    reverse("trips-api:plan"), body, content_type="application/json"
                )
                transaction.set_rollback(True)
            if answer.status_code == 200 and home.pk not in reach:
                found.append(f"{name}: {home.code}")
    return found


def trip_sheets_unlogged(site: Site) -> list[str]:
    """Taking the sheet away stands in the log with the number of households on it."""
    trip = _trip(site)
    site.get(Role.MEMBER_IN_CHARGE, "trips:print", pk=trip.pk)
    rows = AccessLog.objects.filter(action="export", object_id=trip.pk, count=1)
    return [] if rows.count() == 1 else [f"logged: {rows.count()} of 1"]


PLANNING_CHECKS: tuple[Check, ...] = (
    trips_beyond_reach,
    stops_beyond_reach,
    public_order_on_trips,
    changes_beyond_hands,
    households_planned_beyond_reach,
    trip_sheets_unlogged,
)
