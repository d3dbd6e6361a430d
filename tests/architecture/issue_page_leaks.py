"""Leak checks of the pages of issues; see ``leaks``."""

from collections.abc import Iterator
from uuid import uuid4

from django.db import transaction
from django.urls import reverse

from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.common import clock
from apps.issues.kinds import IssueKind
from apps.issues.models import AttachmentContent, Issue, IssueAttachment
from tests.architecture.leaks import Check, Site
from tests.factories.issues import reported

#: who sits at a level of an open issue's way
HANDLERS = {
    *(Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.CELL_COMMITTEE),
    *(Role.VILLAGE_HEAD, Role.GROUP_OFFICER, Role.MEMBER_IN_CHARGE),
}


def _askers(site: Site) -> Iterator[tuple[str, Role | None, User, set[int]]]:
    world = site.world
    for role, user in world.users.items():
        yield role.value, role, user, world.reach(role)
    assert world.outsider is not None
    yield "another commune", None, world.outsider, {h.pk for h in world.other_households}


def _issues(site: Site) -> list[Issue]:
    """One at every sample of a household."""
    now, office = clock.now(), site.world.users[Role.COMMUNE_OFFICE]
    *own, strange = site.samples()
    assert site.world.outsider is not None
    made = [reported(office, home, at=now) for home in own]
    return [*made, reported(site.world.outsider, strange, at=now)]


def _order(site: Site) -> Issue:
    """Of public order, in the hands of the member alone."""
    member = site.world.users[Role.MEMBER_IN_CHARGE]
    kind = IssueKind.PUBLIC_ORDER
    return reported(member, site.world.in_charge_of, at=clock.now(), kind=kind)


def _reads(site: Site, user: User, issue: Issue) -> list[str]:
    client = site.login(user)
    home = issue.household
    pages = {
        "listed": reverse("issues:list"),
        "waiting": reverse("inbox:home"),
        "told on the household": reverse("households:page", kwargs={"pk": home.pk}),
    }
    link = reverse("issues:show", kwargs={"pk": issue.pk})
    found = [name for name, url in pages.items() if link in client.get(url).content.decode()]
    story = client.get(reverse("households:timeline", kwargs={"pk": home.pk}))
    if story.status_code == 200 and str(issue.get_kind_display()) in story.content.decode():
        found.append("in the story")
    return [*found, "opens"] if client.get(link).status_code == 200 else found


def issues_beyond_reach(site: Site) -> Iterator[str]:
    """Whoever reads a household reads its issues, and nobody else."""
    issues = _issues(site)
    for name, _role, user, reach in _askers(site):
        for issue in issues:
            ways = _reads(site, user, issue)
            if issue.household_id not in reach and ways:
                yield f"{name}: {issue.household.code} {ways}"
            if issue.household_id in reach and "opens" not in ways:
                yield f"{name}: {issue.household.code} does not open"


def public_order_beyond_its_hands(site: Site) -> list[str]:
    """Only those in whose hands it was, and the commune's police."""
    issue = _order(site)
    hands = {Role.MEMBER_IN_CHARGE, Role.COMMUNE_POLICE}
    return [
        f"{name}: {ways}"
        for name, role, user, _reach in _askers(site)
        if bool(ways := _reads(site, user, issue)) != (role in hands)
    ]


def attachments_beyond_reach(site: Site) -> Iterator[str]:
    """A picture's address opens for whoever reads the issue."""
    office = site.world.users[Role.COMMUNE_OFFICE]
    content = AttachmentContent.objects.create(sha256="a" * 64, type="image/jpeg", data=b"x")
    rows = [
        IssueAttachment.objects.create(
            issue=issue, number=1, content=content, size=1, added_by=office, added_at=clock.now()
        )
        for issue in _issues(site)
    ]
    for name, _role, user, reach in _askers(site):
        client = site.login(user)
        for row in rows:
            home = row.issue.household
            answer = client.get(reverse("issues:file", kwargs={"pk": row.pk}))
            if (answer.status_code == 200) != (home.pk in reach):
                yield f"{name}: {home.code}: {answer.status_code}"
            if answer.status_code == 200 and "no-store" not in answer.get("Cache-Control", ""):
                yield f"{name}: {home.code}: kept by caches"


def steps_beyond_hands(site: Site) -> Iterator[str]:
    """Who reads an issue without sitting on its way takes no step, nor does anybody outside."""
    issues = _issues(site)
    for name, role, user, reach in _askers(site):
        client = site.login(user)
        for issue in issues:
            handles = issue.household_id in reach and (role in HANDLERS or role is None)
            sent = {"key": str(uuid4()), "verb": "note", "seen": issue.steps, "text": "thử"}
            with transaction.atomic():
                client.post(reverse("issues:step", kwargs={"pk": issue.pk}), sent)
                taken = Issue.objects.get(pk=issue.pk).steps != issue.steps
                transaction.set_rollback(True)
            if taken and not handles:
                yield f"{name}: {issue.household.code} changed"


def issue_readings_unlogged(site: Site) -> list[str]:
    """An issue's page tells of a household: its reading stands in the log."""
    issue = _order(site)
    for role in (Role.MEMBER_IN_CHARGE, Role.COMMUNE_POLICE):
        site.get(role, "issues:show", pk=issue.pk)
    rows = AccessLog.objects.filter(action="read_household", object_id=issue.household_id)
    return [] if rows.count() == 2 else [f"logged: {rows.count()} of 2"]


ISSUE_PAGE_CHECKS: tuple[Check, ...] = (
    issues_beyond_reach,
    public_order_beyond_its_hands,
    attachments_beyond_reach,
    steps_beyond_hands,
    issue_readings_unlogged,
)
