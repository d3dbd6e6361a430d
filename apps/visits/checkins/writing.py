"""A contact written down at the office by hand, for somebody who told of it or has no phone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import pghistory
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.accounts.roles import Role
from apps.common import clock
from apps.common.errors import DomainError, not_found
from apps.households.models import Household
from apps.people.models import Person
from apps.visits.checkins.kinds import FlagKind
from apps.visits.checkins.signals import contact_written
from apps.visits.models import Contact, ContactCompanion, ContactFlag

#: who writes down what others tell them
WRITER_ROLES: Final = frozenset({Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER, Role.CELL_COMMITTEE})
#: further back it is a slip of the finger
OLDEST: Final = timedelta(days=366)
#: nobody remembers the hour
_NOON: Final = time(12)


@dataclass(frozen=True, slots=True)
class Written:
    """One contact as it is told. ``person`` and ``companions``: keys of people."""

    household: int
    person: int
    day: date
    channel: str
    companions: tuple[int, ...] = ()
    note: str = ""
    changes: tuple[str, ...] = ()
    next_visit_on: date | None = None


def people_for(actor: Actor) -> Any:
    """Who may have made a contact: people whom the actor sees."""
    return Person.objects.visible_to(actor)


def write_down(*, actor: Actor, key: UUID, written: Written, now: datetime) -> Answer:
    """Keep it; said twice it happens once.

    Raises DomainError 404 out of reach, and what is to be put right, with the ``field`` to blame.
    """
    _check(written, clock.local_day(now))

    def work() -> Answer:
        rows = Household.objects.reached_by(actor, WRITER_ROLES).filter(pk=written.household)
        home = rows.living(at=written.day).first()
        if home is None:
            raise not_found()
        _require_people(actor, written, home)
        with pghistory.context(user=actor.user_id, reason=_("Ghi tại văn phòng")):
            contact = Contact.objects.create(client_uuid=key, **_columns(written, now))
            mates = {*written.companions} - {written.person}
            ContactCompanion.objects.bulk_create(
                ContactCompanion(contact=contact, person_id=person) for person in sorted(mates)
            )
            _flag(contact, mates)
            contact_written.send(None, contacts=[contact])
        return {"contact": contact.pk, "household": home.pk}

    body = {"verb": "write_down", **asdict(written)}
    return once(key=key, actor=actor, body=body, at=now, work=work)


def _flag(contact: Contact, mates: set[int]) -> None:
    """Of a day whose hours nobody remembers: the same once more, or two people on one day.

    No measure: there is none. A person who went along, either way, is no other person.
    """
    others = Contact.objects.filter(household=contact.household_id, day=contact.day)
    others = others.exclude(pk=contact.pk)
    again = others.filter(person=contact.person_id)
    strangers = others.exclude(person__in={contact.person_id, *mates})
    strangers = strangers.exclude(companions__person=contact.person_id)
    kinds = {FlagKind.TOO_SOON: again.exists(), FlagKind.PARALLEL: strangers.exists()}
    ContactFlag.objects.bulk_create(
        ContactFlag(contact=contact, kind=kind) for kind, is_odd in kinds.items() if is_odd
    )


def _columns(written: Written, now: datetime) -> dict[str, Any]:
    said = min(datetime.combine(written.day, _NOON, tzinfo=clock.ZONE), now)
    return {
        "household_id": written.household,
        "person_id": written.person,
        "channel": written.channel,
        "said_at": said,
        "happened_at": said,
        "received_at": now,
        "note": written.note,
        "changes": list(written.changes),
        "next_visit_on": written.next_visit_on,
    }


def _check(written: Written, today: date) -> None:
    if written.day > today:
        raise _wrong("day", _("Ngày chưa tới. Hãy ghi ngày đã nắm tình hình."))
    if written.day < today - OLDEST:
        raise _wrong("day", _("Ngày đã quá một năm. Hãy xem lại."))
    if written.next_visit_on is not None and written.next_visit_on <= written.day:
        raise _wrong("next_visit_on", _("Hẹn lần sau phải sau ngày nắm tình hình."))


def _wrong(field: str, message: str) -> DomainError:
    return DomainError("invalid", message, status=422, detail={"field": field})


def _require_people(actor: Actor, written: Written, home: Household) -> None:
    named = {written.person, *written.companions}
    known = people_for(actor).filter(pk__in=named, commune=home.commune_id)
    missing = named - set(known.values_list("pk", flat=True))
    if missing:
        field = "person" if written.person in missing else "companions"
        raise _wrong(field, _("Hãy chọn người trong danh sách của xã."))
