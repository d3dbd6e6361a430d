"""A cell with a plan: two members, a village worker; papers asked for over HTTP."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import docx
import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assignments.models import AssignmentPlan, PlanDuty
from apps.households.models import MissingReason, PovertyStatus
from apps.people.kinds import PostKind
from apps.people.models import Person, VillageWorker
from tests.factories.people import MembershipFactory, PersonFactory, PostFactory
from tests.factories.plans import draft
from tests.factories.world import World

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

Login = Callable[[User], Client]


@dataclass
class Scene:
    """The member has the first two households of the world, the worker the third and fourth; the
    fifth has nobody. The secretary has a duty and no household.
    """

    world: World
    secretary: Person
    worker: Person
    plan: AssignmentPlan
    login: Login

    def ask(
        self, role: Role | User, paper: str = "resolution", form: str = "docx", person: Any = ""
    ) -> "TestResponse":
        user = self.world.users[role] if isinstance(role, Role) else role
        url = reverse("plan-papers:download", kwargs={"pk": self.plan.pk})
        wish = {"paper": paper, "form": form, "person": person}
        return self.login(user).post(url, wish)


@pytest.fixture
def scene(world: World, login: Login) -> Scene:
    homes, member = world.households, world.member
    member.full_name, member.home = "Hoàng Văn Ba", Point(106.004, 21.504, srid=4326)
    member.save()
    secretary = world.users[Role.CELL_COMMITTEE].person
    secretary.full_name = "Vi Thị Ước"
    secretary.save()
    MembershipFactory.create(person=secretary, cell=world.cell)
    PostFactory.create(person=secretary, kind=PostKind.VILLAGE_HEAD, village=world.villages[0])
    worker = PersonFactory.create(commune=world.commune, full_name="Lương Thị Đằng")
    VillageWorker.objects.create(
        person=worker, village=world.villages[0], work="Chi hội trưởng phụ nữ"
    )
    _describe(world)
    plan = draft(
        world.cell, {homes[0]: member, homes[1]: member, homes[2]: worker, homes[3]: worker}
    )
    PlanDuty.objects.create(plan=plan, person=secretary, text="Phụ trách chung")
    PlanDuty.objects.create(plan=plan, person=member, text="Trực loa truyền thanh")
    return Scene(world, secretary, worker, plan, login)


def _describe(world: World) -> None:
    first, second, third, fourth = world.households[:4]
    first.head_name, first.size = "Nông Văn Một", 5
    first.poverty_status, first.is_policy_family = PovertyStatus.POOR, True
    second.head_name, second.size, second.phone = "Triệu Thị Hai", None, ""
    second.position, second.position_source = None, ""
    second.position_missing = MissingReason.NOT_GIVEN
    third.head_name, third.position_source = "Lý Văn Ba", "group_centre"
    fourth.head_name, fourth.left_on, fourth.left_reason = "Đặng Văn Tư", date(2026, 11, 1), "moved"
    for home in (first, second, third, fourth):
        home.save()


def document(response: "TestResponse") -> Any:
    assert response.status_code == 200, response.content.decode()[:2000]
    return docx.Document(io.BytesIO(response.content))


def workbook(response: "TestResponse") -> Any:
    assert response.status_code == 200, response.content.decode()[:2000]
    return load_workbook(io.BytesIO(response.content))


def table(made: Any, number: int) -> list[list[str]]:
    """The cells of a document's table as they are read."""
    return [[cell.text for cell in row.cells] for row in made.tables[number].rows]


def lines(made: Any) -> list[str]:
    """The paragraphs of a document outside its tables."""
    return [paragraph.text for paragraph in made.paragraphs if paragraph.text]


def rows(page: Any) -> list[list[Any]]:
    """The rows of a page that say something, from the headings on."""
    found = [list(row) for row in page.iter_rows(values_only=True)]
    top = next(
        number for number, row in enumerate(found) if row[1] is not None and row[-1] == "Ghi chú"
    )
    return [row for row in found[top:] if any(value not in (None, "") for value in row)]
