"""Leak checks of the road out of poverty and of the household's right; see ``leaks``."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from django.urls import reverse

from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.common import clock
from apps.households.models import Household
from apps.issues.kinds import IssueKind
from apps.issues.models import DataRequest, HouseholdSupport, RoadStep
from tests.architecture.leaks import Check, Site
from tests.factories.issues import reported
from tests.factories.roadmap import decided, request, step, target

OFFICE = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE}
WRITERS = OFFICE | {Role.CELL_COMMITTEE, Role.GROUP_OFFICER, Role.MEMBER_IN_CHARGE}


def _askers(site: Site) -> Iterator[tuple[str, Role | None, User, set[int]]]:
    for role, user in site.world.users.items():
        yield role.value, role, user, site.world.reach(role)
    assert site.world.outsider is not None
    yield "another commune", None, site.world.outsider, {h.pk for h in site.world.other_households}


def _homes(site: Site) -> list[Household]:
    return [*site.world.households, *site.world.other_households]


def roads_beyond_reach(site: Site) -> Iterator[str]:
    """Boards, comparisons and roads tell of households within reach alone."""
    for home in _homes(site):
        decided(home, 2025, "none")
        decided(home, 2026, "poor")
    for name, _role, user, reach in _askers(site):
        client = site.login(user)
        for page in ("board", "differences"):
            told = client.get(reverse(f"roadmap:{page}")).content.decode()
            yield from (
                f"{name}: {home.code} on the {page} is {home.code in told}"
                for home in _homes(site)
                if (home.code in told) != (home.pk in reach)
            )
        for home in site.samples():
            url = reverse("roadmap:household", kwargs={"household": home.pk})
            if (client.get(url).status_code == 200) != (home.pk in reach):
                yield f"{name}: the road of {home.code}"


def roads_written_beyond_reach(site: Site) -> Iterator[str]:
    """Nobody writes down help or ends a step where they may not."""
    due = clock.local_day(clock.now()) + timedelta(days=9)
    steps = {home.pk: step(target(home), site.world.member, due_on=due) for home in site.samples()}
    for name, role, user, reach in _askers(site):
        client = site.login(user)
        allowed = reach if role in WRITERS or role is None else set()
        for home in site.samples():
            if home.pk in allowed:
                continue
            given = {"key": uuid4(), "kind": "cash", "amount": "1", "given_by": "commune"}
            url = reverse("roadmap:support", kwargs={"household": home.pk})
            client.post(url, {**given, "given_on": "10/11/2026"})
            url = reverse("roadmap:finish-step", kwargs={"pk": steps[home.pk].pk})
            client.post(url, {"key": uuid4(), "outcome": "done", "done_on": "10/11/2026"})
            if HouseholdSupport.objects.exists() or RoadStep.objects.exclude(done_on=None).exists():
                yield f"{name}: wrote on the road of {home.code}"
                HouseholdSupport.objects.all().delete()
                RoadStep.objects.update(done_on=None, outcome="")


def papers_beyond_reach(site: Site) -> Iterator[str]:
    """Only the own commune's office and leaders print what is held, and see who asked."""
    rows = {home.pk: request(home) for home in site.samples()}
    for name, role, user, reach in _askers(site):
        client = site.login(user)
        allowed = reach if role in OFFICE or role is None else set()
        for home in site.samples():
            pages = (
                reverse("rights:household", kwargs={"household": home.pk}),
                reverse("rights:request", kwargs={"pk": rows[home.pk].pk}),
            )
            yield from (
                f"{name}: {url} of {home.code}"
                for url in pages
                if (client.get(url).status_code == 200) != (home.pk in allowed)
            )
            if home.pk not in allowed:
                url = reverse("rights:request", kwargs={"pk": rows[home.pk].pk})
                client.post(url, {"key": uuid4(), "verb": "answer"})
        touched = DataRequest.objects.exclude(state="received").filter(
            pk__in=[rows[home.pk].pk for home in site.samples() if home.pk not in allowed]
        )
        if touched.exists():
            yield f"{name}: answered for another"
            touched.update(state="received", answered_on=None)


def papers_tell_of_public_order(site: Site) -> list[str]:
    """The paper goes into hands that nobody can foresee."""
    leader = site.world.users[Role.COMMUNE_LEADER]
    home = site.world.in_charge_of
    reported(leader, home, at=clock.now(), kind=IssueKind.PUBLIC_ORDER)
    url = reverse("rights:household", kwargs={"household": home.pk})
    told = site.login(leader).get(url).content.decode()
    return ["told"] if "Trộm cắp" in told or "An ninh, trật tự" in told else []


def papers_unlogged(site: Site) -> list[str]:
    """Printing all that is held is a reading, and so is looking at the road."""
    client, home = site.client(Role.COMMUNE_OFFICE), site.world.in_charge_of
    for name in ("rights:household", "roadmap:household"):
        client.get(reverse(name, kwargs={"household": home.pk}))
    logged = AccessLog.objects.filter(action="read_household", object_id=home.pk).count()
    return [] if logged == 2 else [f"logged: {logged} of 2"]


ROAD_CHECKS: tuple[Check, ...] = (
    roads_beyond_reach,
    roads_written_beyond_reach,
    papers_beyond_reach,
    papers_tell_of_public_order,
    papers_unlogged,
)
