"""What comes with a check-in follows a merge and ages out as its note does."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point

from apps.areas.models import RetentionRule
from apps.households.unmerging import unmerge
from apps.people.versions import events_of
from apps.visits.jobs import age_out_data
from apps.visits.models import Contact, ContactCompanion, ContactFlag, PositionProposal
from tests.factories.households import contact
from tests.factories.world import World
from tests.households.desk import merge, office

pytestmark = pytest.mark.django_db


def _proposal(world: World, now: datetime, state: str = "waiting") -> PositionProposal:
    decided = {} if state == "waiting" else {"decided_at": now}
    return PositionProposal.objects.create(
        client_uuid=uuid4(),
        household=world.households[1],
        person=world.member,
        position=Point(106.005, 21.505, srid=4326),
        accuracy=7,
        said_at=now,
        received_at=now - timedelta(days=150),
        state=state,
        **decided,
    )


def test_a_merge_carries_all_of_it_and_gives_it_back(world: World, now: datetime) -> None:
    kept, double = world.households[0], world.households[1]
    met = double.contacts.get()
    ContactCompanion.objects.create(contact=met, person=world.member)
    ContactFlag.objects.create(contact=met, kind="no_position")
    proposed = _proposal(world, now)
    answer = merge(world, now, kept, double)
    assert answer["position_proposals"] == 1
    proposed.refresh_from_db()
    assert proposed.household == kept
    assert ContactFlag.objects.get().contact.household == kept
    assert ContactCompanion.objects.get().contact.household == kept
    unmerge(actor=office(world, now), key=uuid4(), merge=answer["merge"], reason="Nhầm", now=now)
    proposed.refresh_from_db()
    assert proposed.household == double
    assert ContactFlag.objects.get().contact.household == double


def _held(model: Any, column: str) -> set[Any]:
    rows = [*model.objects.values_list(column), *events_of(model).values_list(column)]
    return {str(value) for (value,) in rows}


def test_findings_and_dates_age_out_with_the_note(world: World, now: datetime) -> None:
    RetentionRule.objects.create(commune=world.commune, contact_note_months=4)
    old = contact(world.households[2], world.member, now.date() - timedelta(days=150))
    Contact.objects.filter(pk=old.pk).update(changes=["work_lost"], next_visit_on=now.date())
    age_out_data.func(timestamp=0)
    assert _held(Contact, "changes") == {"[]"}
    assert _held(Contact, "next_visit_on") == {"None"}


def test_a_proposed_position_ages_out_once_it_is_decided(world: World, now: datetime) -> None:
    RetentionRule.objects.create(commune=world.commune, contact_note_months=4)
    _proposal(world, now, "declined")
    age_out_data.func(timestamp=0)
    assert _held(PositionProposal, "position") == {"None"}
    waiting = _proposal(world, now)
    age_out_data.func(timestamp=0)
    waiting.refresh_from_db()
    assert waiting.position is not None
