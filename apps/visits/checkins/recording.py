"""Writes down the check-ins that a phone brings, many at once.

All that is asked of the database is asked for the whole batch, and the contacts are written in one
statement, so that the map's marks are counted once. Only when the database refuses that statement
are they written one by one, each in its own savepoint, to find the one that is to blame.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import DataError, IntegrityError, transaction

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer
from apps.accounts.orders import broken_rule
from apps.people.models import Person
from apps.visits.checkins.clocks import Mended, mend
from apps.visits.checkins.flagging import raise_flags
from apps.visits.checkins.flags import Flag, Home, Seen, Spot, own_flags
from apps.visits.checkins.homes import Homes, Known
from apps.visits.checkins.outcomes import (
    Outcome,
    key_used,
    not_written,
    out_of_reach,
    unknown_companion,
)
from apps.visits.checkins.signals import contacts_brought
from apps.visits.models import Channel, Contact, ContactCompanion

logger = logging.getLogger(__name__)

_SAME_KEY: Final = "visits_contact_client_uuid_key"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One contact as the phone tells it, checked; ``household`` is the one that the phone knows."""

    uuid: UUID
    household: int
    said_at: datetime
    channel: str
    note: str = ""
    spot: Spot | None = None
    companions: frozenset[int] = frozenset()
    changes: tuple[str, ...] = ()
    next_visit_on: date | None = None


@dataclass(frozen=True, slots=True)
class Bringing:
    """Who brings, when the phone says it sent, when the server received.

    ``is_careful``: whatever the database refuses is found out item by item. Without it one refusal
    is the whole batch's, which then begins anew with care.
    """

    actor: Actor
    sent_at: datetime
    received_at: datetime
    is_careful: bool = True

    def mend(self, said_at: datetime) -> Mended:
        return mend(said_at=said_at, sent_at=self.sent_at, received_at=self.received_at)


@dataclass(slots=True)
class _Made:
    """A contact about to be written, and what the rules need to know of it."""

    contact: Contact
    seen: Seen
    home: Home
    clock: Mended


def record(bringing: Bringing, check_ins: Sequence[CheckIn]) -> dict[UUID, Outcome]:
    """What became of each; for use inside a transaction, under keys claimed before."""
    homes = Homes.named(bringing.actor, {each.household for each in check_ins})
    strangers = _strangers(check_ins, homes)
    outcomes: dict[UUID, Outcome] = {}
    made: list[_Made] = []
    for each in check_ins:
        known = homes.by_key.get(each.household)
        clock = bringing.mend(each.said_at)
        new = None if known is None else _contact(bringing, each, known, clock)
        if known is None or new is None or not known.may_report(new.seen.day):
            outcomes[each.uuid] = out_of_reach()
        elif strangers & each.companions:
            outcomes[each.uuid] = unknown_companion()
        else:
            made.append(new)
    written = _write(bringing, made, outcomes)
    if written:
        contacts_brought.send(None, contacts=[each.contact for each in written])
    return outcomes | _told(written)


def _contact(bringing: Bringing, each: CheckIn, known: Known, clock: Mended) -> _Made | None:
    """None for a user who is nobody in the register."""
    person = bringing.actor.person_id
    if person is None:
        return None
    spot = each.spot
    contact = Contact(
        client_uuid=each.uuid,
        household_id=known.pk,
        person_id=person,
        channel=each.channel,
        said_at=each.said_at,
        received_at=bringing.received_at,
        happened_at=clock.happened_at,
        clock_offset_seconds=clock.offset,
        note=each.note,
        position=None if spot is None else Point(spot.lon, spot.lat, srid=4326),
        position_accuracy=None if spot is None else spot.accuracy,
        changes=list(each.changes),
        next_visit_on=each.next_visit_on,
    )
    seen = Seen(
        key=each.uuid,
        household=known.pk,
        person=person,
        happened_at=clock.happened_at,
        received_at=bringing.received_at,
        in_person=each.channel == Channel.IN_PERSON,
        spot=spot,
        companions=each.companions - {person},
        next_visit_on=each.next_visit_on,
    )
    return _Made(contact, seen, known.home, clock)


def _strangers(check_ins: Iterable[CheckIn], homes: Homes) -> set[int]:
    """Companions named who are not people of the communes in question."""
    named = {key for each in check_ins for key in each.companions}
    if not named:
        return set()
    communes = {known.commune for known in homes.by_key.values()}
    people = Person.objects.filter(pk__in=named, commune__in=communes)
    return named - set(people.values_list("pk", flat=True))


def _write(bringing: Bringing, made: list[_Made], outcomes: dict[UUID, Outcome]) -> list[_Made]:
    """Those that were written; of the others ``outcomes`` tells what is to blame."""
    # In the order in which the map's marks are locked.
    made.sort(key=lambda each: (each.contact.household_id, each.seen.key))
    if not bringing.is_careful:
        _insert(made)
        return made
    try:
        with transaction.atomic():
            _insert(made)
    except (IntegrityError, DataError):
        made = [each for each in made if _write_alone(each, outcomes)]
    return made


def _write_alone(each: _Made, outcomes: dict[UUID, Outcome]) -> bool:
    try:
        with transaction.atomic():
            each.contact.pk = None
            each.contact._state.adding = True
            _insert([each])
    except (IntegrityError, DataError) as error:
        rule = broken_rule(error)
        if rule != _SAME_KEY:
            # Nobody foresaw it; the others must not wait for it.
            # The error itself may hold the row: only the rule's name is told.
            logger.warning("a check-in was refused by the database: %s", rule)
        outcomes[each.seen.key] = _known_already(each) if rule == _SAME_KEY else not_written()
        return False
    return True


def _known_already(each: _Made) -> Outcome:
    """The table knows the key, though the list of requests has forgotten it: after months, or for a
    contact that came back with the office's file. The same says the same again.
    """
    wanted = each.contact
    known = Contact.objects.select_related("household").get(client_uuid=wanted.client_uuid)
    # Both may have been merged into another since.
    same = all(
        getattr(known, name) == getattr(wanted, name)
        for name in ("household_id", "person_id", "channel", "said_at", "note")
    )
    return _answer(known.pk, known.household_id, known.day, []) if same else key_used()


def _insert(made: Sequence[_Made]) -> None:
    if not made:
        return
    Contact.objects.bulk_create([each.contact for each in made])
    companions = [
        ContactCompanion(contact=each.contact, person_id=person)
        for each in made
        for person in sorted(each.seen.companions)
    ]
    ContactCompanion.objects.bulk_create(companions)


def _told(made: Collection[_Made]) -> dict[UUID, Outcome]:
    if not made:
        return {}
    own = [
        flag for each in made for flag in own_flags(each.seen, each.home, apart=each.clock.apart)
    ]
    raised = raise_flags([each.seen for each in made], own)
    return {
        each.seen.key: _answer(
            each.contact.pk, each.contact.household_id, each.seen.day, _kinds(raised, each.seen.key)
        )
        for each in made
    }


def _kinds(flags: Iterable[Flag], key: UUID) -> list[str]:
    return [flag.kind.value for flag in flags if flag.key == key]


def _answer(pk: int, household: int, day: date, flags: list[str]) -> Answer:
    return {"contact": pk, "household": household, "day": day.isoformat(), "flags": flags}
