"""A position proposed from the gate: kept, decided once, and placed by the usual verb."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.common.errors import DomainError
from apps.households.models import Household
from apps.visits.checkins.proposals import decide_proposal
from apps.visits.models import PositionProposal
from tests.factories.world import World
from tests.visits.phone import Carry, Phone, proposal

pytestmark = pytest.mark.django_db


def decide(world: World, role: Role, row: PositionProposal, now: datetime, **how: Any) -> Any:
    wish: dict[str, Any] = {"key": uuid4(), "accept": True, **how}
    actor = actor_for(world.users[role], at=now)
    return decide_proposal(actor=actor, proposal=row.pk, now=now, **wish)


@pytest.fixture
def proposed(world: World, phone: Phone, now: datetime) -> PositionProposal:
    (answer,) = phone.accepted(proposal(world.in_charge_of, now))
    return PositionProposal.objects.get(pk=answer["proposal"])


def test_it_waits_and_moves_nothing(world: World, proposed: PositionProposal) -> None:
    assert (proposed.state, proposed.person, proposed.accuracy) == ("waiting", world.member, 6)
    home = Household.objects.get(pk=world.in_charge_of.pk)
    assert home.position == world.in_charge_of.position


def test_accepted_it_is_placed_and_the_others_are_overtaken(
    world: World, proposed: PositionProposal, carry: Carry, now: datetime
) -> None:
    other = proposal(world.in_charge_of, now, position={"lon": 106.01, "lat": 21.51, "accuracy": 4})
    carry(world.users[Role.GROUP_OFFICER]).accepted(other)
    decide(world, Role.COMMUNE_OFFICE, proposed, now)
    home = Household.objects.get(pk=world.in_charge_of.pk)
    assert home.position is not None
    assert home.position.coords == (106.007, 21.507)
    assert (home.position_source, home.position_accuracy) == ("phone", 6)
    states = dict(PositionProposal.objects.values_list("client_uuid", "state"))
    assert states == {proposed.client_uuid: "accepted", UUID(other["uuid"]): "overtaken"}


def test_said_twice_it_happens_once(
    world: World, proposed: PositionProposal, now: datetime
) -> None:
    key = uuid4()
    first = decide(world, Role.COMMUNE_OFFICE, proposed, now, key=key)
    assert decide(world, Role.COMMUNE_OFFICE, proposed, now, key=key) == first
    with pytest.raises(DomainError, match="decided_already"):
        decide(world, Role.CELL_COMMITTEE, proposed, now)


def test_declined_with_a_reason(world: World, proposed: PositionProposal, now: datetime) -> None:
    with pytest.raises(DomainError, match="no_reason"):
        decide(world, Role.CELL_COMMITTEE, proposed, now, accept=False)
    decide(world, Role.CELL_COMMITTEE, proposed, now, accept=False, reason="Nhầm sang nhà bên")
    proposed.refresh_from_db()
    assert (proposed.state, proposed.reason) == ("declined", "Nhầm sang nhà bên")


@pytest.mark.parametrize("role", [Role.MEMBER_IN_CHARGE, Role.INSPECTION, Role.COMMITTEE_MEMBER])
def test_others_decide_nothing(
    world: World, proposed: PositionProposal, now: datetime, role: Role
) -> None:
    with pytest.raises(DomainError, match="not_found"):
        decide(world, role, proposed, now)


def test_outside_the_village_only_on_purpose(world: World, phone: Phone, now: datetime) -> None:
    # In the commune's other village.
    far = {"lon": 106.06, "lat": 21.507, "accuracy": 4}
    (answer,) = phone.accepted(proposal(world.in_charge_of, now, position=far))
    row = PositionProposal.objects.get(pk=answer["proposal"])
    with pytest.raises(DomainError, match="outside_village"):
        decide(world, Role.COMMUNE_OFFICE, row, now)
    row.refresh_from_db()
    assert row.state == "waiting"
    decide(world, Role.COMMUNE_OFFICE, row, now, anyway=True)


def test_out_of_reach_it_is_refused(world: World, phone: Phone, now: datetime) -> None:
    assert phone.refused(proposal(world.households[1], now)) == (404, "not_found")
