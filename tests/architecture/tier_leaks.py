"""Leak checks of plans of tiers 1 and 2; see ``leaks``."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from apps.accounts import reach
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assignments.models import (
    AssignmentPlan,
    PlanSeat,
    PlanSeatBan,
    PlanSecretary,
    TeamSecretary,
    Tier,
)
from apps.assignments.plan_states import PlanState
from apps.assignments.plans.kinds import BanReason, PairSource
from apps.common import clock
from apps.people.models import CommuneOfficer, Person
from tests.architecture.leaks import Check, Site
from tests.factories.people import PersonFactory
from tests.factories.plans import MADE, draft, resolve

_COMMUNE = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.INSPECTION}
_WRITERS = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE}
FAR, NEXT = "Đàm Thị Xa", "Triệu Thị Nhì"


@dataclass
class Scene:
    """Tier 2 in force: the cast's officer in group 1, another in group 3 of the next village; a
    draft of tier 1 that keeps somebody off; secretaries of both villages.
    """

    in_force: AssignmentPlan
    draft: AssignmentPlan
    elsewhere: AssignmentPlan


def _scene(site: Site) -> Scene:
    upper = AssignmentPlan.objects.filter(cell=None)
    if not upper.exists():
        _build(site)
    own = upper.filter(commune=site.world.commune)
    return Scene(
        own.get(tier=Tier.OFFICER),
        own.get(tier=Tier.COMMITTEE),
        upper.get(commune=site.world.other_commune),
    )


def _build(site: Site) -> None:
    world = site.world
    officer = world.users[Role.GROUP_OFFICER].person
    second = PersonFactory.create(commune=world.commune, full_name=NEXT)
    for person in (officer, second):
        CommuneOfficer.objects.create(person=person, commune=world.commune, title="Công chức")
    plan = draft(None, commune=world.commune, tier=Tier.OFFICER)
    _seat(plan, officer, group=world.groups[0])
    _seat(plan, second, group=world.groups[2])
    resolve(plan)
    first, other = world.villages
    thought_of = draft(None, commune=world.commune, tier=Tier.COMMITTEE)
    _seat(thought_of, second, village=first)
    PlanSeatBan.objects.create(
        plan=thought_of, village=first, person=officer, reason=BanReason.RELATIVE
    )
    PlanSecretary.objects.create(plan=thought_of, village=first, person=officer)
    for village, person in ((first, officer), (other, second)):
        TeamSecretary.objects.create(village=village, person=person, period=(MADE.date(), None))
    stranger = PersonFactory.create(commune=world.other_commune, full_name=FAR)
    far = draft(None, commune=world.other_commune, tier=Tier.COMMITTEE)
    _seat(far, stranger, village=world.other_households[0].village)


def _seat(plan: AssignmentPlan, person: Person, **unit: object) -> None:
    PlanSeat.objects.create(plan=plan, person=person, source=PairSource.HAND, **unit)


def _cast(site: Site) -> list[tuple[str, User]]:
    world = site.world
    assert world.outsider is not None
    cast = [(role.value, user) for role, user in world.users.items()]
    return [*cast, ("another commune", world.outsider)]


def seats_beyond_reach(site: Site) -> Iterator[str]:
    """Querysets: drafts are the commune's; of what is decided, everybody the own part."""
    scene = _scene(site)
    both = set(scene.in_force.seats.values_list("pk", flat=True))
    own = {scene.in_force.seats.get(group=site.world.groups[0]).pk}
    parts = {Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE, Role.GROUP_OFFICER}
    for name, user in _cast(site):
        actor = reach.actor_for(user, at=clock.now())
        whole = name in {role.value for role in _COMMUNE}
        part = own if name in {role.value for role in parts} else set()
        seats = PlanSeat.objects.visible_to(actor)
        if set(seats.filter(plan=scene.in_force).values_list("pk", flat=True)) != (
            both if whole else part
        ):
            yield f"{name}: seats of the plan in force"
        drafted = seats.filter(plan=scene.draft).exists()
        bans = PlanSeatBan.objects.visible_to(actor).filter(plan=scene.draft).exists()
        named = PlanSecretary.objects.visible_to(actor).filter(plan=scene.draft).exists()
        if {drafted, bans, named} != {whole}:
            yield f"{name}: a draft"
        villages = set(
            TeamSecretary.objects.visible_to(actor).values_list("village__name", flat=True)
        )
        if villages != ({"Thôn Nà A", "Thôn Nà B"} if whole else {"Thôn Nà A"} if part else set()):
            yield f"{name}: secretaries {sorted(villages)}"


def tiers_told_beyond_reach(site: Site) -> Iterator[str]:
    """Pages and interface: no name of an officer outside of the reach."""
    scene = _scene(site)
    for name, user in _cast(site):
        client = site.login(user)
        urls = [reverse("plan-pages:home"), reverse("plans:list")]
        for plan in (scene.in_force, scene.draft, scene.elsewhere):
            here = {"pk": plan.pk}
            pages = ("plan", "units", "gaps", "story", "print")
            urls += [reverse(f"plan-pages:{page}", kwargs=here) for page in pages]
            told = ("plan", "edits", "story", "corrections", "outcome", "gaps")
            urls += [reverse(f"plans:{page}", kwargs=here) for page in told]
            where = {"pk": plan.commune_id, "tier": plan.tier}
            urls.append(reverse("plan-pages:tier", kwargs=where))
        answers = [client.get(url) for url in urls]
        text = "".join(a.content.decode() for a in answers if a.status_code == 200)
        if FAR in text and name != "another commune":
            yield f"{name}: somebody of another commune"
        if NEXT in text and name not in {role.value for role in _COMMUNE}:
            yield f"{name}: an officer of another village"
        if name == Role.INSPECTION.value and NEXT not in text:
            yield "inspection does not see the plan"


def tiers_written_by_others(site: Site) -> Iterator[str]:
    """The interface: only office and leaders change a draft of their commune."""
    scene = _scene(site)
    village, person = site.world.villages[0].pk, site.world.users[Role.GROUP_OFFICER].person.pk
    secretary = {"village": village, "person": None, "seen": 0}
    for name, user in _cast(site):
        client = site.login(user)
        for plan in (scene.draft, scene.elsewhere):
            before = _state(plan)
            for verb, body in (
                ("secretaries", {**secretary, "seen": before[1]}),
                ("bans", {"unit": village, "person": person, "reason": None, "seen": before[1]}),
                ("submit", {"seen": before[1]}),
                ("return", {"reason": "thử"}),
            ):
                url = reverse(f"plans:{verb}", kwargs={"pk": plan.pk})
                client.post(url, {"key": str(uuid4()), **body}, "application/json")
            changed = _state(plan) != before or plan.state != PlanState.DRAFT
            mine = name in {role.value for role in _WRITERS} and plan == scene.draft
            theirs = name == "another commune" and plan == scene.elsewhere
            if changed and not (mine or theirs):
                yield f"{name}: writes plan {plan.pk}"


def _state(plan: AssignmentPlan) -> tuple[str, int, int]:
    plan.refresh_from_db()
    return plan.state, plan.revision, plan.secretaries.count() + plan.seat_bans.count()


def papers_of_tiers_beyond_reach(site: Site) -> list[str]:
    """Papers: of a draft the commune's roles alone; of what is decided everybody the own part."""
    scene, found = _scene(site), []
    partly = {Role.COMMITTEE_MEMBER.value, Role.CELL_COMMITTEE.value, Role.GROUP_OFFICER.value}
    for name, user in _cast(site):
        client = site.login(user)
        for plan in (scene.in_force, scene.draft, scene.elsewhere):
            own = plan != scene.elsewhere and name in {role.value for role in _COMMUNE}
            theirs = plan == scene.elsewhere and name == "another commune"
            for paper in ("resolution", "lists"):
                texts = _paper(client, plan, paper)
                part = plan == scene.in_force and name in partly and paper == "lists"
                if bool(texts) != (own or theirs or part):
                    found.append(f"{name}: {paper} of plan {plan.pk}")
                if part and NEXT in texts:
                    found.append(f"{name}: an officer of another village on paper")
    return found


def _paper(client: Client, plan: AssignmentPlan, paper: str) -> str:
    """Every cell of it, told to pages and to programs alike; "" where there is none."""
    wish = {"paper": paper, "form": "xlsx"}
    here = {"pk": plan.pk}
    by_page = client.post(reverse("plan-papers:download", kwargs=here), wish)
    by_program = client.post(reverse("plans:papers", kwargs=here), wish, "application/json")
    if 200 not in {by_page.status_code, by_program.status_code}:
        return ""
    books = [
        load_workbook(io.BytesIO(a.content)) for a in (by_page, by_program) if a.status_code == 200
    ]
    cells = [c for book in books for page in book for row in page.iter_rows() for c in row]
    return " ".join(str(cell.value) for cell in cells)


TIER_CHECKS: tuple[Check, ...] = (
    papers_of_tiers_beyond_reach,
    seats_beyond_reach,
    tiers_told_beyond_reach,
    tiers_written_by_others,
)
