"""Leak checks of the pages of issues; see ``leaks``."""

from collections.abc import Iterator
from uuid import uuid4

from django.db import transaction
from django.urls import reverse

from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.common import clock
from apps.issues.kinds import IssueKind
from apps.issues.machine import Verb
from apps.issues.models import AttachmentContent, Issue, IssueAttachment, IssueBlanking
from tests.architecture.leaks import Check, Site
from tests.factories.issues import reported, step
from tests.factories.meetings import concluded, held, opened

#: who sits at a level of an open issue's way
HANDLERS = {
    *(Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.CELL_COMMITTEE),
    *(Role.VILLAGE_HEAD, Role.GROUP_OFFICER, Role.MEMBER_IN_CHARGE),
}
MEETING_READERS = {
    *(Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.CELL_COMMITTEE),
    *(Role.COMMITTEE_MEMBER, Role.INSPECTION),
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


def public_order_of_a_committee_member(site: Site) -> list[str]:
    """Who leads those who do sits at no level: they and the police, not the cell of the place."""
    reporter = site.world.users[Role.COMMITTEE_MEMBER]
    kind = IssueKind.PUBLIC_ORDER
    issue = reported(reporter, site.world.in_charge_of, at=clock.now(), kind=kind)
    readers = {Role.COMMITTEE_MEMBER, Role.COMMUNE_POLICE}
    found = [
        f"{name}: {ways}"
        for name, role, user, _reach in _askers(site)
        if bool(ways := _reads(site, user, issue)) != (role in readers)
    ]
    on_agenda = opened(site.world, at=clock.now()).items.filter(issue=issue).exists()
    return [*found, *(["on the cell's agenda"] if on_agenda else [])]


def public_order_of_before(site: Site) -> list[str]:
    """What ended before somebody came to sit there is none of theirs."""
    issue, now = _order(site), clock.now()
    member, police = (site.world.users[r] for r in (Role.MEMBER_IN_CHARGE, Role.COMMUNE_POLICE))
    Issue.objects.filter(pk=issue.pk).update(reported_by=None)
    for user, verb in (
        (police, Verb.ANSWER),
        (member, Verb.CONFIRM),
        (police, Verb.CLOSE),
    ):
        step(user, issue, verb, at=now)
    return [
        f"{name}: {ways}"
        for name, role, user, _reach in _askers(site)
        if bool(ways := _reads(site, user, issue)) != (role == Role.COMMUNE_POLICE)
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


def conclusions_beyond_reach(site: Site) -> Iterator[str]:
    """What a meeting concluded on an issue is told to whoever reads both."""
    now, world = clock.now(), site.world
    issue = reported(world.users[Role.CELL_COMMITTEE], world.in_charge_of, at=now)
    meeting = held(world, at=now)
    concluded(world, meeting, meeting.items.get(issue=issue), at=now, text="Góp tôn")
    for name, role, user, _reach in _askers(site):
        client = site.login(user)
        for way in ("issues:show", "issues-api:issue"):
            answer = client.get(reverse(way, kwargs={"pk": issue.pk}))
            told = "Góp tôn" in answer.content.decode()
            if told != (role in MEETING_READERS):
                yield f"{name}: {way}: {told}"


def words_blanked_by_others(site: Site) -> Iterator[str]:
    """Only the own commune's office and leaders take words out of an issue."""
    issue = _issues(site)[0]
    office = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE}
    body = {"part": "summary", "reason": "suspect"}
    for name, role, user, _reach in _askers(site):
        client = site.login(user)
        if role in office:
            continue
        client.post(
            reverse("issues:blank", kwargs={"pk": issue.pk}),
            {"key": str(uuid4()), "where": "summary", "reason": "suspect"},
        )
        client.post(
            reverse("issues-api:blank", kwargs={"pk": issue.pk}),
            {"key": str(uuid4()), **body},
            "application/json",
        )
        if IssueBlanking.objects.filter(by=user).exists():
            yield f"{name}: took words out"


def issue_readings_unlogged(site: Site) -> list[str]:
    """An issue's page tells of a household: its reading stands in the log; of public order apart
    from it, since the household's paper tells who read of the household.
    """
    issue, home = _order(site), site.world.in_charge_of
    other = reported(site.world.users[Role.MEMBER_IN_CHARGE], home, at=clock.now())
    for role in (Role.MEMBER_IN_CHARGE, Role.COMMUNE_POLICE):
        site.get(role, "issues:show", pk=issue.pk)
    site.get(Role.MEMBER_IN_CHARGE, "issues:show", pk=other.pk)
    rows = sorted(AccessLog.objects.values_list("action", "object_id"))
    expected = [("read_household", home.pk), *[("read_issue", issue.pk)] * 2]
    return [] if rows == expected else [f"logged: {rows}"]


ISSUE_PAGE_CHECKS: tuple[Check, ...] = (
    issues_beyond_reach,
    public_order_beyond_its_hands,
    public_order_of_a_committee_member,
    public_order_of_before,
    attachments_beyond_reach,
    steps_beyond_hands,
    conclusions_beyond_reach,
    words_blanked_by_others,
    issue_readings_unlogged,
)
