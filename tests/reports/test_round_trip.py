"""What is exported comes back through the import and changes nothing."""

import uuid
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point

from apps.accounts.roles import Role
from apps.areas.models import Village
from apps.common.clock import ZONE
from apps.households.models import (
    Household,
    HouseholdMember,
    MissingReason,
    PositionSource,
    PovertyStatus,
)
from apps.people.kinds import Health, MemberKind, PostKind
from apps.people.models import Membership, Person
from apps.reports.exports.grids import DEGREES, Grid
from apps.visits.models import Channel, Contact
from tests.factories.households import HouseholdFactory, contact, put_in_charge
from tests.factories.people import MembershipFactory, PersonFactory, PostFactory
from tests.factories.world import World
from tests.reports.roundtrip import TODAY, VN2000, brought_back, comes_back_unchanged, exported

pytestmark = pytest.mark.django_db
SHEETS = pytest.mark.parametrize("form", ["xlsx", "csv"])
LAYERS = pytest.mark.parametrize("form", ["gpkg", "geojson"])
GRIDS = pytest.mark.parametrize("grid", [DEGREES, VN2000], ids=["wgs84", "vn2000"])


def _hard_households(world: World) -> None:
    """Every kind of household that lists have trouble with."""
    group = world.groups[0]
    place = Point(106.0123456789, 21.5098765432, srid=4326)
    for n, (status, policy) in enumerate(
        (status, policy) for status in PovertyStatus for policy in (True, False)
    ):
        HouseholdFactory.create(
            group=group, code=f"D{n}", poverty_status=status, is_policy_family=policy
        )
    for source in PositionSource:
        HouseholdFactory.create(
            group=group, code=f"N-{source}", position=place, position_source=source
        )
    for reason in MissingReason:
        HouseholdFactory.create(
            group=group, code=f"M-{reason}", position=None, position_missing=reason
        )
    HouseholdFactory.create(
        group=group, code="T1", head_name="=Trần", address="-, @đầu làng", phone="+84 912 000 333"
    )
    HouseholdFactory.create(group=group, code="T2", head_name="NGUYỄN  VĂN \u0041\u0301N", size=60)
    HouseholdFactory.create(group=group, code="T3", head_name="'=Lý 🏠", phone="0912.000.444")
    HouseholdFactory.create(group=group, code="T4", address="Dòng 1\nDòng 2; 'phẩy', \"kép\"")
    Household.objects.filter(code="T4").update(group=None)
    HouseholdFactory.create(group=group, code="T5", size=None, phone="")
    HouseholdFactory.create(group=group, code="GONE", left_on=TODAY - timedelta(days=9))


@SHEETS
@GRIDS
def test_households(world: World, tmp_path: Path, form: str, grid: Grid) -> None:
    _hard_households(world)
    file = exported(world.users[Role.COMMUNE_LEADER], "households", form, grid=grid)
    assert file.count == Household.objects.filter(commune=world.commune).count() - 1
    comes_back_unchanged(file, world.commune, tmp_path)


@SHEETS
def test_members(world: World, tmp_path: Path, form: str) -> None:
    _members(world)
    file = exported(world.users[Role.COMMUNE_OFFICE], "members", form)
    assert file.count == Membership.objects.count()
    comes_back_unchanged(file, world.commune, tmp_path)


def _members(world: World) -> None:
    for n, kind in enumerate(MemberKind):
        person = PersonFactory.create(
            commune=world.commune,
            full_name=f"Lô Thị {kind.label[0]}{n}",
            birth_date=date(1960 + n, 2, 3),
            phone="0912 345 678" if n % 2 else "",
        )
        MembershipFactory.create(
            person=person,
            cell=world.cell,
            kind=kind,
            list_number=n or None,
            health=list(Health)[n % 3] if n % 4 else "",
            joined_on=date(1990, 1, n + 1),
        )
    hostile = PersonFactory.create(commune=world.commune, full_name="@LƯƠNG VĂN =B")
    MembershipFactory.create(person=hostile, cell=world.cell, list_number=77)
    # Of one name, and no more than a year is known of either.
    for year in (1955, 1960):
        person = PersonFactory.create(
            commune=world.commune, full_name="Lô Thị Trùng", birth_year=year
        )
        MembershipFactory.create(person=person, cell=world.cell)
    secretary = Person.objects.get(user__username="bithu")
    MembershipFactory.create(person=secretary, cell=world.cell, list_number=78)
    PostFactory.create(person=secretary, kind=PostKind.COMMUNE_SECRETARY, commune=world.commune)
    PostFactory.create(person=hostile, kind=PostKind.VILLAGE_HEAD, village=world.villages[0])
    PostFactory.create(person=secretary, kind=PostKind.VILLAGE_HEAD, village=world.villages[1])
    for person, home in ((secretary, world.households[3]), (hostile, world.households[4])):
        HouseholdMember.objects.create(household=home, person=person, full_name=person.full_name)
    Person.objects.filter(pk=hostile.pk).update(home=Point(106.001, 21.501, srid=4326))


@SHEETS
def test_assignments(world: World, tmp_path: Path, form: str) -> None:
    since = TODAY - timedelta(days=30)
    worker = PersonFactory.create(commune=world.commune, full_name="+Vi Văn Thôn")
    put_in_charge(worker, world.households[1], since=since)
    for n, home in ((5, 2), (5, 3), (None, 4), (None, 5)):
        person = PersonFactory.create(
            commune=world.commune, full_name=f"Hà Thị {'Mơ' if n is None else home}"
        )
        MembershipFactory.create(person=person, cell=world.cell, list_number=n)
        put_in_charge(person, world.households[home], since=since)
    file = exported(world.users[Role.COMMUNE_LEADER], "assignments", form)
    assert file.count == 6
    comes_back_unchanged(file, world.commune, tmp_path)


@SHEETS
def test_contacts(world: World, tmp_path: Path, form: str) -> None:
    Person.objects.filter(pk=world.member.pk).update(full_name="=Đàm Văn Q")
    for n, channel in enumerate(Channel):
        made = contact(world.households[n], world.member, TODAY - timedelta(days=n), channel)
        notes = ["=1+1", "", 'Hai\ndòng, "kép"', "😀 – ổn", "-", "x" * 1000]
        Contact.objects.filter(pk=made.pk).update(note=notes[n])
    left = PersonFactory.create(commune=world.commune)
    MembershipFactory.create(person=left, cell=world.cell, valid_to=TODAY - timedelta(days=1))
    contact(world.households[0], left, TODAY - timedelta(days=2))
    file = exported(world.users[Role.COMMUNE_LEADER], "contacts", form)
    assert file.count == Contact.objects.count()
    comes_back_unchanged(file, world.commune, tmp_path)


@LAYERS
@GRIDS
@pytest.mark.parametrize("subject", ["villages", "groups"])
def test_outlines(world: World, tmp_path: Path, form: str, grid: Grid, subject: str) -> None:
    Village.objects.filter(pk=world.villages[1].pk).update(
        kind=Village.Kind.BAN, name="Nà  KHOANG 2"
    )
    file = exported(world.users[Role.COMMUNE_LEADER], subject, form, grid=grid)
    assert file.count == {"villages": 2, "groups": 4}[subject]
    comes_back_unchanged(file, world.commune, tmp_path)


def test_a_contact_changed_in_the_file_is_reported(world: World, tmp_path: Path) -> None:
    file = exported(world.users[Role.COMMUNE_LEADER], "contacts", "csv")
    changed = file.body.replace("Trực tiếp".encode(), b"Zalo", 1)
    object.__setattr__(file, "body", changed)
    report = brought_back(file, world.commune, tmp_path)
    assert sorted(said.code for said in report.messages) == ["record_differs"]
    assert not Contact.objects.filter(channel=Channel.ZALO).exists()


def test_a_key_of_another_commune_or_twice_is_refused(world: World, tmp_path: Path) -> None:
    foreign = contact(world.other_households[0], world.member, TODAY)
    lost = contact(world.households[2], world.member, TODAY)
    file = exported(world.users[Role.COMMUNE_LEADER], "contacts", "csv")
    lost.delete()
    lines = file.body.decode().splitlines()
    lines += [lines[-1].replace(str(lost.client_uuid), str(foreign.client_uuid)), lines[-1]]
    lines.append(lines[-1].replace(str(lost.client_uuid), "x-y-z"))
    object.__setattr__(file, "body", "\r\n".join(lines).encode())
    report = brought_back(file, world.commune, tmp_path)
    assert sorted(said.code for said in report.messages) == [
        "bad_record_key",
        "record_key_taken",
        "record_key_taken",
    ]
    assert Contact.objects.filter(client_uuid=lost.client_uuid).count() == 1


def test_a_contact_of_an_export_comes_into_an_empty_log(world: World, tmp_path: Path) -> None:
    MembershipFactory.create(person=PersonFactory.create(commune=world.commune), cell=world.cell)
    file = exported(world.users[Role.COMMUNE_LEADER], "contacts", "xlsx")
    keys = set(Contact.objects.values_list("client_uuid", flat=True))
    Contact.objects.all().delete()
    report = brought_back(file, world.commune, tmp_path)
    assert (report.imported, report.unchanged) == (2, 0)
    assert set(Contact.objects.values_list("client_uuid", flat=True)) == keys
    said = Contact.objects.latest("said_at").said_at
    assert said == datetime.combine(TODAY - timedelta(days=3), time.min, tzinfo=ZONE)
    assert all(isinstance(key, uuid.UUID) for key in keys)
