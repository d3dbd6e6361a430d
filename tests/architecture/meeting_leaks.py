"""Leak checks of cells' meetings, tasks and follow-up rules; see ``leaks``."""

import io
from collections.abc import Iterator
from uuid import uuid4

import docx
from django.urls import reverse

from apps.accounts.roles import Role
from apps.common import clock
from apps.issues.kinds import IssueKind
from apps.issues.models import CellMeeting, FollowTask, MeetingItem
from tests.architecture.leaks import Check, Site
from tests.factories.issues import reported
from tests.factories.meetings import opened
from tests.factories.people import CellFactory

READERS = (
    *(Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.INSPECTION),
    *(Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE),
)
TASKED = (
    *(*READERS, Role.VILLAGE_HEAD, Role.GROUP_OFFICER),
    *(Role.MEMBER_IN_CHARGE, Role.COMMUNE_POLICE),
)
ORDER = "An ninh, trật tự"


def _elsewhere(site: Site, commune: object, name: str) -> CellMeeting:
    today = clock.local_day(clock.now()).replace(day=1)
    cell = CellFactory.create(commune=commune, name=name)
    return CellMeeting.objects.create(
        cell=cell, month=today, reports_from=today, reports_to=today.replace(day=28)
    )


def meetings_beyond_reach(site: Site) -> Iterator[str]:
    """Neither in the list nor by address: other communes' meetings, for committees other cells'."""
    far = _elsewhere(site, site.world.other_commune, "Chi bộ xã khác")
    beside = _elsewhere(site, site.world.commune, "Chi bộ thôn bên")
    for role in READERS:
        village = role in {Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE}
        listed = site.get(role, "meetings:list").content.decode()
        for meeting in (far, beside) if village else (far,):
            status = site.get(role, "meetings:show", pk=meeting.pk).status_code
            if status != 404 or meeting.cell.name in listed:
                yield f"{role}: {meeting.cell.name}: {status}"


def _with_public_order(site: Site) -> CellMeeting:
    """The cast's cell's meeting, with an issue that the cell has and few may read of."""
    now, world = clock.now(), site.world
    reported(
        world.users[Role.CELL_COMMITTEE], world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER
    )
    meeting = opened(world, at=now)
    assert MeetingItem.objects.filter(meeting=meeting, source="issue").exists()
    return meeting


def public_order_on_agendas(site: Site) -> list[str]:
    """What only the chain may read stands on the agenda for the committee alone."""
    meeting = _with_public_order(site)
    return [
        str(role)
        for role in READERS
        if role != Role.CELL_COMMITTEE
        and ORDER in site.get(role, "meetings:show", pk=meeting.pk).content.decode()
    ]


def public_order_in_papers(site: Site) -> list[str]:
    """Papers go from hand to hand: not even the committee's tell of it."""
    url = reverse("meetings:paper", kwargs={"pk": _with_public_order(site).pk})
    answer = site.client(Role.CELL_COMMITTEE).post(url, {"paper": "agenda"})
    made = docx.Document(io.BytesIO(answer.content))
    return [line.text for line in made.paragraphs if ORDER in line.text]


def tasks_beyond_reach(site: Site) -> Iterator[str]:
    """Tasks about households out of reach, and those of others' names."""
    now = clock.now()
    tasks = {
        home.pk: FollowTask.objects.create(
            client_uuid=uuid4(),
            source="rule",
            source_key=str(home.pk),
            text=f"Việc của hộ {home.code}",
            household=home,
            level="cell",
            due_on=clock.local_day(now),
            made_at=now,
        )
        for home in site.samples()
    }
    for role in TASKED:
        page = site.client(role).get(reverse("tasks:list"), {"xem": "dia-ban"}).content.decode()
        for home, task in tasks.items():
            status = site.get(role, "tasks:show", pk=task.pk).status_code
            expected = home in site.world.reach(role)
            if (status == 200) != expected or (task.text in page) != expected:
                yield f"{role}: household #{home}: {status}"


def rules_tuned_beyond_reach(site: Site) -> Iterator[str]:
    """What a rule would raise in another commune is shown to nobody here."""
    key = site.world.other_commune.pk
    for role in (Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE):
        url = reverse("followups:rule", kwargs={"pk": key, "kind": "no_contact"})
        status = site.client(role).get(url).status_code
        if status != 404:
            yield f"{role}: {status}"


MEETING_CHECKS: tuple[Check, ...] = (
    meetings_beyond_reach,
    public_order_on_agendas,
    public_order_in_papers,
    tasks_beyond_reach,
    rules_tuned_beyond_reach,
)
