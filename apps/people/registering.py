"""Who somebody is: a new person with a first duty, and what is known of a person."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.contrib.gis.geos import Point
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.areas.models import Commune, Village
from apps.common.errors import DomainError
from apps.common.text import name_key
from apps.people.models import CommuneOfficer, Membership, PartyCell, Person, VillageWorker
from apps.people.orders import (
    Order,
    carry_out,
    locked_cell,
    locked_person,
    not_found,
    require_past,
    require_version,
)
from apps.people.querysets import edited_communes

# A home may stand a little beyond the commune (degrees, some 30 km): people work across borders.
_NEAR = 0.3


@dataclass(frozen=True, slots=True)
class Identity:
    """What identifies a person. ``home``: longitude and latitude in degrees, or None."""

    full_name: str
    birth_date: date | None
    phone: str
    home: tuple[float, float] | None

    @property
    def fields(self) -> dict[str, Any]:
        point = None if self.home is None else Point(*self.home, srid=4326)
        return {**asdict(self), "home": point}


def _checked(identity: Identity, commune: Commune, order: Order) -> Identity:
    if identity.birth_date is not None and identity.birth_date > order.today:
        raise DomainError("bad_birth_date", _("Ngày sinh chưa tới."))
    if identity.home is not None:
        west, south, east, north = commune.geom.extent
        lon, lat = identity.home
        if not (west - _NEAR <= lon <= east + _NEAR and south - _NEAR <= lat <= north + _NEAR):
            raise DomainError(
                "home_far_away",
                _("Vị trí nhà nằm xa xã quá. Hãy xem lại vĩ độ trước, kinh độ sau."),
            )
    return identity


def namesakes(commune: int, identity: Identity) -> list[Person]:
    """People of the commune who may be the same: name alike, birthdays not known to differ."""
    rows = Person.objects.filter(commune=commune)
    if identity.birth_date is not None:
        unknown = Q(birth_year__isnull=True) | Q(birth_year=identity.birth_date.year)
        rows = rows.filter(Q(birth_date=identity.birth_date) | Q(unknown, birth_date__isnull=True))
    wanted = name_key(identity.full_name)
    return [person for person in rows if name_key(person.full_name) == wanted]


def _create(identity: Identity, commune: Commune, order: Order, *, is_another: bool) -> Person:
    _checked(identity, commune, order)
    if not is_another and namesakes(commune.pk, identity):
        raise DomainError(
            "maybe_known",
            _("Xã đã có người cùng tên. Nếu đúng là người khác, hãy đánh dấu ô xác nhận."),
            status=409,
        )
    return Person.objects.create(commune=commune, **identity.fields)


def _commune(pk: int, order: Order) -> Commune:
    found = Commune.objects.filter(pk__in=edited_communes(order.actor)).filter(pk=pk).first()
    if found is None:
        raise not_found()
    return found


@dataclass(frozen=True, slots=True)
class NewMembership:
    """A Party member's place in a cell, from the day ``since`` on."""

    cell: int
    kind: str
    health: str
    capacity: int | None
    joined_on: date | None
    since: date


def add_member(
    *, identity: Identity, membership: NewMembership, is_another: bool, order: Order
) -> Answer:
    """A new person who is a Party member; answers with the person's key."""

    def work() -> Answer:
        require_past(membership.since, order)
        cell = locked_cell(membership.cell, order)
        person = _create(identity, cell.commune, order, is_another=is_another)
        begin_membership(person, cell, membership)
        return {"person": person.pk}

    body = {"verb": "add_member", **asdict(identity), **asdict(membership), "another": is_another}
    return carry_out(order, body=body, work=work)


def begin_membership(person: Person, cell: PartyCell, new: NewMembership) -> Membership:
    """The row itself; the cell must still be there on the day."""
    if cell.valid_to is not None and cell.valid_to <= new.since:
        raise DomainError("cell_ended", _("Chi bộ này đã kết thúc. Hãy chọn chi bộ khác."))
    return Membership.objects.create(
        person=person,
        cell=cell,
        kind=new.kind,
        health=new.health,
        capacity=new.capacity,
        joined_on=new.joined_on,
        valid_from=new.since,
    )


def add_officer(
    *,
    identity: Identity,
    commune: int,
    title: str,
    is_full_time: bool,
    since: date,
    is_another: bool,
    order: Order,
) -> Answer:
    """A new person who serves the commune."""

    def work() -> Answer:
        require_past(since, order)
        place = _commune(commune, order)
        person = _create(identity, place, order, is_another=is_another)
        CommuneOfficer.objects.create(
            person=person, commune=place, title=title, is_full_time=is_full_time, valid_from=since
        )
        return {"person": person.pk}

    body = {"verb": "add_officer", **asdict(identity), "commune": commune, "title": title}
    body |= {"full": is_full_time, "since": since, "another": is_another}
    return carry_out(order, body=body, work=work)


def add_worker(
    *,
    identity: Identity,
    village: int,
    work_name: str,
    since: date,
    is_another: bool,
    order: Order,
) -> Answer:
    """A new person who works in a village without being a member."""

    def work() -> Answer:
        require_past(since, order)
        place = Village.objects.filter(pk=village).select_related("commune").first()
        if place is None or place.commune_id not in edited_communes(order.actor):
            raise not_found()
        person = _create(identity, place.commune, order, is_another=is_another)
        VillageWorker.objects.create(
            person=person, village_id=village, work=work_name, valid_from=since
        )
        return {"person": person.pk}

    body = {"verb": "add_worker", **asdict(identity), "village": village, "work": work_name}
    body |= {"since": since, "another": is_another}
    return carry_out(order, body=body, work=work)


def edit_person(*, person: int, identity: Identity, seen: str, order: Order) -> Answer:
    """Correct what is known of a person, if it still is what the editor saw (``seen``)."""

    def work() -> Answer:
        row = locked_person(person, order)
        require_version(seen, row)
        if row.commune is not None:
            _checked(identity, row.commune, order)
        for name, value in identity.fields.items():
            setattr(row, name, value)
        if row.birth_date is not None:
            row.birth_year = None
        row.save(update_fields=[*identity.fields, "birth_year"])
        return {"person": row.pk}

    body = {"verb": "edit_person", "person": person, **asdict(identity)}
    return carry_out(order, body=body, work=work)
