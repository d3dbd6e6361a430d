"""Leak checks of household issues, their steps and tasks; see ``leaks``."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.test import Client
from django.urls import reverse

from apps.accounts import reach
from apps.accounts.models import AccessLog
from apps.accounts.roles import Role
from apps.assignments.weights import extra_weights
from apps.common import clock
from apps.issues.kinds import IssueKind
from apps.issues.levels import Level
from apps.issues.machine import Verb
from apps.issues.models import FollowTask, Issue, IssueAction, IssueCause
from tests.architecture.leaks import Check, Site
from tests.factories.issues import reported

NOT_THERE = 999_999_999
LEADERS = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE}
M, P = Role.MEMBER_IN_CHARGE, Role.COMMUNE_POLICE
C = Role.CELL_COMMITTEE
#: who reads issues at all, and who takes steps
READERS = {
    *(*LEADERS, M, P, C, Role.VILLAGE_HEAD, Role.GROUP_OFFICER),
    *(Role.COMMITTEE_MEMBER, Role.INSPECTION),
}
HANDLERS = READERS - {Role.COMMITTEE_MEMBER, Role.INSPECTION}


@dataclass
class Scene:
    """One issue at every household: at the cast's own one the member's, at the others with the
    commune. And one of public order at the own one, which its member reported, at the neighbour's,
    which the committee did, and in the other commune; with the police, all of them.
    """

    ordinary: dict[int, Issue]
    restricted: Issue
    restricted_of_cell: Issue
    restricted_elsewhere: Issue

    def all(self) -> list[Issue]:
        guarded = (self.restricted, self.restricted_of_cell, self.restricted_elsewhere)
        return [*self.ordinary.values(), *guarded]

    def seen_by(self, site: Site, role: Role) -> set[int]:
        homes = site.world.reach(role)
        keys = {issue.pk for home, issue in self.ordinary.items() if home in homes}
        keys |= {self.restricted.pk} if role in {M, P} else set()
        return keys | ({self.restricted_of_cell.pk} if role in {C, P} else set())

    def taken_up_by(self, site: Site, role: Role) -> set[int]:
        """Who has it, and those above on its way."""
        own, mine = site.world.in_charge_of.pk, self.seen_by(site, role)
        if role in LEADERS or role == P:
            return mine
        if role in HANDLERS:
            return mine & {self.ordinary[own].pk}
        return set()


def _scene(site: Site) -> Scene:
    if not Issue.objects.exists():
        _report(site)
    ordinary = Issue.objects.exclude(kind=IssueKind.PUBLIC_ORDER)
    restricted = Issue.objects.filter(kind=IssueKind.PUBLIC_ORDER)
    return Scene(
        {issue.household_id: issue for issue in ordinary},
        restricted.get(household=site.world.in_charge_of),
        restricted.get(household=site.world.households[1]),
        restricted.get(household__in=site.world.other_households),
    )


def _report(site: Site) -> None:
    world, now = site.world, clock.now()
    assert world.outsider is not None
    member, office = world.users[M], world.users[Role.COMMUNE_OFFICE]
    for home in world.households:
        reported(member if home == world.in_charge_of else office, home, at=now)
    reported(member, world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER)
    reported(world.users[C], world.households[1], at=now, kind=IssueKind.PUBLIC_ORDER)
    for home in world.other_households:
        for kind in (IssueKind.HOUSING, IssueKind.PUBLIC_ORDER):
            reported(world.outsider, home, at=now, kind=kind)


def _actors(site: Site) -> Iterator[tuple[Role, Any]]:
    for role, user in site.world.users.items():
        yield role, reach.actor_for(user, at=clock.now())


def issues_beyond_reach(site: Site) -> Iterator[str]:
    """Querysets: issues and their steps, for every role, straight from ``visible_to``."""
    scene = _scene(site)
    for role, actor in _actors(site):
        expected = scene.seen_by(site, role)
        seen = set(Issue.objects.visible_to(actor).values_list("pk", flat=True))
        steps = set(IssueAction.objects.visible_to(actor).values_list("issue", flat=True))
        if seen != expected:
            yield f"{role}: {len(seen)} issues"
        if steps != expected:
            yield f"{role}: steps of {len(steps)} issues"


def issues_told_beyond_reach(site: Site) -> Iterator[str]:
    """The interface: the list and each issue; what is out of reach is as if it were not there."""
    scene = _scene(site)
    for role in site.world.users:
        client, expected = site.client(role), scene.seen_by(site, role)
        listed = client.get(reverse("issues-api:list"), {"state": "any"})
        if role not in READERS:
            if listed.status_code != 403:
                yield f"{role}: {listed.status_code}"
            continue
        if {row["id"] for row in listed.json()["issues"]} != expected:
            yield f"{role}: lists other issues"
        absent = client.get(reverse("issues-api:issue", kwargs={"pk": NOT_THERE}))
        for issue in scene.all():
            answer = client.get(reverse("issues-api:issue", kwargs={"pk": issue.pk}))
            if issue.pk in expected:
                if answer.status_code != 200:
                    yield f"{role}: not his own"
            elif (answer.status_code, answer.content) != (404, absent.content):
                yield f"{role}: reads or guesses an issue"


def steps_beyond_reach(site: Site) -> Iterator[str]:
    """Steps of many issues: each role its own; nothing told of others but that there is none."""
    scene = _scene(site)
    for role in HANDLERS:
        entries = [
            {"key": str(uuid4()), "issue": key, "seen": 1}
            for key in (*(issue.pk for issue in scene.all()), NOT_THERE)
        ]
        body = {"verb": Verb.RECEIVE, "entries": entries}
        with transaction.atomic():
            answer = site.client(role).post(reverse("issues-api:steps"), body, "application/json")
            transaction.set_rollback(True)
        *results, absent = answer.json()["results"]
        status = {each["issue"]: each["status"] for each in results}
        taken = {key for key, code in status.items() if code == 200}
        if taken != scene.taken_up_by(site, role):
            yield f"{role}: took {len(taken)} steps"
        hidden = [each for each in results if each["issue"] not in scene.seen_by(site, role)]
        if any(each["refusal"] != absent["refusal"] for each in hidden):
            yield f"{role}: what is out of reach is told from what is not there"


def phones_in_issues(site: Site) -> Iterator[str]:
    """Nobody finds a telephone number with an issue, the police least of all."""
    scene = _scene(site)
    for role in READERS:
        key = next(iter(scene.seen_by(site, role)))
        for name, kwargs in (("list", {}), ("issue", {"pk": key})):
            if "0912000" in site.get(role, f"issues-api:{name}", **kwargs).content.decode():
                yield f"{role}: {name}"


def issues_read_unlogged(site: Site) -> Iterator[str]:
    """Reading an issue stands in the log of its household under the reader's name; of a restricted
    kind, under the issue.
    """
    scene = _scene(site)
    for role in (M, P, Role.COMMUNE_OFFICE):
        key = min(scene.seen_by(site, role))
        site.get(role, "issues-api:issue", pk=key)
        log = AccessLog.objects.filter(user=site.world.users[role], detail="issue")
        home = ("read_household", Issue.objects.get(pk=key).household_id)
        expected = ("read_issue", key) if key == scene.restricted.pk else home
        if set(log.values_list("action", "object_id")) != {expected}:
            yield f"{role}: read without a trace"


def issues_kept_or_open(site: Site) -> Iterator[str]:
    """What is told of issues is kept by no cache and read by no stranger."""
    key = _scene(site).restricted.pk
    for name, kwargs in (("list", {}), ("issue", {"pk": key}), ("kinds", {})):
        answer = site.get(M, f"issues-api:{name}", **kwargs)
        if not {"private", "no-store"} <= set(answer.get("Cache-Control", "").split(", ")):
            yield f"{name}: kept"
        if Client().get(reverse(f"issues-api:{name}", kwargs=kwargs)).status_code == 200:
            yield f"{name}: open to strangers"


def tasks_beyond_reach(site: Site) -> Iterator[str]:
    """Tasks: of households in reach; of an issue, by those who read the issue."""
    scene = _scene(site)
    tasks = {issue.pk: _task(issue) for issue in scene.all()}
    for role, actor in _actors(site):
        # The police reach no household, so that they have tasks only by name.
        issues = scene.seen_by(site, role) if role != P else set()
        expected = {tasks[key].pk for key in issues}
        seen = set(FollowTask.objects.visible_to(actor).values_list("pk", flat=True))
        if seen != expected:
            yield f"{role}: {len(seen)} tasks"


def _task(issue: Issue) -> FollowTask:
    return FollowTask.objects.create(
        client_uuid=uuid4(),
        source="issue",
        source_key=str(uuid4()),
        text="Hỏi lại hộ",
        household=issue.household,
        issue=issue,
        level=Level.COMMUNE,
        due_on="2026-12-01",
        made_at=clock.now(),
    )


def causes_beyond_reach(site: Site) -> Iterator[str]:
    """Causes: those behind an issue that one reads; all of the commune for its leaders."""
    scene = _scene(site)
    for home, issue in scene.ordinary.items():
        issue.cause = IssueCause.objects.create(
            client_uuid=uuid4(),
            commune=issue.household.commune,
            kind=issue.kind,
            title=f"Đường hỏng {home}",
            made_at=clock.now(),
        )
        issue.save(update_fields=["cause"])
    for role, actor in _actors(site):
        homes = site.world.reach(role)
        expected = {issue.cause_id for home, issue in scene.ordinary.items() if home in homes}
        seen = set(IssueCause.objects.visible_to(actor).values_list("pk", flat=True))
        if seen != expected:
            yield f"{role}: {len(seen)} causes"


def restricted_in_weights(site: Site) -> list[str]:
    """What a household weighs in a plan does not give away that the police have it before them."""
    scene = _scene(site)
    home = scene.restricted_elsewhere.household_id
    extra = extra_weights([home], at=clock.local_day(clock.now()))
    # Its other issue, of housing, counts two.
    return [] if extra == {home: 2} else [f"weighs {extra}"]


ISSUE_CHECKS: tuple[Check, ...] = (
    issues_beyond_reach,
    issues_told_beyond_reach,
    steps_beyond_reach,
    phones_in_issues,
    issues_read_unlogged,
    issues_kept_or_open,
    tasks_beyond_reach,
    causes_beyond_reach,
    restricted_in_weights,
)
