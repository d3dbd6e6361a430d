"""Data ages out, in the rows and in their histories; figures of the past stay."""

from datetime import date, timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import ProgrammingError, transaction
from django.db.models import Model

from apps.areas.models import RetentionRule
from apps.households.models import Household, HouseholdMember
from apps.people.versions import events_of
from apps.visits.jobs import age_out_data
from apps.visits.models import Contact, PositionProposal
from apps.visits.retention import (
    CONTACT,
    ERASED,
    HOUSEHOLD,
    PROPOSAL,
    RESIDENT,
    months_before,
    preview,
)
from tests.factories.households import HouseholdMemberFactory, contact
from tests.factories.world import World

pytestmark = pytest.mark.django_db
NOTE = "Con trai cả đi làm ở khu công nghiệp"


@pytest.fixture
def old(world: World, at: date) -> Contact:
    """A contact of five months ago with a note that was put right once, and a position."""
    made = contact(world.households[2], world.member, at - timedelta(days=150))
    for note in ("Con trai", NOTE):
        Contact.objects.filter(pk=made.pk).update(note=note, position=Point(106.0, 21.5))
    return made


def _texts(model: type[Model], *columns: str) -> set[object]:
    """All that rows and histories of a model hold in some columns."""
    rows = [model._default_manager.values_list(*columns), events_of(model).values_list(*columns)]
    return {value for query in rows for row in query for value in row}


def test_old_notes_go_from_rows_and_histories(
    world: World, old: Contact, now: object, at: date
) -> None:
    RetentionRule.objects.create(commune=world.commune, contact_note_months=4)
    Contact.objects.filter(household=world.households[0]).update(note="Còn mới")
    days = set(Contact.objects.values_list("day", flat=True))
    age_out_data.func(timestamp=0)
    assert _texts(Contact, "note") == {"", "Còn mới"}
    assert _texts(Contact, "position") == {None}
    assert set(Contact.objects.values_list("day", flat=True)) == days
    assert world.households[2].mark.last_day == old.day


def test_without_a_rule_two_years_are_kept(
    world: World, old: Contact, now: object, at: date
) -> None:
    age_out_data.func(timestamp=0)
    assert NOTE in _texts(Contact, "note")
    contact(world.other_households[0], world.member, months_before(at, 24) - timedelta(days=1))
    Contact.objects.filter(household=world.other_households[0]).update(note="Cũ")
    age_out_data.func(timestamp=0)
    assert "Cũ" not in _texts(Contact, "note")


def test_another_communes_rule_touches_nothing(world: World, old: Contact, now: object) -> None:
    RetentionRule.objects.create(commune=world.other_commune, contact_note_months=3)
    age_out_data.func(timestamp=0)
    assert NOTE in _texts(Contact, "note")


def test_who_lived_in_a_household_long_gone_is_forgotten(
    world: World, now: object, at: date
) -> None:
    gone, left = world.households[0], world.households[1]
    for home in (gone, left):
        HouseholdMemberFactory.create(household=home, full_name=f"Tô Thị {home.code}")
        Household.objects.filter(pk=home.pk).update(head_name=f"Tô Văn {home.code}")
    Household.objects.filter(pk=gone.pk).update(left_on=months_before(at, 60) - timedelta(days=1))
    Household.objects.filter(pk=left.pk).update(left_on=months_before(at, 60))
    Contact.objects.filter(household=gone).update(note=NOTE)
    total = (Household.objects.count(), HouseholdMember.objects.count(), Contact.objects.count())
    age_out_data.func(timestamp=0)
    gone.refresh_from_db()
    assert (gone.head_name, gone.phone, gone.code) == (ERASED, "", world.households[0].code)
    texts = _texts(Household, "head_name") | _texts(HouseholdMember, "full_name")
    assert not [text for text in texts if gone.code in str(text)]
    assert [text for text in texts if left.code in str(text)]
    assert NOTE not in _texts(Contact, "note")
    assert total == (
        Household.objects.count(),
        HouseholdMember.objects.count(),
        Contact.objects.count(),
    )


def test_a_second_night_finds_nothing(world: World, old: Contact, now: object, at: date) -> None:
    rule = RetentionRule.objects.create(commune=world.commune, contact_note_months=4)
    assert preview(rule, at=at).notes == 1
    age_out_data.func(timestamp=0)
    events = events_of(Contact).count()
    assert preview(rule, at=at).total == 0
    age_out_data.func(timestamp=0)
    assert events_of(Contact).count() == events


def test_the_history_is_locked_again_afterwards(world: World, old: Contact, now: object) -> None:
    RetentionRule.objects.create(commune=world.commune, contact_note_months=4)
    age_out_data.func(timestamp=0)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        events_of(Contact).update(note="khác")


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 16), 3, date(2026, 8, 16)),
        (date(2026, 1, 5), 24, date(2024, 1, 5)),
        (date(2026, 5, 31), 3, date(2026, 3, 1)),
        (date(2025, 3, 31), 3, date(2024, 12, 31)),
        (date(2028, 2, 29), 60, date(2023, 3, 1)),
    ],
)
def test_months_before(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


KEPT = {
    Contact: {"id", "client_uuid", "household", "person", "channel", "said_at", "received_at"}
    | {"day", "happened_at", "clock_offset_seconds"},
    Household: {"id", "commune", "village", "group", "code", "size"}
    | {"poverty_status", "poverty_decision_number", "poverty_decision_date", "is_policy_family"}
    | {"position", "position_source", "position_accuracy", "position_missing"}
    | {"policy_decision_number", "policy_decision_date"}
    | {"moved_in_on", "left_on", "left_reason", "merged_into", "split_from"},
    PositionProposal: {"id", "client_uuid", "household", "person", "said_at", "received_at"}
    | {"state", "decided_by", "decided_at", "reason"},
    HouseholdMember: {"id", "household", "relation", "joined_on", "left_on"}
    | {"residence", "is_working_away"},
}


@pytest.mark.parametrize(
    ("model", "blanked"),
    [
        (Contact, CONTACT),
        (PositionProposal, PROPOSAL),
        (Household, HOUSEHOLD),
        (HouseholdMember, RESIDENT),
    ],
)
def test_every_column_is_kept_or_blanked_on_purpose(
    model: type[Contact], blanked: dict[str, object]
) -> None:
    """Whoever adds a column decides here whether it ages out."""
    columns = {field.name for field in model._meta.concrete_fields}
    assert columns == KEPT[model] | set(blanked)
