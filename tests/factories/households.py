"""Households, assignments and contacts."""

from datetime import date, datetime, time

import factory
from django.contrib.gis.geos import Point
from django.db.backends.postgresql.psycopg_any import DateRange
from factory.django import DjangoModelFactory

from apps.areas.models import SelfManagedGroup, Village
from apps.assignments.models import Assignment, Tier
from apps.common.clock import ZONE
from apps.households.models import Household, HouseholdMember, MissingReason, PositionSource
from apps.people.models import Person
from apps.visits.models import Channel, Contact
from tests.factories.areas import GroupFactory


class HouseholdFactory(DjangoModelFactory[Household]):
    """Stands in the south-west corner of its group; ``position=None`` puts it on the worklist."""

    class Meta:
        model = Household

    group = factory.SubFactory(GroupFactory)
    village = factory.SelfAttribute("group.village")
    commune = factory.SelfAttribute("village.commune")
    code = factory.Sequence(lambda n: f"H{n:05d}")
    head_name = factory.Sequence(lambda n: f"Hoàng Thị {chr(65 + n % 26)}{n}")
    size = 4
    position = factory.LazyAttribute(
        lambda o: Point(o.group.geom.extent[0] + 0.005, o.group.geom.extent[1] + 0.005, srid=4326)
    )
    position_source = factory.LazyAttribute(
        lambda o: PositionSource.FILE_WGS84 if o.position else ""
    )
    position_missing = factory.LazyAttribute(
        lambda o: "" if o.position else MissingReason.NOT_GIVEN
    )


class HouseholdMemberFactory(DjangoModelFactory[HouseholdMember]):
    class Meta:
        model = HouseholdMember

    household = factory.SubFactory(HouseholdFactory)
    full_name = factory.Sequence(lambda n: f"Lương Văn {n}")


def put_in_charge(
    person: Person,
    target: Household | SelfManagedGroup | Village,
    *,
    since: date,
    until: date | None = None,
) -> Assignment:
    """An assignment of the tier that fits the target."""
    period = DateRange(since, until)
    if isinstance(target, Household):
        return Assignment.objects.create(
            tier=Tier.HOUSEHOLD, person=person, household=target, period=period
        )
    if isinstance(target, SelfManagedGroup):
        return Assignment.objects.create(
            tier=Tier.OFFICER, person=person, group=target, period=period
        )
    return Assignment.objects.create(
        tier=Tier.COMMITTEE, person=person, village=target, period=period
    )


def contact(
    household: Household, person: Person, day: date, channel: Channel = Channel.IN_PERSON
) -> Contact:
    """A contact at nine in the morning of ``day``."""
    moment = datetime.combine(day, time(9), tzinfo=ZONE)
    return Contact.objects.create(
        household=household,
        person=person,
        channel=channel,
        said_at=moment,
        happened_at=moment,
        received_at=moment,
    )
