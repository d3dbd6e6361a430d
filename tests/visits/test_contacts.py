"""Contacts: the same again is the same, and the day is the day in Vietnam."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from apps.common.clock import ZONE
from apps.visits.models import Channel, Contact, ContactRule
from apps.visits.selectors import rules_of
from tests.database import refused
from tests.factories.areas import CommuneFactory
from tests.factories.households import HouseholdFactory, contact
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def _contact(said_at: datetime, **fields: object) -> Contact:
    made = Contact.objects.create(
        household=HouseholdFactory.create(),
        person=PersonFactory.create(),
        channel=Channel.PHONE,
        said_at=said_at,
        happened_at=said_at,
        received_at=said_at,
        **fields,
    )
    made.refresh_from_db()
    return made


def test_the_phones_own_key_is_taken_once() -> None:
    key = uuid.uuid4()
    moment = datetime(2026, 11, 1, 9, tzinfo=ZONE)
    _contact(moment, client_uuid=key)
    with refused("visits_contact_client_uuid_key"):
        _contact(moment, client_uuid=key)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 15, 23, 59, 59, tzinfo=ZONE), date(2026, 11, 15)),
        (datetime(2026, 11, 16, 0, 0, tzinfo=ZONE), date(2026, 11, 16)),
        (datetime(2026, 11, 15, 16, 59, 59, tzinfo=UTC), date(2026, 11, 15)),
        (datetime(2026, 11, 15, 17, 0, tzinfo=UTC), date(2026, 11, 16)),
    ],
)
def test_the_day_changes_at_midnight_in_vietnam(moment: datetime, day: date) -> None:
    assert _contact(moment).day == day


def test_the_day_follows_a_correction() -> None:
    made = _contact(datetime(2026, 11, 15, 9, tzinfo=ZONE))
    made.happened_at = datetime(2026, 11, 10, 9, tzinfo=ZONE)
    made.save(update_fields=["happened_at"])
    made.refresh_from_db()
    assert made.day == date(2026, 11, 10)


def test_between_holds_the_first_day_and_not_the_last(at: date) -> None:
    home, person = HouseholdFactory.create(), PersonFactory.create()
    for days in range(3):
        contact(home, person, at + timedelta(days=days))
    days_found = Contact.objects.between(at, at + timedelta(days=2)).values_list("day", flat=True)
    assert sorted(days_found) == [at, at + timedelta(days=1)]


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"month_start": 0}, "contact_rule_month_start"),
        ({"month_start": 29}, "contact_rule_month_start"),
        ({"tier": 0}, "contact_rule_tier"),
        ({"tier": 4}, "contact_rule_tier"),
        ({"per_month": 1, "in_person_minimum": 2}, "contact_rule_minimum"),
    ],
)
def test_an_impossible_rule(fields: dict[str, int], constraint: str) -> None:
    commune = CommuneFactory.create()
    with refused(constraint):
        ContactRule.objects.create(commune=commune, **fields)


def test_a_commune_without_a_rule_has_the_regulations() -> None:
    own, other = CommuneFactory.create(), CommuneFactory.create()
    ContactRule.objects.create(commune=own, per_month=4, class_days=[10, 20])
    rules = rules_of([own.pk, other.pk])
    assert (rules[own.pk].per_month, list(rules[own.pk].class_days)) == (4, [10, 20])
    assert (rules[other.pk].per_month, list(rules[other.pk].class_days)) == (2, [7, 15, 30, 60])
