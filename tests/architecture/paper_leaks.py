"""Leak checks of a plan's papers; see ``leaks``."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point
from django.http import Http404
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from apps.accounts import reach
from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.assignments.models import AssignmentPlan
from apps.assignments.papers import reading
from apps.common import clock
from apps.people.models import CellVillage, Person
from tests.architecture.leaks import Check, Site
from tests.architecture.plan_leaks import WHOLE
from tests.factories.people import CellFactory, MembershipFactory, PersonFactory
from tests.factories.plans import draft, resolve

# Both forms of a paper are written from the same rows; workbooks sooner.
WISHES = [("resolution", "xlsx"), ("lists", "xlsx")]


@dataclass
class Scene:
    """The cast's cell has a plan in force over its whole village, and a draft; the other commune's
    cell has a draft. Beside the member, one ``second`` person is in charge.
    """

    second: Person
    in_force: AssignmentPlan
    draft: AssignmentPlan
    elsewhere: AssignmentPlan

    @property
    def plans(self) -> list[AssignmentPlan]:
        return [self.in_force, self.draft, self.elsewhere]


def _scene(site: Site) -> Scene:
    world = site.world
    second = PersonFactory.create(
        commune=world.commune, full_name="Triệu Thị Nhì", home=Point(106.001, 21.501, srid=4326)
    )
    MembershipFactory.create(person=second, cell=world.cell)
    first, *others = world.households[:6]
    pairs = {first: world.member, **dict.fromkeys(others, second)}
    far = world.other_households[0]
    cell = CellFactory.create(commune=world.other_commune, name="Chi bộ xã khác")
    CellVillage.objects.create(cell=cell, village=far.village)
    stranger = PersonFactory.create(commune=world.other_commune, full_name="Đàm Thị Xa")
    MembershipFactory.create(person=stranger, cell=cell)
    return Scene(
        second,
        resolve(draft(world.cell, pairs)),
        draft(world.cell, pairs),
        draft(cell, {far: stranger}),
    )


def _askers(site: Site) -> Iterator[tuple[str, User]]:
    assert site.world.outsider is not None
    yield from ((role.value, user) for role, user in site.world.users.items())
    yield "another commune", site.world.outsider


def _ask(client: Client, plan: AssignmentPlan, paper: str, form: str) -> Any:
    url = reverse("plan-papers:download", kwargs={"pk": plan.pk})
    return client.post(url, {"paper": paper, "form": form})


def _texts(response: Any) -> set[str]:
    """Every cell of a paper."""
    pages = load_workbook(io.BytesIO(response.content)).worksheets
    return {str(cell.value) for page in pages for row in page.iter_rows() for cell in row}


def _expected(site: Site, scene: Scene, name: str, plan: AssignmentPlan, paper: str) -> set[str]:
    """Heads of the households that an asker's paper of this plan tells."""
    homes = site.world.other_households if plan == scene.elsewhere else site.world.households[:6]
    by_role: dict[str, list[Any]] = {role.value: homes for role in WHOLE}
    if plan == scene.elsewhere:
        by_role = {"another commune": homes}
    elif plan == scene.in_force and paper == "lists":
        by_role[Role.GROUP_OFFICER.value] = homes[:3]
        by_role[Role.MEMBER_IN_CHARGE.value] = homes[:1]
    return {home.head_name for home in by_role.get(name, [])}


def papers_beyond_reach(site: Site) -> Iterator[str]:
    """Each asker's papers tell the households of the reach, and no others."""
    scene = _scene(site)
    heads = {home.head_name for home in (*site.world.households, *site.world.other_households)}
    for name, user in _askers(site):
        client = site.login(user)
        for plan in scene.plans:
            for paper, form in WISHES:
                response = _ask(client, plan, paper, form)
                told = _texts(response) & heads if response.status_code == 200 else set()
                expected = _expected(site, scene, name, plan, paper)
                if told != expected or (response.status_code == 200) != bool(expected):
                    yield f"{name}: {paper}.{form}, {len(told)} of {len(expected)}"


def phones_in_papers(site: Site) -> Iterator[str]:
    """Telephone numbers are for whose post needs them."""
    scene = _scene(site)
    phones = {home.phone for home in site.world.households}
    for paper, form in WISHES:
        response = _ask(site.client(Role.INSPECTION), scene.in_force, paper, form)
        yield from (f"{paper}.{form}: {phone}" for phone in phones & _texts(response))


def homes_in_papers(site: Site) -> Iterator[str]:
    """Where somebody lives is for who reads the plan whole, and for themselves."""
    scene = _scene(site)
    today = clock.local_day(clock.now())
    for name, user in _askers(site):
        actor = reach.actor_for(user, at=clock.now())
        try:
            papers = reading.find_papers(actor, scene.in_force.pk)
        except Http404:
            continue
        parts = reading.content_of(actor, papers, at=today).people
        shown = [part.name for part in parts if part.home and part.key != actor.person_id]
        if shown and name not in {role.value for role in WHOLE}:
            yield f"{name}: {shown}"
        if not shown and name == Role.CELL_COMMITTEE.value:
            yield "the committee does not see where its members live"


def papers_unlogged(site: Site) -> Iterator[str]:
    """No paper without a line in the log that says how many households it holds."""
    scene = _scene(site)
    for name, user in _askers(site):
        client = site.login(user)
        for plan in scene.plans:
            for paper, form in WISHES:
                AccessLog.objects.all().delete()
                response = _ask(client, plan, paper, form)
                homes = len(_expected(site, scene, name, plan, paper))
                logged = AccessLog.objects.filter(user=user, object_id=plan.pk, count=homes)
                if (response.status_code == 200) != logged.exists():
                    yield f"{name}: {paper}.{form} of {plan.state} without a trace"


def papers_kept_by_caches(site: Site) -> list[str]:
    scene = _scene(site)
    client = site.client(Role.CELL_COMMITTEE)
    page = client.get(reverse("plan-papers:papers", kwargs={"pk": scene.draft.pk}))
    answers = [page, *(_ask(client, scene.draft, *wish) for wish in WISHES)]
    kept = [answer.get("Cache-Control", "").split(", ") for answer in answers]
    return [str(words) for words in kept if not {"private", "no-store"} <= set(words)]


def papers_open_to_strangers(site: Site) -> list[str]:
    """Without a log-in there is no paper."""
    scene = _scene(site)
    client = Client(raise_request_exception=False)
    return [
        f"{paper}.{form}"
        for paper, form in WISHES
        if _ask(client, scene.in_force, paper, form).status_code != 302
    ]


PAPER_CHECKS: tuple[Check, ...] = (
    papers_beyond_reach,
    phones_in_papers,
    homes_in_papers,
    papers_unlogged,
    papers_kept_by_caches,
    papers_open_to_strangers,
)
