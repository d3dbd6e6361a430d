"""A plan on the map: a small cell whose households and people stand apart, and what to press."""

from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.urls import reverse
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assignments.models import AssignmentPlan, PlanPair
from apps.households.models import Household
from apps.people.kinds import PostKind
from apps.people.models import Person
from tests.browser.conftest import WIDE, Site
from tests.factories.people import MembershipFactory, PersonFactory, PostFactory, UserFactory
from tests.factories.plans import draft
from tests.factories.world import World

#: degrees between neighbours: some 150 m
STEP = 0.0015
HOSTILE = "<img src=x onerror=alert(1)> Ý"


@dataclass
class Scene:
    """Six households in a row, the first given to Lý; Ba and Tư live above the row's ends."""

    world: World
    plan: AssignmentPlan
    homes: list[Household]
    people: list[Person]
    colleague: User

    @property
    def secretary(self) -> User:
        return self.world.users[Role.CELL_COMMITTEE]

    @property
    def path(self) -> str:
        return reverse("plan-map:map", kwargs={"pk": self.plan.pk})

    def held(self) -> dict[int, str]:
        """Households by number → the given name of whoever is planned."""
        rows = PlanPair.objects.filter(plan=self.plan).select_related("person")
        numbers = {home.pk: number for number, home in enumerate(self.homes)}
        return {numbers[row.household_id]: row.person.full_name.split()[-1] for row in rows}

    def person(self, name: str) -> Person:
        return next(each for each in self.people if each.full_name.endswith(name))


def scene_of(world: World) -> Scene:
    west, south = world.villages[0].geom.extent[:2]
    homes = world.households[:6]
    for number, home in enumerate(homes):
        home.position = Point(west + 0.005 + number * STEP, south + 0.005, srid=4326)
        home.head_name = HOSTILE if number == 5 else f"Hoàng Thị {'ABCDE'[number]}"
        home.save()
    world.member.full_name = "Nông Thị Lý"
    world.member.home = Point(west + 0.005, south + 0.0075, srid=4326)
    world.member.save()
    people = [world.member]
    for name, place in (("Hoàng Văn Ba", 2), ("Lương Thị Tư", 5)):
        home_at = Point(west + 0.005 + place * STEP, south + 0.0075, srid=4326)
        person = PersonFactory.create(commune=world.commune, full_name=name, home=home_at)
        MembershipFactory.create(person=person, cell=world.cell)
        people.append(person)
    colleague = UserFactory.create(username="chiuyvien")
    second = PersonFactory.create(commune=world.commune, user=colleague, full_name="Vi Thị Hai")
    PostFactory.create(person=second, kind=PostKind.CELL_COMMITTEE_MEMBER, cell=world.cell)
    return Scene(world, draft(world.cell, {homes[0]: world.member}), homes, people, colleague)


def open_map(site: Site, scene: Scene, size: dict[str, int] | None = None) -> Page:
    page = site.open(scene.secretary, scene.path, size or WIDE)
    uncovered(page, 5)
    return page


def uncovered(page: Page, number: int) -> None:
    expect(page.locator("#plan-gaps")).to_have_attribute("data-uncovered", str(number))


def saved(page: Page) -> None:
    expect(page.locator("#plan-saved")).to_have_attribute("data-state", "saved")


def load_of(page: Page, scene: Scene, name: str, words: str) -> None:
    """What the person's row in the list says of their load."""
    row = page.locator(f"#plan-people-list [data-person='{scene.person(name).pk}']")
    expect(row.locator(".plan-load-words")).to_have_text(words)


def pin(page: Page, scene: Scene, name: str) -> tuple[float, float]:
    """Where somebody's house is on the screen."""
    box = page.locator(f".plan-pin[data-person='{scene.person(name).pk}']").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"]


def dot(page: Page, scene: Scene, number: int) -> tuple[float, float]:
    """Where a household is on the screen, measured off from the pins of Lý and Tư."""
    (left, top), (right, _) = pin(page, scene, "Lý"), pin(page, scene, "Tư")
    pixels = (right - left) / 5
    # North of a household the same number of degrees is longer by the latitude.
    return left + number * pixels, top + pixels * (0.0025 / STEP) / 0.93


def pull(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=8)
    page.mouse.up()
