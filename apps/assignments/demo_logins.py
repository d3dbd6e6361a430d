"""One log-in per role for trying the software out. Never on a machine with real data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count, Q

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.assignments.models import Assignment, Tier
from apps.people.kinds import PostKind
from apps.people.models import CommuneOfficer, Person, Post

DEMO_PASSWORD = "gan-dan-xin-chao"  # noqa: S105 – printed on purpose, for made-up people only


@dataclass(frozen=True, slots=True)
class DemoLogin:
    role: Role
    username: str
    who: str


_COMMUNE_POSTS = (
    (Role.COMMUNE_LEADER, "lanhdao", PostKind.COMMUNE_SECRETARY),
    (Role.COMMUNE_OFFICE, "vanphong", PostKind.PARTY_OFFICE),
    (Role.INSPECTION, "kiemtra", PostKind.INSPECTION_COMMISSION),
    (Role.COMMUNE_POLICE, "congan", PostKind.COMMUNE_POLICE),
)


def _user(username: str, *, is_system_admin: bool = False) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User.objects.create_user(username, DEMO_PASSWORD, is_system_admin=is_system_admin)
    return user


def _sample_person(role: Role, username: str, commune: Commune | None) -> Person:
    """The person behind a demo log-in; named so that nobody takes it for a real one."""
    person, _new = Person.objects.get_or_create(
        user=_user(username),
        defaults={"full_name": f"{role.label} (tài khoản mẫu)", "commune": commune},
    )
    return person


def _give(person: Person, username: str) -> None:
    """Let somebody of the register log in."""
    if person.user is None:
        person.user = _user(username)
        person.save(update_fields=["user"])


def _assign(person: Person, units: Iterable[Village | SelfManagedGroup], since: date) -> None:
    for unit in units:
        is_village = isinstance(unit, Village)
        Assignment.objects.get_or_create(
            tier=Tier.COMMITTEE if is_village else Tier.OFFICER,
            person=person,
            village=unit if is_village else None,
            group=None if is_village else unit,
            defaults={"period": DateRange(since, None)},
        )


def _secretary(commune: Commune) -> Person | None:
    """The secretary of the cell whose village has most households."""
    posts = Post.objects.filter(kind=PostKind.CELL_SECRETARY, cell__commune=commune)
    busiest = posts.annotate(n=Count("cell__villages__households")).order_by("-n", "pk").first()
    return None if busiest is None else busiest.person


def _head(commune: Commune) -> Person | None:
    """The head of the village with most households; a made-up one where the register has none."""
    posts = Post.objects.filter(kind=PostKind.VILLAGE_HEAD, village__commune=commune)
    busiest = posts.annotate(n=Count("village__households")).order_by("-n", "pk").first()
    if busiest is not None:
        return busiest.person
    villages = Village.objects.filter(commune=commune).annotate(n=Count("households"))
    village = villages.order_by("-n", "pk").first()
    if village is None:
        return None
    person = _sample_person(Role.VILLAGE_HEAD, "truongthon", commune)
    Post.objects.create(person=person, kind=PostKind.VILLAGE_HEAD, village=village)
    return person


def _member(commune: Commune, at: date) -> Person | None:
    """The member in charge of most households who is not on a cell committee."""
    in_force = Q(assignments__tier=Tier.HOUSEHOLD, assignments__period__contains=at)
    people = Person.objects.filter(commune=commune, posts__isnull=True)
    busiest: Person | None = (
        people.annotate(n=Count("assignments", filter=in_force)).order_by("-n", "pk").first()
    )
    return busiest


@transaction.atomic
def create_demo_logins(commune: Commune, *, at: date) -> list[DemoLogin]:
    """Make the log-ins that are missing; the same again changes nothing."""
    logins = []
    _user("quantri", is_system_admin=True)
    logins.append(DemoLogin(Role.SYSTEM_ADMIN, "quantri", ""))
    for role, username, kind in _COMMUNE_POSTS:
        person = _sample_person(role, username, commune)
        Post.objects.get_or_create(person=person, kind=kind, commune=commune)
        logins.append(DemoLogin(role, username, commune.full_name))
    villages = list(Village.objects.filter(commune=commune).in_force(at=at).order_by("code")[:2])
    committee = _sample_person(Role.COMMITTEE_MEMBER, "danguyvien", commune)
    Post.objects.get_or_create(
        person=committee, kind=PostKind.PARTY_COMMITTEE_MEMBER, commune=commune
    )
    _assign(committee, villages, at)
    logins.append(
        DemoLogin(Role.COMMITTEE_MEMBER, "danguyvien", ", ".join(unit.name for unit in villages))
    )
    groups = list(SelfManagedGroup.objects.filter(village__in=villages[:1]).order_by("code")[:2])
    officer = _sample_person(Role.GROUP_OFFICER, "canbo", commune)
    CommuneOfficer.objects.get_or_create(
        person=officer, commune=commune, defaults={"title": "Công chức xã"}
    )
    _assign(officer, groups, at)
    logins.append(DemoLogin(Role.GROUP_OFFICER, "canbo", ", ".join(g.name for g in groups)))
    logins += _people_of_the_register(commune, at)
    upper = _sample_person(Role.PROVINCE_VIEWER, "captren", None)
    Post.objects.get_or_create(person=upper, kind=PostKind.UPPER_TIER, province=commune.province)
    logins.append(DemoLogin(Role.PROVINCE_VIEWER, "captren", commune.province.name))
    return logins


def _people_of_the_register(commune: Commune, at: date) -> list[DemoLogin]:
    logins = []
    for role, username, person in (
        (Role.CELL_COMMITTEE, "chiuy", _secretary(commune)),
        (Role.VILLAGE_HEAD, "truongthon", _head(commune)),
        (Role.MEMBER_IN_CHARGE, "dangvien", _member(commune, at)),
    ):
        if existing := Person.objects.filter(user__username=username).first():
            person = existing
        if person is not None:
            _give(person, username)
            logins.append(DemoLogin(role, username, person.full_name))
    return logins
