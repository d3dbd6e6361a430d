"""Leak checks of the desk over contacts, of reminders and of calendars; see ``leaks``."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib.gis.geos import Point
from django.core import mail
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.common import clock
from apps.households.models import Household
from apps.visits.models import Contact, ContactFlag, PositionProposal, ReminderAddress
from apps.visits.reminders.sending import send_reminders
from apps.visits.reminders.views import CalendarThrottle
from tests.architecture.leaks import Check, Site
from tests.factories.households import put_in_charge
from tests.factories.people import PersonFactory

PAGES = ("villages", "keepers", "groups", "review", "proposals", "reminders")
#: the member does none of this, and the committee member decides on no position
REVIEWERS = {
    *(Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.INSPECTION),
    *(Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE),
}
DECIDERS = {
    *(Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.CELL_COMMITTEE, Role.GROUP_OFFICER),
}


def _askers(site: Site) -> Iterator[tuple[str, Role | None, User, set[int]]]:
    world = site.world
    for role, user in world.users.items():
        yield role.value, role, user, world.reach(role)
    assert world.outsider is not None
    yield "another commune", None, world.outsider, {h.pk for h in world.other_households}


def _homes(site: Site) -> list[Household]:
    return [*site.world.households, *site.world.other_households]


def _odd(site: Site) -> dict[int, ContactFlag]:
    """An odd check-in of somebody else at every household, by household."""
    found = {}
    for contact in Contact.objects.order_by("pk"):
        contact.person = PersonFactory.create(commune=contact.household.commune)
        contact.save(update_fields=["person"])
        found[contact.household_id] = ContactFlag.objects.create(
            contact=contact, kind="far_away", measure=900
        )
    return found


def _proposed(site: Site) -> dict[int, PositionProposal]:
    now = clock.now()
    return {
        home.pk: PositionProposal.objects.create(
            client_uuid=uuid4(),
            household=home,
            person=site.world.member,
            position=Point(home.position.x, home.position.y + 0.0005, srid=4326),
            accuracy=5,
            said_at=now,
            received_at=now,
        )
        for home in _homes(site)
        if home.position is not None
    }


def odd_check_ins_beyond_reach(site: Site) -> Iterator[str]:
    """Nobody lists or looks through a check-in at a household that is not theirs to review."""
    flags = _odd(site)
    for name, role, user, reach in _askers(site):
        client = site.login(user)
        allowed = reach if role in REVIEWERS or role is None else set()
        listed = client.get(reverse("contacts:review")).content.decode()
        for home in _homes(site):
            if (home.code in listed) != (home.pk in allowed):
                yield f"{name}: {home.code} listed is {home.code in listed}"
            if home.pk not in allowed and _reviews(client, flags[home.pk]):
                yield f"{name}: {home.code} reviewed"


def _reviews(client: Client, flag: ContactFlag) -> bool:
    with transaction.atomic():
        sent = {"key": str(uuid4()), "outcome": "fine"}
        client.post(reverse("contacts:review-flag", args=[flag.pk]), sent)
        done = ContactFlag.objects.filter(pk=flag.pk, reviewed_at__isnull=False).exists()
        transaction.set_rollback(True)
    return done


def proposals_beyond_reach(site: Site) -> Iterator[str]:
    """Nobody lists, opens or decides on a position of a household out of reach."""
    rows = _proposed(site)
    for name, role, user, reach in _askers(site):
        client = site.login(user)
        allowed = reach if role in DECIDERS or role is None else set()
        listed = client.get(reverse("contacts:proposals")).content.decode()
        for home in _homes(site):
            if (home.code in listed) != (home.pk in allowed):
                yield f"{name}: {home.code} listed is {home.code in listed}"
            if home.pk not in allowed:
                yield from (
                    f"{name}: {home.code} {what}" for what in _opened(client, rows[home.pk])
                )


def _opened(client: Client, row: PositionProposal) -> list[str]:
    url = reverse("contacts:proposal", args=[row.pk])
    found = ["opens"] if client.get(url).status_code == 200 else []
    with transaction.atomic():
        client.post(url, {"key": str(uuid4()), "reason": "thử"})
        if not PositionProposal.objects.waiting().filter(pk=row.pk).exists():
            found.append("decided")
        transaction.set_rollback(True)
    return found


def keepers_beyond_reach(site: Site) -> Iterator[str]:
    """Committees see who looks after households within reach; officers and members see nobody."""
    since = clock.local_day(clock.now()) - timedelta(days=20)
    people = {}
    for home in _homes(site)[1:]:
        people[home.pk] = PersonFactory.create(
            commune=home.commune, full_name=f"Vi Thị {home.code}"
        )
        put_in_charge(people[home.pk], home, since=since)
    for name, role, user, reach in _askers(site):
        client = site.login(user)
        allowed = reach if role in REVIEWERS or role is None else set()
        pages = [client.get(reverse(f"contacts:{page}")).content.decode() for page in PAGES]
        for pk, person in people.items():
            sheet = client.get(reverse("contacts:sheet", args=[person.pk])).status_code == 200
            listed = any(person.full_name in page for page in pages)
            if (listed, sheet) != (pk in allowed, pk in allowed):
                yield f"{name}: {person.full_name} listed is {listed}, opens is {sheet}"


def contacts_written_beyond_reach(site: Site) -> Iterator[str]:
    """Only who keeps a household's register writes down a contact, with people within reach."""
    writers = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.CELL_COMMITTEE}
    assert site.world.outsider is not None
    stranger = site.world.outsider.person
    for name, role, user, reach in _askers(site):
        client = site.login(user)
        allowed = reach if role in writers or role is None else set()
        for home in site.samples():
            sent = {"key": str(uuid4()), "day": "10/11/2026", "channel": "phone"}
            url = reverse("contacts:write", args=[home.pk])
            people = [site.world.member] if home.pk not in allowed else []
            people += [stranger] if home.commune_id != stranger.commune_id else []
            before = Contact.objects.count()
            for person in people:
                client.post(url, {**sent, "person": str(person.pk)})
            if Contact.objects.count() != before:
                yield f"{name}: a contact with {home.code} was written"


def contact_readings_unlogged(site: Site) -> list[str]:
    """A person's sheet and a household's proposed position are personal data opened."""
    client = site.client(Role.COMMUNE_OFFICE)
    row = _proposed(site)[site.world.in_charge_of.pk]
    client.get(reverse("contacts:sheet", args=[site.world.member.pk]))
    client.get(reverse("contacts:proposal", args=[row.pk]))
    read = set(AccessLog.objects.values_list("action", "object_id"))
    wanted = {
        ("read_person", site.world.member.pk),
        ("read_household", site.world.in_charge_of.pk),
    }
    return [] if read == wanted else [f"logged: {len(read)} of 2"]


def reminders_tell_names(site: Site) -> list[str]:
    """Mail servers and calendars of others read it: numbers, days and a link, nothing else."""
    user = site.world.users[Role.MEMBER_IN_CHARGE]
    now = clock.now()
    rows = Contact.objects.filter(household=site.world.in_charge_of)
    rows.update(next_visit_on=clock.local_day(now) + timedelta(days=3), note="điều riêng")
    told = _mailed(user, now.replace(day=28)) + _calendar(site, user)
    home = site.world.in_charge_of
    secrets = (home.code, home.head_name, home.phone, home.village.name, "điều riêng")
    names = (site.world.member.full_name, user.username)
    found = [f"told: {text}" for text in (*secrets, *names) if text in told]
    return found if "Thăm hộ (1)" in told else [*found, "no calendar"]


def _mailed(user: User, now: datetime) -> str:
    ReminderAddress.objects.create(user=user, email="x@example.com", chosen_at=now)
    with override_settings(REMINDERS_BY_EMAIL=True, PUBLIC_URL="https://xa.example"):
        send_reminders(now=now)
    return "".join(f"{each.subject}\n{each.body}" for each in mail.outbox)


def _calendar(site: Site, user: User) -> str:
    CalendarThrottle.cache.clear()
    page = site.login(user).post(reverse("contacts:calendar-feed"), {"on": "1"})
    url = page.context["feed_url"].removeprefix("http://testserver")
    return Client().get(url).content.decode()


CONTACT_CHECKS: tuple[Check, ...] = (
    odd_check_ins_beyond_reach,
    proposals_beyond_reach,
    keepers_beyond_reach,
    contacts_written_beyond_reach,
    contact_readings_unlogged,
    reminders_tell_names,
)
