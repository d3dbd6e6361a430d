"""How the tests of the desk fill in and send its forms."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.households.desk.versions import version_of
from apps.households.models import Household, HouseholdMember
from tests.factories.households import HouseholdMemberFactory
from tests.factories.world import World

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

REASON = "Trưởng thôn báo"


@dataclass
class Desk:
    """The desk as one of the cast uses it; by default the office of the commune."""

    world: World
    login: Callable[[User], Client]
    role: Role = Role.COMMUNE_OFFICE
    _clients: dict[Role, Client] = field(default_factory=dict)

    @property
    def home(self) -> Household:
        """The household that the member of the cast is in charge of, as it is now."""
        return Household.objects.get(pk=self.world.in_charge_of.pk)

    @property
    def client(self) -> Client:
        if self.role not in self._clients:
            self._clients[self.role] = self.login(self.world.users[self.role])
        return self._clients[self.role]

    def as_role(self, role: Role) -> "Desk":
        return Desk(self.world, self.login, role)

    def get(self, name: str, **kwargs: int) -> "TestResponse":
        return self.client.get(reverse(f"households:{name}", kwargs=kwargs))

    def text(self, name: str, **kwargs: int) -> str:
        response = self.get(name, **kwargs)
        assert response.status_code == 200, response.status_code
        return response.content.decode()

    def send(
        self,
        name: str,
        data: dict[str, Any],
        about: Household | HouseholdMember | None = None,
        **form: Any,
    ) -> "TestResponse":
        """A form filled in from what is stored now, unless ``form`` says otherwise."""
        kwargs = _keys(about)
        filled = {"key": str(uuid4()), "reason": REASON, **data, **form}
        if about is not None:
            filled.setdefault("version", version_of(about))
        return self.client.post(reverse(f"households:{name}", kwargs=kwargs), filled)


def _keys(about: Household | HouseholdMember | None) -> dict[str, int]:
    if about is None:
        return {}
    if isinstance(about, Household):
        return {"pk": about.pk}
    return {"pk": about.household_id, "resident": about.pk}


@pytest.fixture
def desk(world: World, login: Callable[[User], Client]) -> Desk:
    return Desk(world, login)


@pytest.fixture
def family(world: World) -> list[HouseholdMember]:
    """A head, a wife and two children in the household of the member in charge."""
    home = world.in_charge_of
    return [
        HouseholdMemberFactory.create(household=home, full_name=name, relation=relation)
        for name, relation in (
            (home.head_name, "head"),
            ("Lương Thị Mai", "spouse"),
            ("Hoàng Văn Sơn", "child"),
            ("Hoàng Thị Đào", "child"),
        )
    ]
