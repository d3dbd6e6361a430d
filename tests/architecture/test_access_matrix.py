"""Every URL, asked by every role with every method, answers what the matrix says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, path, reverse
from django.urls.resolvers import RegexPattern
from pytest_django.plugin import DjangoDbBlocker

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assignments.models import AssignmentPlan, PlanRun
from apps.imports.models import ImportBatch
from apps.issues.kinds import IssueKind
from apps.issues.models import CellMeeting, FollowTask, Issue, MeetingItem
from apps.people.kinds import PostKind
from apps.people.models import PartyCell, Post
from apps.planning.models import TripStop
from tests.architecture.matrix import (
    ANONYMOUS,
    ASKERS,
    CARRIER,
    KEPT,
    MATRIX,
    MEETING_ITEM,
    METHODS,
    OWN_CELL,
    PLANNED,
    RESIDENT,
    ROLELESS,
    TRIP_STOP,
    UNIT,
    Kind,
    Row,
    Target,
)
from tests.architecture.urls import patterns
from tests.conftest import NOW
from tests.factories.households import HouseholdMemberFactory
from tests.factories.imports import planned_batch
from tests.factories.issues import reported
from tests.factories.people import CellFactory, PostFactory, UserFactory
from tests.factories.plans import draft, ready_run, resolve
from tests.factories.trips import planned
from tests.factories.world import World, build_world
from tests.sharing import shared_rows

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

NOT_THERE = 999_999_999
# URLs whose key is called by what it is of.
BY_HOUSEHOLD = {
    *(f"roadmap:{name}" for name in ("household", "target", "end-target", "step", "support")),
    *("rights:household", "rights:receive"),
}
BY_COMMUNE = {"roadmap:rule"}
WITH_FILE = {f"imports:{name}" for name in ("file", "remove", "correction", "upload")}


def _unlisted(resolver: URLResolver) -> set[str]:
    return {name for name, _pattern in patterns(resolver)} - {row.name for row in MATRIX}


def test_no_url_is_missing_in_the_matrix() -> None:
    assert _unlisted(get_resolver()) == set()


def test_every_row_has_its_url() -> None:
    assert {row.name for row in MATRIX} - {name for name, _p in patterns(get_resolver())} == set()


def _view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("leak")


def test_a_new_url_is_reported_even_without_a_name() -> None:
    planted = [*get_resolver().url_patterns, path("new/", _view, name="new"), path("bare/", _view)]
    assert _unlisted(URLResolver(RegexPattern(r"^/"), planted)) == {"new", "<bare/>"}


@dataclass
class Asked:
    """The site with one logged-in session per role of the cast."""

    # Nobody's, between two cells: its middleware is loaded once.
    client: Client
    world: World
    account: User
    cookies: dict[str, SimpleCookie]
    cell_elsewhere: PartyCell
    post: Post
    batches: dict[Target, ImportBatch]
    # Household → somebody who lives in it.
    residents: dict[int, int]
    plans: dict[Target, AssignmentPlan]
    runs: dict[Target, PlanRun]
    issues: dict[Target, Issue]
    # Meetings, a task, trips.
    gathered: dict[Target, int]

    def url(self, row: Row) -> str:
        keys = self.keys()
        kwargs = dict(row.kwargs) | self.pointing(row, keys)
        for names, called in ((BY_HOUSEHOLD, "household"), (BY_COMMUNE, "commune")):
            if row.name in names:
                kwargs[called] = kwargs.pop("pk")
        if kwargs.get("resident") == RESIDENT and row.target is not None:
            kwargs["resident"] = self.residents.get(keys[row.target], NOT_THERE)
        if kwargs.get("item") == MEETING_ITEM:
            kwargs["item"] = MeetingItem.objects.get().pk
        if kwargs.get("stop") == TRIP_STOP:
            kwargs["stop"] = (
                TripStop.objects.filter(trip=int(str(kwargs["pk"]))).earliest("number").pk
            )
        stand_ins = {
            PLANNED: self.world.in_charge_of.pk,
            CARRIER: self.world.member.pk,
            UNIT: self.world.villages[0].pk,
            OWN_CELL: self.world.cell.pk,
        }
        kwargs = {name: stand_ins.get(str(value), value) for name, value in kwargs.items()}
        return reverse(row.name, kwargs=kwargs)

    def keys(self) -> dict[Target, int]:
        """What a URL's ``pk`` is, by what it points at."""
        households = self.world.households
        return {
            Target.OWN_HOUSEHOLD: self.world.in_charge_of.pk,
            Target.NEIGHBOUR: households[1].pk,
            Target.NEXT_GROUP: households[3].pk,
            Target.NEXT_VILLAGE: households[6].pk,
            Target.OTHER_COMMUNE: self.world.other_households[0].pk,
            Target.NO_HOUSEHOLD: NOT_THERE,
            Target.MEMBER: self.world.member.pk,
            Target.MEMBER_ELSEWHERE: self.account.person.pk,
            Target.CELL: self.world.cell.pk,
            Target.CELL_ELSEWHERE: self.cell_elsewhere.pk,
            Target.POST: self.post.pk,
            Target.COMMUNE: self.world.commune.pk,
            Target.COMMUNE_ELSEWHERE: self.world.other_commune.pk,
            Target.NOTHING: NOT_THERE,
            Target.ACCOUNT: self.account.pk,
            Target.NO_ACCOUNT: NOT_THERE,
            **{target: issue.pk for target, issue in self.issues.items()},
            **self.gathered,
        }

    def pointing(self, row: Row, keys: dict[Target, int]) -> dict[str, object]:
        """The part of a URL that points at something."""
        if row.target in {Target.PAIR, Target.STRANGE_PAIR}:
            households = self.world.households
            strange = self.world.other_households[0]
            other = households[1] if row.target is Target.PAIR else strange
            return {"one": households[0].pk, "other": other.pk}
        if row.target in keys:
            return {"pk": keys[row.target]}
        if row.target in self.plans:
            return {"pk": self.plans[row.target].pk}
        if row.target in self.runs:
            return {"key": self.runs[row.target].key}
        if row.target is not None:
            return self.batch(row.target, with_file=row.name in WITH_FILE)
        return {}

    def batch(self, target: Target, *, with_file: bool) -> dict[str, object]:
        """Keys of an import batch and of a file in it, or of none."""
        batch = self.batches.get(target)
        key = batch.key if batch else uuid4()
        file = batch.uploads.get().key if batch else uuid4()
        return {"key": key, "file": file} if with_file else {"key": key}

    def answer(self, url: str, asker: str, method: str) -> "TestResponse":
        self.client.cookies = self.cookies[asker].copy()  # type: ignore[assignment]  # dict.copy()
        with _undone():
            return self.client.generic(method, url)


@contextmanager
def _undone() -> Iterator[None]:
    """Whatever one cell writes is gone before the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def asked(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Asked]:
    """Made once: no cell leaves anything behind."""
    with shared_rows(django_db_blocker, lambda: _asked(build_world(NOW.date()), NOW)) as asked:
        yield asked


def _asked(world: World, now: datetime) -> Asked:
    users: dict[str, User | None] = {role.value: user for role, user in world.users.items()}
    users |= {ANONYMOUS: None, ROLELESS: UserFactory.create(username="khongquyen")}
    cookies = {}
    for asker, user in users.items():
        client = Client()
        if user is not None:
            client.force_login(user)
        cookies[asker] = client.cookies
    assert set(cookies) == set(ASKERS)
    assert world.outsider is not None
    elsewhere = CellFactory.create(commune=world.other_commune)
    # One that opens nothing by itself.
    post = PostFactory.create(
        person=world.member, kind=PostKind.PARTY_COMMITTEE_MEMBER, commune=world.commune
    )
    batches = {
        Target.OWN_BATCH: planned_batch(world.commune, world.users[Role.COMMUNE_OFFICE], now),
        Target.OTHER_BATCH: planned_batch(world.other_commune, world.outsider, now),
    }
    homes = [*world.households, *world.other_households]
    residents = {home.pk: HouseholdMemberFactory.create(household=home).pk for home in homes}
    plans = {
        Target.PLAN_IN_FORCE: resolve(draft(world.cell, {world.in_charge_of: world.member})),
        Target.PLAN_DRAFT: draft(world.cell, {world.in_charge_of: world.member}),
        Target.PLAN_ELSEWHERE: draft(elsewhere),
        Target.TIER_DRAFT: draft(None, commune=world.commune, tier=1),
        Target.TIER_ELSEWHERE: draft(None, commune=world.other_commune, tier=1),
    }
    runs = {
        Target.RUN: ready_run(world.cell, world.users[Role.CELL_COMMITTEE]),
        Target.RUN_ELSEWHERE: ready_run(elsewhere, world.outsider),
    }
    member, home = world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of
    issues = {
        Target.ISSUE: reported(member, home, at=now),
        Target.ORDER: reported(member, home, at=now, kind=IssueKind.PUBLIC_ORDER),
        Target.ISSUE_ELSEWHERE: reported(world.outsider, world.other_households[0], at=now),
    }
    return Asked(
        client=Client(),
        world=world,
        account=world.outsider,
        cookies=cookies,
        cell_elsewhere=elsewhere,
        post=post,
        batches=batches,
        residents=residents,
        plans=plans,
        runs=runs,
        issues=issues,
        gathered=_gathered(world, elsewhere, now) | _trips(world, now),
    )


def _gathered(world: World, elsewhere: PartyCell, now: datetime) -> dict[Target, int]:
    """Meetings that are being prepared, one with an item, and a task about the own household."""
    days = {"month": date(2026, 11, 1), "reports_from": date(2026, 10, 1)}
    own, other = (
        CellMeeting.objects.create(cell=cell, reports_to=date(2026, 11, 1), **days)
        for cell in (world.cell, elsewhere)
    )
    MeetingItem.objects.create(meeting=own, source="other", title="Loa", position=1)
    task = FollowTask.objects.create(
        client_uuid=uuid4(),
        source="meeting",
        source_key="1",
        text="Hỏi lại",
        household=world.in_charge_of,
        level="cell",
        due_on=now.date(),
        made_at=now,
    )
    return {
        Target.MEETING: own.pk,
        Target.MEETING_ELSEWHERE: other.pk,
        Target.TASK: task.pk,
    }


def _trips(world: World, now: datetime) -> dict[Target, int]:
    """Today's trips of two communes' leaders; the member goes along on the first."""
    leader, homes = world.users[Role.COMMUNE_LEADER], world.households[:2]
    assert world.outsider is not None
    own = planned(leader, homes, at=now, companions=(world.member.pk,))
    other = planned(world.outsider, world.other_households, at=now)
    return {Target.TRIP: own.pk, Target.TRIP_ELSEWHERE: other.pk}


@pytest.mark.django_db
@pytest.mark.parametrize("row", MATRIX, ids=lambda row: row.id)
def test_cells(asked: Asked, forgetful: None, now: datetime, row: Row) -> None:
    url = asked.url(row)
    wrong = []
    for asker in ASKERS:
        for method, expected in zip(METHODS, row.expected(asker), strict=True):
            response = asked.answer(url, asker, method)
            if response.status_code != expected or not _speaks_well(row, url, response, asker):
                wrong.append(f"{asker} {method}: {response.status_code}, not {expected}")
    assert not wrong, f"{row.id}\n" + "\n".join(wrong)


def _speaks_well(row: Row, url: str, response: "TestResponse", asker: str) -> bool:
    """A stranger is led to the log-in and back; an API says in JSON why it refuses; nothing keeps
    what somebody was answered.
    """
    if asker != ANONYMOUS and not _kept_by_nothing(row, response):
        return False
    if asker == ANONYMOUS and response.status_code == 302 and ANONYMOUS not in row.allowed:
        # The front door has nothing to come back to.
        after = "" if url == "/" else f"?next={url}"
        return response["Location"] == f"{reverse('account_login')}{after}"
    if response.status_code in {401, 403} and row.kind is Kind.API:
        return response["Content-Type"] == "application/json"
    return True


def _kept_by_nothing(row: Row, response: "TestResponse") -> bool:
    words = set(response.get("Cache-Control", "").split(", "))
    if row.name in KEPT and response.status_code == 200 and "Cache-Control" in response:
        return "private" in words and "public" not in words
    return {"private", "no-store"} <= words
