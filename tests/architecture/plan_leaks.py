"""Leak checks of the plans of assignment; see ``leaks``."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from apps.accounts import reach
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assignments.models import (
    AssignmentPlan,
    PlanBan,
    PlanDuty,
    PlanEdit,
    PlanPair,
    PlanProposal,
    PlanRun,
)
from apps.assignments.plan_states import PlanState
from apps.assignments.plans.kinds import BanReason, EditKind
from apps.common import clock
from apps.people.models import CellVillage
from tests.architecture.leaks import Check, Site
from tests.factories.people import CellFactory, MembershipFactory, PersonFactory
from tests.factories.plans import MADE, draft, ready_run, resolve

COMMUNE = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.INSPECTION}
WHOLE = COMMUNE | {Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE}
RUNNERS = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.CELL_COMMITTEE}


@dataclass
class Scene:
    """Village 1's cell has a plan in force and a draft; the next village's and the other
    commune's cells have drafts. One member more looks after the second group.
    """

    in_force: AssignmentPlan
    draft: AssignmentPlan
    next_village: AssignmentPlan
    elsewhere: AssignmentPlan

    @property
    def drafts(self) -> list[AssignmentPlan]:
        return [self.draft, self.next_village, self.elsewhere]


def _scene(site: Site) -> Scene:
    if not AssignmentPlan.objects.exists():
        _build(site)
    world = site.world
    plans = AssignmentPlan.objects.select_related("cell")
    own = plans.filter(cell=world.cell)
    return Scene(
        in_force=own.get(state=PlanState.IN_FORCE),
        draft=own.exclude(state=PlanState.IN_FORCE).get(),
        next_village=plans.filter(commune=world.commune).exclude(cell=world.cell).get(),
        elsewhere=plans.get(commune=world.other_commune),
    )


def _build(site: Site) -> None:
    world = site.world
    second = PersonFactory.create(commune=world.commune, full_name="Triệu Thị Nhì")
    MembershipFactory.create(person=second, cell=world.cell)
    homes = world.households
    resolve(draft(world.cell, {homes[0]: world.member, homes[3]: second}))
    own = draft(world.cell, dict.fromkeys(homes[:6], second))
    PlanBan.objects.create(
        plan=own, household=homes[0], person=world.member, reason=BanReason.RELATIVE
    )
    PlanDuty.objects.create(plan=own, person=second, text="Trực loa truyền thanh")
    next_cell = CellFactory.create(commune=world.commune, name="Chi bộ thôn Nà B")
    CellVillage.objects.create(cell=next_cell, village=world.villages[1])
    far = world.other_households[0]
    far_cell = CellFactory.create(commune=world.other_commune, name="Chi bộ xã khác")
    CellVillage.objects.create(cell=far_cell, village=far.village)
    stranger = PersonFactory.create(commune=world.other_commune, full_name="Đàm Thị Xa")
    MembershipFactory.create(person=stranger, cell=far_cell)
    for plan in (own, draft(next_cell, {homes[6]: second}), draft(far_cell, {far: stranger})):
        _edited(plan, site)


def _edited(plan: AssignmentPlan, site: Site) -> None:
    user = site.world.users[Role.CELL_COMMITTEE]
    about = {"plan": plan, "revision": 1, "kind": EditKind.CHANGE, "user": user, "at": MADE}
    PlanEdit.objects.create(key=uuid4(), **about)
    AssignmentPlan.objects.filter(pk=plan.pk).update(revision=1)
    plan.refresh_from_db()
    pairs = [[pair.household_id, pair.person_id, 5, False] for pair in plan.pairs.all()]
    assert plan.cell is not None
    ready_run(plan.cell, site.world.outsider or user, pairs)


def _askers(site: Site) -> list[tuple[str, User, set[int]]]:
    """Everybody with the keys of the households whose drafts they read."""
    world = site.world
    assert world.outsider is not None
    cast = [
        (role.value, user, world.reach(role) if role in WHOLE else set())
        for role, user in world.users.items()
    ]
    return [*cast, ("another commune", world.outsider, {h.pk for h in world.other_households})]


def planned_rows_beyond_reach(site: Site) -> Iterator[str]:
    """Querysets: pairs, bans and duties of drafts are for who reads the whole plan."""
    scene = _scene(site)
    planned = set(
        PlanPair.objects.filter(plan__in=scene.drafts).values_list("household", flat=True)
    )
    for name, user, whole in _askers(site):
        actor = reach.actor_for(user, at=clock.now())
        drafted = PlanPair.objects.visible_to(actor).filter(plan__in=scene.drafts)
        if set(drafted.values_list("household", flat=True)) != whole & planned:
            yield f"{name}: pairs of drafts differ from the reach"
        bans = set(PlanBan.objects.visible_to(actor).values_list("household", flat=True))
        if bans - whole:
            yield f"{name}: reads what the committee keeps apart"
        duties = PlanDuty.objects.visible_to(actor)
        if duties.exists() and site.world.households[0].pk not in whole:
            yield f"{name}: duties of a draft"
        plans = AssignmentPlan.objects.visible_to(actor).filter(pk__in=[p.pk for p in scene.drafts])
        if not whole and plans.exists():
            yield f"{name}: drafts of plans"


def resolved_rows_beyond_reach(site: Site) -> Iterator[str]:
    """Querysets: of a plan in force the officer reads the own groups, the member the own pairs."""
    scene, world = _scene(site), site.world
    expected = {
        Role.GROUP_OFFICER: {world.households[0].pk},
        Role.MEMBER_IN_CHARGE: {world.households[0].pk},
    }
    for role, user in world.users.items():
        actor = reach.actor_for(user, at=clock.now())
        rows = PlanPair.objects.visible_to(actor).filter(plan=scene.in_force)
        whole = {world.households[0].pk, world.households[3].pk} if role in WHOLE else set()
        if set(rows.values_list("household", flat=True)) != expected.get(role, whole):
            yield f"{role}: pairs of the plan in force"


def edits_and_runs_beyond_reach(site: Site) -> Iterator[str]:
    """Querysets: what was edited, and what the worker proposes."""
    scene = _scene(site)
    own = {scene.draft.cell_id}
    commune = own | {scene.next_village.cell_id}
    for name, user, _whole in _askers(site):
        actor = reach.actor_for(user, at=clock.now())
        seen: dict[str, set[Any]] = {
            "edits": set(PlanEdit.objects.visible_to(actor).values_list("plan__cell", flat=True)),
            "proposals": set(PlanProposal.objects.visible_to(actor).values_list("cell", flat=True)),
            "runs": set(
                PlanRun.objects.visible_to(actor).values_list("proposals__cell", flat=True)
            ),
        }
        for what, cells in seen.items():
            if cells - _expected_cells(name, what, own, commune, scene):
                yield f"{name}: {what} of another cell"


def _expected_cells(
    name: str, what: str, own: set[Any], commune: set[Any], scene: Scene
) -> set[Any]:
    if name == "another commune":
        return {scene.elsewhere.cell_id}
    readers = COMMUNE if what == "edits" else RUNNERS & COMMUNE
    if name in {role.value for role in readers}:
        return commune
    return own if name == Role.CELL_COMMITTEE.value else set()


def _answers(client: Client, scene: Scene) -> str:
    """All that the interface says about every plan and run there is."""
    plans = [scene.in_force, *scene.drafts]
    home = {plan.pk: plan.pairs.order_by("pk").first() for plan in plans}
    urls = [reverse("plans:list"), reverse("plans:runs")]
    for plan in plans:
        urls += [
            reverse(f"plans:{name}", kwargs={"pk": plan.pk})
            for name in ("plan", "board", "edits", "story", "corrections", "outcome", "gaps")
        ]
        pair = home[plan.pk]
        assert pair is not None
        urls.append(reverse("plans:why", kwargs={"pk": plan.pk, "household": pair.household_id}))
        urls.append(f"{reverse('plans:gaps-today')}?cell={plan.cell_id}")
    urls += [reverse("plans:run", kwargs={"key": run.key}) for run in PlanRun.objects.all()]
    return "".join(client.get(url).content.decode() for url in urls)


def told_beyond_reach(site: Site) -> Iterator[str]:
    """The interface: no household's code, nobody's name, no cell outside the reach."""
    scene, world = _scene(site), site.world
    homes = [*world.households, *world.other_households]
    partly = {
        Role.GROUP_OFFICER.value: {home.pk for home in world.households[:3]},
        Role.MEMBER_IN_CHARGE.value: {world.in_charge_of.pk},
    }
    for name, user, whole in _askers(site):
        text = _answers(site.login(user), scene)
        reached = whole | partly.get(name, set())
        yield from (
            f"{name}: {home.code}"
            for home in homes
            if home.pk not in reached and f'"{home.code}"' in text
        )
        if "Đàm Thị Xa" in text and name != "another commune":
            yield f"{name}: somebody of another commune"
        if "Triệu Thị Nhì" in text and not whole - {h.pk for h in world.other_households}:
            yield f"{name}: a colleague's name"
        if name == Role.CELL_COMMITTEE.value and world.households[5].code not in text:
            yield "the committee does not see the own draft"


def _pages(client: Client, scene: Scene) -> str:
    """All that the pages say about every plan and run there is, the searched list included."""
    urls = [reverse("plan-pages:home")]
    found = []
    for plan in [scene.in_force, *scene.drafts]:
        here = {"pk": plan.pk}
        names = ("plan", "households", "gaps", "story", "print", "submit", "resolve")
        urls += [reverse(f"plan-pages:{name}", kwargs=here) for name in names]
        urls.append(reverse("plan-pages:cell", kwargs={"pk": plan.cell_id}))
        homes = plan.pairs.values_list("household", flat=True)
        urls += [
            reverse("plan-pages:household", kwargs={**here, "household": home}) for home in homes
        ]
        found.append(client.post(reverse("plan-pages:households", kwargs=here), {"q": "T"}))
    urls += [reverse("plan-pages:run", kwargs={"key": run.key}) for run in PlanRun.objects.all()]
    found += [client.get(url) for url in urls]
    return "".join(answer.content.decode() for answer in found if answer.status_code == 200)


def shown_beyond_reach(site: Site) -> Iterator[str]:
    """The pages: no household's code, nobody's name outside the reach."""
    scene, world = _scene(site), site.world
    homes = [*world.households, *world.other_households]
    # By the household's head: the member's page shows no codes.
    for number, home in enumerate(homes):
        home.head_name = f"Lò Văn Hộ{number:02d}x"
        home.save()
    partly = {
        Role.GROUP_OFFICER.value: {home.pk for home in world.households[:3]},
        Role.MEMBER_IN_CHARGE.value: {world.in_charge_of.pk},
    }
    for name, user, whole in _askers(site):
        text = _pages(site.login(user), scene)
        reached = whole | partly.get(name, set())
        yield from (
            f"{name}: {home.code} on a page"
            for home in homes
            if home.pk not in reached and home.head_name in text
        )
        if "Đàm Thị Xa" in text and name != "another commune":
            yield f"{name}: somebody of another commune on a page"
        if "Triệu Thị Nhì" in text and not whole - {h.pk for h in world.other_households}:
            yield f"{name}: a colleague's name on a page"
        if name == Role.CELL_COMMITTEE.value and world.households[5].head_name not in text:
            yield "the committee does not see the own draft's page"


def written_by_others(site: Site) -> Iterator[str]:
    """The interface: nobody but the cell's own committee alters or decides a draft."""
    scene = _scene(site)
    keys = {"household": site.world.households[1].pk, "person": None}
    for name, user, _whole in _askers(site):
        client = site.login(user)
        for plan in (scene.draft, scene.next_village, scene.elsewhere):
            before = _state(plan)
            for verb, body in (
                ("pairs", {"pairs": [keys]}),
                ("submit", {}),
                ("drop", {"reason": "thử"}),
            ):
                wish = {"key": str(uuid4()), "seen": _state(plan)[1], **body}
                client.post(
                    reverse(f"plans:{verb}", kwargs={"pk": plan.pk}), wish, "application/json"
                )
            own = (name, plan) == (Role.CELL_COMMITTEE.value, scene.draft)
            if own != (_state(plan) != before):
                yield f"{name}: writes plan {plan.pk}: {not own}"


def _state(plan: AssignmentPlan) -> tuple[str, int, int]:
    row = AssignmentPlan.objects.get(pk=plan.pk)
    return row.state, row.revision, PlanPair.objects.filter(plan=plan).count()


def plans_kept_by_caches(site: Site) -> list[str]:
    """Names in a plan stay in no cache."""
    scene = _scene(site)
    client = site.client(Role.CELL_COMMITTEE)
    urls = [reverse("plans:plan", args=[scene.draft.pk]), reverse("plans:list")]
    urls += [reverse("plan-pages:plan", args=[scene.draft.pk]), reverse("plan-pages:home")]
    kept = {url: client.get(url).get("Cache-Control", "").split(", ") for url in urls}
    return [url for url, words in kept.items() if not {"private", "no-store"} <= set(words)]


def plans_open_to_strangers(site: Site) -> list[str]:
    """Without a log-in nothing of a plan answers."""
    scene = _scene(site)
    urls = [reverse("plans:plan", args=[scene.draft.pk]), reverse("plans:list")]
    return [url for url in urls if Client().get(url).status_code == 200]


PLAN_CHECKS: tuple[Check, ...] = (
    planned_rows_beyond_reach,
    resolved_rows_beyond_reach,
    edits_and_runs_beyond_reach,
    told_beyond_reach,
    shown_beyond_reach,
    written_by_others,
    plans_kept_by_caches,
    plans_open_to_strangers,
)
